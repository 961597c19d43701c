"""Every setting an operator may make, declared once as data.

The table in README.md is generated from this class (`manage.py settings_table`), and a test compares the two.
"""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[3]
"""The repository's root folder."""


class Environment(BaseSettings):
    """What the operator has set, typed.

    Raises `pydantic.ValidationError` on a value of the wrong kind; `load` turns that into one sentence.
    """

    model_config = SettingsConfigDict(env_prefix="BLOG_", frozen=True, env_ignore_empty=True)

    port: int = Field(8000, ge=1, le=65535, description="Port of the public site.")
    admin_port: int = Field(8001, ge=1, le=65535, description="Port of the backend: Wagtail admin and API.")
    data: Path = Field(ROOT / ".data", description="Folder for database, pictures and caches.")
    public_url: str = Field("", description="Address readers use. Default: `http://localhost:BLOG_PORT`.")
    admin_url: str = Field("", description="Address editors use. Default: `http://localhost:BLOG_ADMIN_PORT`.")
    frontend_url: str = Field(
        "", description="Where the backend reaches the frontend to purge pages. Default: `http://127.0.0.1:BLOG_PORT`."
    )
    database_url: str = Field(
        "", description="PostgreSQL address, `postgres://user:password@host/name`. Default: SQLite in `BLOG_DATA`."
    )
    secret_key: str = Field("", description="Signs sessions and links. Production refuses to start without one.")
    frontend_secret: str = Field(
        "", description="Shared with the frontend: signs reader addresses and purges. Production demands one."
    )
    allowed_hosts: str = Field(
        "localhost,127.0.0.1", description="Host names the backend answers to, separated by commas."
    )
    debug: bool = Field(False, description="Show tracebacks in the browser. Never in production.")
    secure_cookies: bool = Field(True, description="Send cookies over HTTPS only (production).")
    time_zone: str = Field("UTC", description="Time zone of the admin, as in the IANA database.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")

    @model_validator(mode="after")
    def _fill_addresses(self) -> Self:
        derived = {
            "public_url": f"http://localhost:{self.port}",
            "admin_url": f"http://localhost:{self.admin_port}",
            "frontend_url": f"http://127.0.0.1:{self.port}",
        }
        for name, value in derived.items():
            object.__setattr__(self, name, (getattr(self, name) or value).rstrip("/"))
        return self

    @property
    def hosts(self) -> list[str]:
        """The allowed host names, as a list."""
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]


def load() -> Environment:
    """Read the environment.

    Raises `SystemExit` with one sentence a variable when a value can't be used.
    """
    try:
        return Environment()
    except ValidationError as error:
        lines = [
            f"BLOG_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']} (got {e['input']!r})" for e in error.errors()
        ]
        raise SystemExit("These settings can't be used:\n  " + "\n  ".join(lines)) from None
