"""A writer is banned, and what they wrote of late is put away with it, as one act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from wagtail.models import Page

from comments.lifecycle import Decision, Status, next_status
from comments.models import Ban, Batch, Comment
from comments.permissions import may_moderate, moderated_by
from comments.selectors.commenters import Writer, comments_of, newest_origin, writer_of
from comments.selectors.moderated import in_branch
from comments.services.bans import ban
from comments.services.deciding import ALL_MAX, Conflict, Seen, decide_all

SPANS: Mapping[str, timedelta | None] = MappingProxyType(
    {"week": timedelta(days=7), "month": timedelta(days=30), "ever": None}
)
"""How far back a clean-up reaches; None: to the first comment."""


@dataclass(frozen=True, slots=True)
class CleanUp:
    """What becomes of a writer's comments, and of how old ones: `decision` rejects or marks as spam."""

    decision: Decision
    span: timedelta | None


@dataclass(frozen=True, slots=True)
class Banned:
    """The ban, how many comments were put away with it, and which were not. `batch` undoes it all, where any were.

    `lifted` says that somebody undid the batch before it was whole: the ban is lifted and the rest was left.
    """

    ban: Ban
    batch: Batch | None
    done: int
    conflicts: tuple[Conflict, ...]
    lifted: bool = False


def to_clean_up(writer: Writer, *, page: Page, clean_up: CleanUp, user: Any, now: datetime) -> QuerySet[Comment]:
    """Return the writer's comments on `page` and below that `clean_up` changes and `user` decides about, newest first.

    At most `ALL_MAX`.
    """
    target = next_status(Status.PENDING, clean_up.decision)
    theirs = comments_of(writer, user=user).filter(in_branch(page)).exclude(status=target)
    if clean_up.span is not None:
        theirs = theirs.filter(created_at__gt=now - clean_up.span)
    return theirs[:ALL_MAX]


def ban_writer(
    *,
    comment: UUID,
    kind: str,
    page: Page,
    until: datetime | None,
    reason: str = "",
    clean_up: CleanUp | None = None,
    user: Any,
    now: datetime,
) -> Banned:
    """Ban whoever wrote `comment` from `page` and below, and clean up; undoing the batch takes back both.

    `kind` is one of `Ban.Kinds`: their address, its domain, or the network of their newest comment.

    Raises:
        Comment.DoesNotExist: there is no such comment where `user` decides.
        NobodyKnown: nothing is left that tells who wrote it.
        PermissionDenied: `user` does not moderate the branch.
        ValidationError: there is nothing of that kind to ban, or the time is not possible; by field.
    """
    if not may_moderate(user, page=page):
        raise PermissionDenied
    handle = Comment.objects.select_related("commenter").filter(moderated_by(user)).get(uuid=comment)
    writer = writer_of(handle)
    in_force = Q(until__isnull=True) | Q(until__gt=now)
    before = set(Ban.objects.filter(in_force, kind=kind, page=page).values_list("pk", flat=True))
    made = ban(
        kind=kind,
        value=ban_value(writer, kind=kind, user=user),
        page=page,
        user=user,
        until=until,
        reason=reason,
        now=now,
    )
    if clean_up is None:
        return Banned(made, None, 0, ())
    rows = to_clean_up(writer, page=page, clean_up=clean_up, user=user, now=now)
    seen = [Seen(row.uuid, Status(row.status), row.revision) for row in rows]
    own = None if made.pk in before else made  # undoing must not lift a ban that held before
    result = decide_all(seen=seen, decision=clean_up.decision, moderator=user, ban=own, now=now)
    kept = Ban.objects.filter(pk=made.pk).select_related("batch").first()
    return Banned(kept or made, result.batch, len(result.done), result.conflicts, lifted=kept is None)


def ban_value(writer: Writer, *, kind: str, user: Any) -> str:
    """Return what a ban of `kind` compares for `writer`; empty where it is not known."""
    if kind == Ban.Kinds.NETWORK:
        return newest_origin(writer, user=user)
    return writer.email.rpartition("@")[2] if kind == Ban.Kinds.DOMAIN else writer.email
