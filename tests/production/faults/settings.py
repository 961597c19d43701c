"""Production, but that static files need not be collected first and that passwords are hashed fast."""

from website.settings.production import *  # noqa: F403 - a settings module that overrides another takes all of it
from website.settings.production import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
