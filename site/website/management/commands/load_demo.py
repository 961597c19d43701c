"""Load the demo: a small clinic's blog with its readers. Safe to run twice."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from website.demo.loading import load_demo
from website.settings.environment import load

PASSWORDS = Path(settings.MEDIA_ROOT).parent / "secrets" / "demo_passwords.json"
"""Beside the pictures, in the data folder; `make demo` reads it to say how to sign in."""


class Command(BaseCommand):
    help = "Make the demo's blog, comments and logins, as far as they are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--posts", type=int, default=0, help="Fill up to so many posts with generated ones.")
        parser.add_argument("--comments", type=int, default=0, help="Fill up to so many comments.")
        parser.add_argument("--password", default="", help="One password for all three logins.")

    def handle(self, *args: Any, posts: int, comments: int, password: str, **options: Any) -> None:
        loaded = load_demo(
            now=timezone.now(),
            passwords=PASSWORDS,
            password=password or load().demo_password,
            posts=posts,
            comments=comments,
            report=lambda line: self.stdout.write(f"  {line}"),
        )
        self.stdout.write(
            f"Made {loaded.posts_made} posts and {loaded.comments_made} comments; "
            f"there are {loaded.posts} and {loaded.comments}. The logins are in {PASSWORDS}."
        )
