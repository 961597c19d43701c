"""What the queue shows as a spreadsheet: no cell is a formula, and no more than a few hundred rows are in memory."""

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from comments.desk import words
from comments.lifecycle import Status
from comments.models import Comment

ROWS = 500
"""Comments read at a time."""

HEADINGS = (
    _("Comment"),
    _("Written"),
    _("Status"),
    _("Name"),
    _("Text"),
    _("Page"),
    _("Address"),
    _("Answers"),
    _("Why it is here"),
    _("Decided"),
    _("Likes"),
)
"""The columns. Addresses of people are not among them: a list of those is not what the queue is for."""

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet read a text as a formula (OWASP, "CSV Injection"), in full width too."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Cell = str | int | datetime | None


class _Echo:
    def write(self, line: str) -> str:
        return line


def spreadsheet(comments: QuerySet[Comment], kind: str, *, now: datetime) -> HttpResponseBase:
    """Return all of `comments` in their order as a download: `kind` is "csv" or "xlsx"."""
    name = f"reader-comments-{timezone.localtime(now):%Y-%m-%d}.{kind}"
    rows = _rows(comments)
    if kind == "csv":
        answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    return FileResponse(_workbook(rows), as_attachment=True, filename=name)


def harmless(cell: Cell) -> Cell:
    """Return the cell so that no spreadsheet reads it as a formula: after an apostrophe where it might."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULAS):
        return f"'{cell}"
    return cell


def _rows(comments: QuerySet[Comment]) -> Iterator[tuple[Cell, ...]]:
    read = comments.select_related("page", "parent").defer("html")
    for comment in read.iterator(chunk_size=ROWS):
        yield (
            str(comment.uuid),
            comment.created_at,
            words.status_words(Status(comment.status)),
            comment.author_name,
            comment.body,
            comment.page.title if comment.page else comment.page_title,
            comment.page.url_path if comment.page else comment.page_path,
            str(comment.parent.uuid) if comment.parent else "",
            words.verdict_sentence(comment.ledger),
            comment.decided_at,
            comment.score,
        )


def _lines(rows: Iterator[tuple[Cell, ...]]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    # Excel takes a file for UTF-8 only if it says so.
    yield "\ufeff" + writer.writerow([str(heading) for heading in HEADINGS])
    for row in rows:
        yield writer.writerow([harmless(cell.isoformat() if isinstance(cell, datetime) else cell) for cell in row])


class _Workbook(SpreadsheetExportMixin):
    """Wagtail's own, which writes row by row and makes no formula of a text; rows come as they are."""

    list_export = [str(number) for number in range(len(HEADINGS))]

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(HEADINGS[int(field)])

    def to_row_dict(self, item: tuple[Cell, ...]) -> dict[str, Cell]:
        told = (_NOT_IN_XML.sub("", cell) if isinstance(cell, str) else cell for cell in item)
        return dict(zip(self.list_export, map(harmless, told), strict=True))


def _workbook(rows: Iterator[tuple[Cell, ...]]) -> Any:
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    _Workbook().write_xlsx(rows, file)
    file.seek(0)
    return file
