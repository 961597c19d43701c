"""How the log is written: for people, or for machines."""

from typing import Any

FORMATTERS = {"plain": "ground.logs.PlainLines", "json": "ground.logs.JsonLines"}

QUIET = {"website.requests", "ground.jobs"}
"""A line for each request and each job: for machines, and for whoever looks for a fault."""


def logging_of(*, style: str, level: str) -> dict[str, Any]:
    """Return Django's `LOGGING` for lines in the `style` of `FORMATTERS`, from `level` on."""
    every = {} if style == "json" or level == "DEBUG" else {name: {"level": "WARNING"} for name in sorted(QUIET)}
    ours = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {style: {"()": FORMATTERS[style]}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": style}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            **every,
            # Whoever starts a worker waits for its word, however little is logged.
            "website.worker": {"level": "INFO"},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # What is refused has a line of its own, with its status; only what failed is told with its reason.
            "django.request": {"level": "ERROR"},
            "django_tasks": {"level": "WARNING"},
            # It set itself up before we did, with addresses in its lines.
            "gunicorn.error": ours,
            "gunicorn.access": ours,
        },
    }
