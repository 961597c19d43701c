"""Tests: fast hashes, tasks at once, mail in memory, a folder of its own for pictures."""

import atexit
import shutil
import tempfile
from pathlib import Path

from website.settings.base import *  # noqa: F403 - a settings module that overrides another takes all of it
from website.settings.base import SQLITE_OPTIONS, database
from website.settings.environment import load

SECRET_KEY = "only-for-tests"  # noqa: S105 - no secret: tests sign with a key everybody may know
FRONTEND_SECRET = "only-for-tests-too"  # noqa: S105 - the same
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

SCRATCH = Path(tempfile.mkdtemp(prefix="motacilla-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
MEDIA_ROOT = SCRATCH / "media"
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES = {"default": database(load().database_url, SCRATCH)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
SERVE_MEDIA = True
