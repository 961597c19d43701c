"""Import posts from a saved page or a feed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from website.transfer.apply import apply_plan
from website.transfer.describe import describe
from website.transfer.feed_reader import read_feed
from website.transfer.matching import UnknownPlaceError, find_index, match_plan
from website.transfer.page_reader import read_page
from website.transfer.place import BrokenFileError
from website.transfer.read import Kind, read_source


class Command(BaseCommand):
    help = "Import posts from a saved page (HTML) or an RSS feed with full texts. Pictures are taken from beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the saved page or the feed")
        parser.add_argument("--under", required=True, metavar="PATH", help="the blog or section, such as /blog/")
        parser.add_argument("--dry-run", action="store_true", help="print what would be made; change nothing")

    def handle(self, *args: Any, file: Path, under: str, dry_run: bool, **options: Any) -> None:
        try:
            index = find_index(path=under)
            source = read_source(path=file)
            plan = read_page(source=source) if source.kind is Kind.PAGE else read_feed(source=source)
            matches = match_plan(plan=plan, index=index)
            report = describe(plan=plan, matches=matches, index=index, dry_run=dry_run)
            if not dry_run:
                apply_plan(plan=plan, index=index, now=timezone.now())
        except (BrokenFileError, UnknownPlaceError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(report)
