"""The demo's settings with templates and addresses of an ordinary Wagtail site."""

from pathlib import Path

from website.settings.demo import *  # noqa: F403 - a settings module that overrides another takes all of it
from website.settings.demo import TEMPLATES

ROOT_URLCONF = "scripts.stock.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
