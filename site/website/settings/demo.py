"""The demo: loopback only, SQLite, secrets made at first start and kept in the data folder."""

import secrets

from website.settings.base import *  # noqa: F403 - a settings module that overrides another takes all of it
from website.settings.base import ENV


def kept_secret(name: str) -> str:
    """Return the secret kept as `name` in the data folder, made at the first call (48 random bytes, URL-safe)."""
    path = ENV.data / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = ENV.secret_key or kept_secret("secret_key")
FRONTEND_SECRET = ENV.frontend_secret or kept_secret("frontend_secret")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ENV.data / "mail"
SERVE_MEDIA = True
