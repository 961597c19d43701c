"""Production: behind a proxy that ends TLS and sets `X-Forwarded-Proto`, which it must take from nobody else.

Refuses to start, with a sentence for every variable that is not fit for it.
"""

import logging

from website.settings.base import *  # noqa: F403 - a settings module that overrides another takes all of it
from website.settings.base import ENV
from website.settings.environment import objections, refuse
from website.settings.logs import logging_of

REFUSALS = list(objections(ENV))
if REFUSALS:
    refuse("Production can't start like this", REFUSALS)

DEBUG = False

LOGGING = logging_of(style=ENV.log_format or "json", level=ENV.log_level)
logging.captureWarnings(True)  # what Python warns of is a line of the log like any other

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^api/", r"^health/", r"^(?:[a-z-]+/)?feeds/", r"^sitemap", r"^robots\.txt$"]
SECURE_REDIRECT_EXEMPT += [r"^media/", r"^documents/", r"^metrics$"]
"""The frontend and probes call for these on the inner network without TLS; none of them is for editors' sessions."""

SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
"""Browsers take a cookie of such a name from this host alone, over TLS: no other host of the domain can plant one."""
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [ENV.admin_url]
