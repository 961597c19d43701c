"""Every setting an operator may make, declared once as data.

The table in docs/settings.md is generated from this class (`manage.py settings_table --write`), and a test compares the
two. A description says when to set it; where the default is empty or no good example, `examples` has one.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, NoReturn, Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.conf.locale import LANG_INFO
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[3]
"""The repository's root folder."""

PREFIX = "BLOG_"

SECRET = frozenset({"mail_url", "metrics_token", "media_url", "errors_url", "traces_url"})
"""Settings with a password in them that are checked when they are read: what is said of them must not repeat them."""

SHORTEST_KEY = 50
"""Characters of a secret key; what Django's own deployment check (security.W009) demands."""

SHORTEST_SECRET = 32
"""Characters of the frontend's secret: at least as many as its HMAC-SHA256 has bytes."""

BUCKET_OPTIONS = frozenset({"endpoint", "region"})
"""What may be said of a bucket behind its name."""

SHORTEST_TOKEN = 16
"""Characters of the token for metrics: more than anybody guesses."""

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""How a mail server may be spoken to, and the usual port of each."""

FEWEST_CHARACTERS = 5
"""Different characters in a key, as in security.W009: a key of one repeated letter is long, and no secret."""


class Environment(BaseSettings):
    """What the operator has set, typed.

    Raises `pydantic.ValidationError` on a value of the wrong kind; `load` turns that into one sentence.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    port: int = Field(8000, ge=1, le=65535, description="Port of the public site. Set it where 8000 is taken.")
    admin_port: int = Field(
        8001, ge=1, le=65535, description="Port of the backend: Wagtail admin and API. Set it where 8001 is taken."
    )
    data: Path = Field(
        ROOT / ".data",
        examples=["/var/lib/motacilla"],
        description="Folder for database, pictures and caches. In production one outside the code, in every backup.",
    )
    public_url: str = Field(
        "",
        examples=["https://blog.example.org"],
        description="Address readers use. Default: `http://localhost:BLOG_PORT`.",
    )
    admin_url: str = Field(
        "",
        examples=["https://cms.example.org"],
        description="Address editors use. Default: `http://localhost:BLOG_ADMIN_PORT`.",
    )
    frontend_url: str = Field(
        "",
        examples=["http://10.0.0.5:8000,http://10.0.0.6:8000"],
        description="Where the worker reaches the frontend to purge pages; of several processes each, separated by "
        "commas. Default: `http://127.0.0.1:BLOG_PORT`.",
    )
    database_url: str = Field(
        "",
        examples=["postgres://blog:password@db.internal/blog"],
        description="PostgreSQL's address. Set it when the backend runs on several machines. Default: SQLite in "
        "`BLOG_DATA`.",
    )
    redis_url: str = Field(
        "",
        examples=["redis://redis.internal:6379/0"],
        description="Redis' address, for limits, sessions and what is remembered. Set it when the backend runs in more "
        "than one process. Default: the database, and each process for itself.",
    )
    media_url: str = Field(
        "",
        examples=["s3://blog-media/uploads?endpoint=https://s3.example.org&region=eu-1"],
        description="Bucket (S3) for pictures and documents, `s3://bucket/folder`; only the backend has to reach it. "
        "Default: the folder `media` in `BLOG_DATA`.",
    )
    media_key: str = Field(
        "",
        examples=["AKIAEXAMPLE"],
        description="Key that may read, write and delete in the bucket. Default: what the machine itself may.",
    )
    media_secret: str = Field("", examples=["(what belongs to the key)"], description="The secret of that key.")
    secret_key: str = Field(
        "",
        examples=["(64 random characters)"],
        description="Signs sessions and links. Production refuses to start without one. A new one signs everybody out.",
    )
    frontend_secret: str = Field(
        "",
        examples=["(64 others)"],
        description="Shared with the frontend: signs reader addresses and purges. Production demands one.",
    )
    allowed_hosts: str = Field(
        "localhost,127.0.0.1",
        examples=["cms.example.org,127.0.0.1"],
        description="Host names the backend answers to, separated by commas: editors' and the one the frontend calls.",
    )
    proxies: str = Field(
        "",
        examples=["127.0.0.1,10.0.0.0/8"],
        description="Addresses or networks of your proxies, separated by commas: what they say in `X-Forwarded-For` is "
        "believed. Set it behind one that overwrites this header. Default: nobody's word is.",
    )
    debug: bool = Field(False, description="Show tracebacks in the browser. Never in production.")
    secure_cookies: bool = Field(True, description="Send cookies over HTTPS only (production).")
    time_zone: str = Field(
        "UTC",
        examples=["Europe/Berlin"],
        description="Time zone of the admin, as in the IANA database: schedules are typed in it.",
    )
    languages: str = Field(
        "en,de,ar",
        examples=["de,en"],
        description="Languages pages may be in, separated by commas: the first is the admin's default.",
    )
    mail_url: str = Field(
        "smtp://localhost",
        examples=["smtp+tls://blog:password@mail.example.org"],
        description="Mail server: `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`, then `user:password@host:port`. "
        "The demo writes files instead.",
    )
    mail_sender: str = Field(
        "",
        examples=["A walk a day <blog@example.org>"],
        description="Sender of mail, `address` or `Name <address>`. "
        "Default: `noreply@` and the host of `BLOG_PUBLIC_URL`.",
    )
    mails_a_day: int = Field(
        20, ge=1, le=1000, description="Mails about answers that one reader gets in 24 hours at most."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged. `WARNING` for less, `DEBUG` to look for a fault."
    )
    log_format: Literal["", "json", "plain"] = Field(
        "",
        examples=["plain"],
        description="How: `json`, an object a line, for machines; `plain`, for people. Default: `json` in production.",
    )
    metrics_token: str = Field(
        "",
        examples=["(48 random characters)"],
        description="What Prometheus shows (`Authorization: Bearer …`) to read `/metrics`. Without one there is none.",
    )
    errors_url: str = Field(
        "",
        examples=["https://key@errors.example.org/3"],
        description="Where errors of backend and worker are reported: the DSN of a collector of yours that speaks "
        "Sentry's protocol. Default: nowhere but the log.",
    )
    traces_url: str = Field(
        "",
        examples=["http://127.0.0.1:4318"],
        description="Where traces of requests, statements and jobs are sent: a collector of yours that takes "
        "OpenTelemetry (OTLP) over HTTP. It needs `requirements-telemetry.txt`. Default: none are made.",
    )

    demo_password: str = Field(
        "",
        validation_alias="DEMO_PASSWORD",
        examples=["a-walk-before-noon"],
        description="Password of all three logins of the demo. Default: three, made at first start.",
    )

    @field_validator("languages")
    @classmethod
    def _known(cls, value: str) -> str:
        unknown = sorted(code for code in _codes(value) if "name_local" not in LANG_INFO.get(code, {}))
        if unknown or not _codes(value):
            raise ValueError(f"name languages by codes such as en, de or pt-br, not {', '.join(unknown) or 'nothing'}")
        return value

    @field_validator("proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for each in _words(value):
            ip_network(each)
        return value

    @field_validator("metrics_token")
    @classmethod
    def _secret_enough(cls, value: str) -> str:
        if value and len(value) < SHORTEST_TOKEN:
            raise PydanticCustomError("token", f"name at least {SHORTEST_TOKEN} characters, or none")
        return value

    @field_validator("mail_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        # What it said must not repeat the value: there is a password in it.
        try:
            parts = urlsplit(value)
            usable = parts.scheme in MAIL_PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:
            usable = False
        if not usable:
            raise PydanticCustomError("mail_server", "name a mail server such as smtp+tls://user:password@host:587")
        return value

    @field_validator("media_url")
    @classmethod
    def _bucket(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            given = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
            usable = parts.scheme == "s3" and parts.netloc == parts.hostname and given.keys() <= BUCKET_OPTIONS
        except ValueError:
            usable = False
        if value and not usable:
            raise PydanticCustomError(
                "bucket", "name a bucket such as s3://bucket/folder?endpoint=https://s3.example.org&region=eu-1"
            )
        return value

    @field_validator("errors_url")
    @classmethod
    def _dsn(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            number = parts.path.rpartition("/")[2]
            usable = _is_web(parts) and bool(parts.username) and number.isalnum() and not parts.query
        except ValueError:
            usable = False
        if value and not usable:
            raise PydanticCustomError("dsn", "name a collector's DSN such as https://key@errors.example.org/3")
        return value

    @field_validator("traces_url")
    @classmethod
    def _collector(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            usable = _is_web(parts) and not (parts.username or parts.query or parts.fragment)
        except ValueError:
            usable = False
        if value and not usable:
            raise PydanticCustomError("collector", "name a collector such as http://127.0.0.1:4318")
        if value:
            try:
                import opentelemetry.exporter.otlp.proto.http  # noqa: F401 - it is not everywhere
            except ImportError as error:
                needs = "install what traces need first: pip install --require-hashes -r requirements-telemetry.txt"
                raise PydanticCustomError("not_installed", needs) from error
        return value.rstrip("/")

    @field_validator("mail_sender")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        address = parseaddr(value)[1]
        if value and (not value.isprintable() or not re.fullmatch(r"[^@\s]+@[^@\s]+", address)):
            raise ValueError("name one address such as blog@example.org")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        derived = {
            "public_url": f"http://localhost:{self.port}",
            "admin_url": f"http://localhost:{self.admin_port}",
            "frontend_url": f"http://127.0.0.1:{self.port}",
        }
        host = urlsplit(self.public_url or derived["public_url"]).hostname or "localhost"
        object.__setattr__(self, "mail_sender", self.mail_sender or f"noreply@{host}")
        for name, value in derived.items():
            object.__setattr__(self, name, (getattr(self, name) or value).rstrip("/"))
        object.__setattr__(self, "data", self.data.expanduser().absolute())
        return self

    @property
    def mail_server(self) -> dict[str, object]:
        """Django's settings of the mail server."""
        parts = urlsplit(self.mail_url)
        return {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }

    @property
    def media_bucket(self) -> dict[str, object]:
        """Where uploaded files are kept in S3, as options of its storage; empty where they are in a folder."""
        if not self.media_url:
            return {}
        parts = urlsplit(self.media_url)
        given = dict(parse_qsl(parts.query))
        return {
            "bucket_name": parts.hostname,
            "location": parts.path.strip("/"),
            "endpoint_url": given.get("endpoint"),
            "region_name": given.get("region"),
            "access_key": self.media_key or None,
            "secret_key": self.media_secret or None,
        }

    @property
    def hosts(self) -> list[str]:
        """The allowed host names, as a list."""
        return _words(self.allowed_hosts)

    @property
    def proxy_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks our own proxies call from."""
        return tuple(ip_network(each) for each in _words(self.proxies))

    @property
    def content_languages(self) -> list[tuple[str, str]]:
        """The languages pages may be in: the code of each, and its name for itself."""
        return [(code, str(LANG_INFO[code]["name_local"])) for code in _codes(self.languages)]


def _is_web(parts: SplitResult) -> bool:
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)


def _words(commas: str) -> list[str]:
    return [word.strip() for word in commas.split(",") if word.strip()]


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
        lines = [f"{_variable_of(e['loc'])}: {e['msg']}{_got(e['loc'], e['input'])}" for e in error.errors()]
        refuse("These settings can't be used", lines)


def _got(location: tuple[int | str, ...], value: object) -> str:
    return "" if location and location[0] in SECRET else f" (got {value!r})"


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
