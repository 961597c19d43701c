#!/usr/bin/env python
"""Run a management command from any folder, without installing the project."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(1, str(root))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings.demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
