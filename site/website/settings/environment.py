"""Every setting an operator may make, declared once as data.

The table in README.md is generated from this class (`manage.py settings_table`), and a test compares the two.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NoReturn, Self

from django.conf.locale import LANG_INFO
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[3]
"""The repository's root folder."""

PREFIX = "BLOG_"

SHORTEST_KEY = 50
"""Characters of a secret key; what Django's own deployment check (security.W009) demands."""

SHORTEST_SECRET = 32
"""Characters of the frontend's secret: at least as many as its HMAC-SHA256 has bytes."""

FEWEST_CHARACTERS = 5
"""Different characters in a key, as in security.W009: a key of one repeated letter is long, and no secret."""


class Environment(BaseSettings):
    """What the operator has set, typed.

    Raises `pydantic.ValidationError` on a value of the wrong kind; `load` turns that into one sentence.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

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
    redis_url: str = Field(
        "",
        description="Redis address, `redis://host:6379/0`, for counting limits. Default: the database.",
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
    languages: str = Field(
        "en,de,ar", description="Languages pages may be in, separated by commas: the first is the admin's default."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")

    demo_password: str = Field(
        "",
        validation_alias="DEMO_PASSWORD",
        description="Password of all three logins of the demo. Default: three, made at first start.",
    )

    @field_validator("languages")
    @classmethod
    def _known(cls, value: str) -> str:
        unknown = sorted(code for code in _codes(value) if "name_local" not in LANG_INFO.get(code, {}))
        if unknown or not _codes(value):
            raise ValueError(f"name languages by codes such as en, de or pt-br, not {', '.join(unknown) or 'nothing'}")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        derived = {
            "public_url": f"http://localhost:{self.port}",
            "admin_url": f"http://localhost:{self.admin_port}",
            "frontend_url": f"http://127.0.0.1:{self.port}",
        }
        for name, value in derived.items():
            object.__setattr__(self, name, (getattr(self, name) or value).rstrip("/"))
        object.__setattr__(self, "data", self.data.expanduser().absolute())
        return self

    @property
    def hosts(self) -> list[str]:
        """The allowed host names, as a list."""
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]

    @property
    def content_languages(self) -> list[tuple[str, str]]:
        """The languages pages may be in: the code of each, and its name for itself."""
        return [(code, str(LANG_INFO[code]["name_local"])) for code in _codes(self.languages)]


def _codes(languages: str) -> list[str]:
    return list(dict.fromkeys(code.strip().lower() for code in languages.split(",") if code.strip()))


def variable(name: str) -> str:
    """Return the environment variable of the setting `name`."""
    alias = Environment.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"{PREFIX}{name.upper()}"


REFUSED = 3
"""The exit code of a refusal: gunicorn gives up on it, where any other would make it start the worker again."""


def refuse(title: str, sentences: Sequence[str]) -> NoReturn:
    """Say why the program can't start, a line for each sentence, and end it with `REFUSED`."""
    print(f"{title}:\n  " + "\n  ".join(sentences), file=sys.stderr)  # noqa: T201 - logging is not set up yet
    raise SystemExit(REFUSED)


def load() -> Environment:
    """Read the environment.

    Refuses (`SystemExit`) with one sentence a variable when a value can't be used.
    """
    try:
        return Environment()
    except ValidationError as error:
        lines = [f"{_variable_of(e['loc'])}: {e['msg']} (got {e['input']!r})" for e in error.errors()]
        refuse("These settings can't be used", lines)


def _variable_of(location: tuple[int | str, ...]) -> str:
    name = str(location[0])
    return variable(name) if name in Environment.model_fields else name


def objections(environment: Environment) -> Iterator[str]:
    """Yield, a sentence each, why production must not run with these settings; every sentence names its variable."""
    if environment.debug:
        yield "BLOG_DEBUG must be off: it shows tracebacks, with settings in them, to anybody."
    if len(environment.secret_key) < SHORTEST_KEY or len(set(environment.secret_key)) < FEWEST_CHARACTERS:
        yield (
            f"BLOG_SECRET_KEY must be a random text of at least {SHORTEST_KEY} characters of its own "
            "(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')."
        )
    elif environment.secret_key.startswith("django-insecure-"):
        yield "BLOG_SECRET_KEY must not be the key of a project template: everybody knows it."
    if len(environment.frontend_secret) < SHORTEST_SECRET:
        yield (
            f"BLOG_FRONTEND_SECRET must be a random text of at least {SHORTEST_SECRET} characters, "
            "the same for backend and frontend."
        )
    elif environment.frontend_secret == environment.secret_key:
        yield "BLOG_FRONTEND_SECRET must not be the same text as BLOG_SECRET_KEY: the frontend may not know the key."
    if not environment.hosts or any("*" in host for host in environment.hosts):
        yield "BLOG_ALLOWED_HOSTS must name the hosts the backend answers to, without a star."
    if not environment.secure_cookies:
        yield "BLOG_SECURE_COOKIES must be on: an editor's session must not travel in the clear."
    for name in ("public_url", "admin_url"):
        if not getattr(environment, name).startswith("https://"):
            yield f"{variable(name)} must begin with https://."
