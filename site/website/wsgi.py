"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from website.settings.counting import share_counts
from website.settings.environment import load
from website.telling import tell_collectors

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings.production")
if load().metrics_token:
    share_counts(load().data)
application = get_wsgi_application()
tell_collectors(load(), program="backend")
