"""What an address of the queue names: a branch, and a comment by whose writer others are asked for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from comments.models import Comment, Commenter
from comments.permissions import granted_to, keep_branches, moderated_branches
from comments.selectors.commenters import NobodyKnown, Writer, writer_of

Expression = tuple[str, tuple[Any, ...]]


class Branch(NamedTuple):
    """A page with all below it."""

    path: str
    pk: int
    title: str
    depth: int


class _Handle(NamedTuple):
    uuid: str
    author_name: str
    author_email: str
    origin: str
    user: int | None
    commenter: int | None
    commenter__email: str | None
    page__path: str | None
    branch__path: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The branch and the writer, each None where none was named or this moderator knows of none.

    `who` is the writer as one chooses them: by the uuid of their comment, under its name. No address is in it.
    """

    branch: Branch | None = None
    writer: Writer | None = None
    who: tuple[str, str] | None = None


def asked_for(user: Any, *, branch: str, by: str) -> Asked:
    """Return what the number of a page and the uuid of a comment name, if `user` moderates there.

    One statement where anything is named, which tells as well what the user moderates; otherwise none.
    """
    number = int(branch) if branch.isdecimal() and len(branch) < 10 else None
    uuid = _uuid(by)
    if number is None and uuid is None:
        return Asked()
    pages: QuerySet[Any, Any] = Page.objects.filter(pk=number, depth__gt=1).values_list(*Branch._fields)
    handles: QuerySet[Any, Any] = (
        Comment.objects.filter(uuid__in=[uuid] if uuid else []).order_by().values_list(*_Handle._fields)
    )
    granted, page, handle = _answers(
        as_json(granted_to(user), ["page__path"]), as_json(pages, Branch._fields), as_json(handles, _Handle._fields)
    )
    if not user.is_superuser:
        keep_branches(user, [path for (path,) in granted])
    mine = moderated_branches(user)
    found = next((Branch(*row) for row in page if row[0].startswith(mine)), None)
    named = next((row for row in map(_known, handle) if _moderated(row, mine)), None)
    writer = _writer(named) if named else None
    if named is None or writer is None:
        return Asked(found)
    return Asked(found, writer, (str(uuid), named.author_name or _("Without a name")))


def as_json(rows: QuerySet[Any, Any], columns: Sequence[str]) -> Expression:
    """Return an SQL expression for these columns of all rows, as JSON, with its parameters."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return "'[]'", ()
    named = ", ".join(f's."{name}"' for name in columns)
    if connection.vendor == "postgresql":
        return f"(SELECT json_agg(json_build_array({named}))::text FROM ({sql}) AS s)", params  # nosec B608 # noqa: S608 - ours
    return f"(SELECT json_group_array(json_array({named})) FROM ({sql}) AS s)", params  # nosec B608 # noqa: S608 - ours


def _answers(*asked: Expression) -> list[list[Any]]:
    with connection.cursor() as cursor:
        params = [param for _sql, values in asked for param in values]
        cursor.execute(f"SELECT {', '.join(sql for sql, _values in asked)}", params)
        return [json.loads(told or "[]") for told in cursor.fetchone()]


def _known(row: Sequence[Any]) -> _Handle:
    return _Handle(*row)


def _moderated(handle: _Handle, mine: tuple[str, ...]) -> bool:
    """Say of one comment what `comments.permissions.moderated_by` says of many."""
    place = handle.page__path or handle.branch__path
    if place is None:
        return any(len(path) <= Page.steplen for path in mine)
    return place.startswith(mine)


def _writer(handle: _Handle) -> Writer | None:
    known = {"uuid": UUID(handle.uuid), "author_email": handle.author_email, "origin": handle.origin}
    commenter = None
    if handle.commenter is not None:
        commenter = Commenter(pk=handle.commenter, email=handle.commenter__email or "")
    try:
        return writer_of(Comment(**known, user_id=handle.user, commenter=commenter))
    except NobodyKnown:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
