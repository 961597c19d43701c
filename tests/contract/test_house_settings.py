"""Production refuses unfit settings in a sentence, and is fit by Django's own deployment check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from website.settings.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
KEY = "kL3xq9-Zb7wPd2_Vn8sTf4hRy6mCj1gXa5uEo0iQtYpWzBvNc"
VALID = {
    "DJANGO_SETTINGS_MODULE": "website.settings.production",
    "BLOG_SECRET_KEY": KEY + "-session",
    "BLOG_FRONTEND_SECRET": KEY + "-frontend",
    "BLOG_ALLOWED_HOSTS": "blog.example.org,127.0.0.1",
    "BLOG_PUBLIC_URL": "https://blog.example.org",
    "BLOG_ADMIN_URL": "https://cms.example.org",
}


def manage(*arguments, data, **changes):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BLOG_", "DJANGO_"))}
    settings = {**VALID, "BLOG_DATA": str(data), **changes}
    environment = kept | {name: value for name, value in settings.items() if value is not None}
    return subprocess.run(
        [sys.executable, "site/manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


EVERYTHING_ELSEWHERE = {
    "BLOG_DATABASE_URL": "postgres://blog:password@db.internal/blog",
    "BLOG_REDIS_URL": "redis://redis.internal:6379/0",
    "BLOG_MEDIA_URL": "s3://blog-media/uploads?endpoint=https://s3.example.org&region=eu-1",
    "BLOG_MAIL_URL": "smtp+tls://blog:password@mail.example.org",
    "BLOG_PROXIES": "127.0.0.1,10.0.0.0/8",
    "BLOG_METRICS_TOKEN": KEY,
}


@pytest.mark.parametrize("services", [{}, EVERYTHING_ELSEWHERE], ids=["alone", "with every service"])
def test_a_valid_production_passes_the_deployment_check_without_a_warning(tmp_path, services):
    done = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **services)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BLOG_DEBUG", "yes"),
        ("BLOG_SECRET_KEY", None),
        ("BLOG_SECRET_KEY", ""),
        ("BLOG_SECRET_KEY", "changeme"),
        ("BLOG_SECRET_KEY", "x" * 80),
        ("BLOG_SECRET_KEY", "django-insecure-" + KEY),
        ("BLOG_ALLOWED_HOSTS", "*"),
        ("BLOG_ALLOWED_HOSTS", "blog.example.org, *"),
        ("BLOG_ALLOWED_HOSTS", "*.example.org"),
        ("BLOG_ALLOWED_HOSTS", ","),
        ("BLOG_SECURE_COOKIES", "no"),
        ("BLOG_FRONTEND_SECRET", None),
        ("BLOG_FRONTEND_SECRET", "short"),
        ("BLOG_FRONTEND_SECRET", VALID["BLOG_SECRET_KEY"]),
        ("BLOG_PUBLIC_URL", "http://blog.example.org"),
        ("BLOG_ADMIN_URL", None),
        ("BLOG_PORT", "eighty"),
        ("BLOG_LOG_LEVEL", "LOUD"),
        ("BLOG_MAIL_URL", "mail.example.org:587/of-our-provider"),
        ("BLOG_MAIL_URL", "smtp+tls://user:password@/of-our-provider"),
        ("BLOG_MAIL_SENDER", "nobody at all"),
        ("BLOG_MAILS_A_DAY", "0"),
    ],
)
def test_production_refuses_in_one_sentence_that_names_the_variable(tmp_path, variable, value):
    done = manage("check", data=tmp_path, **{variable: value})
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    sentences = done.stderr.strip().splitlines()[1:]
    assert len(sentences) == 1
    assert sentences[0].strip().startswith(variable)
    assert value in {None, ""} or len(value) < 20 or value not in done.stderr, "a secret must not reach a log"


def test_every_objection_is_told_at_once(tmp_path):
    done = manage("check", data=tmp_path, BLOG_DEBUG="1", BLOG_SECRET_KEY="", BLOG_ALLOWED_HOSTS="*")
    for variable in ("BLOG_DEBUG", "BLOG_SECRET_KEY", "BLOG_ALLOWED_HOSTS"):
        assert variable in done.stderr


def test_production_serves_cookies_and_pages_over_https_only(tmp_path):
    cookies = "SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_SECURE"
    named = "SESSION_COOKIE_NAME SESSION_COOKIE_PATH SESSION_COOKIE_DOMAIN CSRF_COOKIE_NAME CSRF_COOKIE_DOMAIN"
    names = f"{cookies} {named} SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS DEBUG"
    program = f"from django.conf import settings\nfor name in '{names}'.split(): print(name, getattr(settings, name))"
    done = manage("shell", "--no-imports", "--command", program, data=tmp_path)
    assert done.stdout.splitlines() == [
        "SESSION_COOKIE_SECURE True",
        "SESSION_COOKIE_HTTPONLY True",
        "CSRF_COOKIE_SECURE True",
        "SESSION_COOKIE_NAME __Host-session",  # of this host alone: a browser demands the next two for such a name
        "SESSION_COOKIE_PATH /",
        "SESSION_COOKIE_DOMAIN None",
        "CSRF_COOKIE_NAME __Host-csrf",
        "CSRF_COOKIE_DOMAIN None",
        "SECURE_SSL_REDIRECT True",
        "SECURE_HSTS_SECONDS 31536000",
        "DEBUG False",
    ]


def test_a_server_that_may_not_start_ends_instead_of_trying_for_ever(tmp_path):
    environment = {**os.environ, **VALID, "BLOG_DATA": str(tmp_path), "BLOG_DEBUG": "1"}
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--chdir", "site", "--pythonpath", str(ROOT)]
    done = subprocess.run(
        [*command, "--bind", f"unix:{tmp_path}/socket", "website.wsgi"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 3
    assert done.stderr.count("BLOG_DEBUG must be off") == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtp+tls://u%40x:p%2Fw@mail.example.org", ("mail.example.org", 587, "u@x", "p/w", True, False)),
        ("smtps://u:p@mail.example.org:4650", ("mail.example.org", 4650, "u", "p", False, True)),
    ],
)
def test_one_variable_says_where_mail_goes(url, expected):
    server = Environment(mail_url=url).mail_server
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(server[f"EMAIL_{name}"] for name in names) == expected


def test_mail_comes_from_the_public_host_unless_told():
    assert Environment(public_url="https://blog.example.org").mail_sender == "noreply@blog.example.org"
    told = Environment(mail_sender="A walk <walk@example.org>")
    assert told.mail_sender == "A walk <walk@example.org>"
