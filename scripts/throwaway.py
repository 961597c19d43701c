"""A whole site with demo content on free ports, in a folder removed afterwards: for journeys and screenshots."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.migrated import migrated_database
from scripts.ports import free_port
from scripts.stack import Stack


@contextmanager
def throwaway_site(*, report: Callable[[str, str], None]) -> Iterator[Stack]:
    """Make a site, start it, and give it; `report(part, line)` gets every line its parts print.

    Raises `PartStopped` or `subprocess.CalledProcessError` when it can't be made or started.
    """
    with tempfile.TemporaryDirectory(prefix="motacilla-site-", ignore_cleanup_errors=True) as folder:
        quiet = {"BLOG_LOG_LEVEL": "WARNING"}
        stack = Stack(port=free_port(), admin_port=free_port(), data=Path(folder), report=report, extra=quiet)
        if migrated_database().exists():
            shutil.copyfile(migrated_database(), Path(folder) / "blog.sqlite3")
        stack.call("migrate", "--noinput", "--verbosity", "0")
        stack.call("collectstatic", "--noinput", "--verbosity", "0")
        stack.call("load_demo")
        stack.start()
        try:
            yield stack
        finally:
            stack.stop()
