"""Production, asked without TLS, with three views that touch little."""

from website.settings.production import *  # noqa: F403 - a settings module that overrides another takes all of it
from website.settings.production import MIDDLEWARE

ROOT_URLCONF = "tests.integration.website.collected.program"
SECURE_SSL_REDIRECT = False
MIDDLEWARE = [each for each in MIDDLEWARE if "Csrf" not in each and "Guard" not in each]
