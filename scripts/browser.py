"""The browser of journeys and screenshots: the machine's own Chromium, kept from talking to anybody else."""

import os
import shutil

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]
"""Root has no sandbox in Chromium, which refuses to start without being told."""


def chromium() -> str | None:
    """Return the program's path, or None where there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
