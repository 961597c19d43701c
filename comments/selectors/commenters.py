"""Who wrote a comment, as far as that is known, and what is known of them where a moderator decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from wagtail.models import Page

from comments.lifecycle import Decision, Status
from comments.models import Ban, Comment, Commenter, Report
from comments.permissions import moderated_by
from comments.selectors.bans import bans_of_sender
from comments.selectors.moderated import reaching
from comments.selectors.queue import queue
from comments.selectors.rules import rules_for

LATEST = 50
"""A writer is judged by so many of their latest comments: more than any rate limit allows an hour."""

RECORD_WINDOW = timedelta(days=7)
"""How far back a writer's record of decisions reaches."""

NAMES = 10
"""Names of one writer that are shown, the most used first."""


class NobodyKnown(Exception):
    """Raised for a comment of which nothing is left that tells who wrote it."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote the comment `handle`: a commenter, or a guest known by an address nobody confirmed, or by a network.

    `email` is empty where none was given; `origin` is the keyed hash of the network that comment came from, if it is
    still known.
    """

    handle: UUID
    commenter: Commenter | None
    email: str
    origin: str

    @property
    def confirmed(self) -> bool:
        """Whether we know that the address is theirs."""
        return self.commenter is not None

    def wrote(self) -> Q:
        """Return the condition on comments that this writer wrote them."""
        if self.commenter is not None:
            return Q(commenter=self.commenter)
        guest = Q(commenter__isnull=True, user__isnull=True)
        return guest & (Q(author_email=self.email) if self.email else Q(author_email="", origin=self.origin))


class Decided(Protocol):
    """A comment of a writer, as far as it counts for their record."""

    @property
    def status(self) -> str:
        """Where it stands."""

    @property
    def decided_at(self) -> datetime | None:
        """When a person decided last."""

    @property
    def last_human_decision(self) -> str:
        """What they decided."""


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How moderators decided about a writer: approved ever, and decided and rejected within `RECORD_WINDOW`."""

    approved: int
    decided: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether a writer is past being a newcomer on a page, and whether their record holds what they write there."""

    page: Page
    record: TrackRecord
    needed: int
    trusted: bool
    held: bool


@dataclass(frozen=True, slots=True)
class History:
    """What a writer did where a moderator decides; `made` is None for guests, whose reports nobody can tell apart.

    `counts` is by status, without deleted comments, which are nobody's.
    """

    counts: dict[Status, int]
    first: datetime
    last: datetime
    names: list[tuple[str, int]]
    received: int
    open: int
    made: int | None

    @property
    def total(self) -> int:
        """How many comments there are."""
        return sum(self.counts.values())


def is_somebodys(comment: Comment) -> bool:
    """Tell whether `writer_of` knows who wrote `comment`. No statement."""
    if comment.commenter_id is not None:
        return True
    return comment.user_id is None and bool(comment.author_email or comment.origin)


def writer_of(comment: Comment) -> Writer:
    """Return who wrote `comment`. Raises `NobodyKnown` for deleted comments, and for those of an account."""
    if not is_somebodys(comment):
        raise NobodyKnown
    commenter = comment.commenter
    email = comment.author_email if commenter is None else commenter.email
    return Writer(comment.uuid, commenter, email, comment.origin)


def comments_of(writer: Writer, *, user: Any) -> QuerySet[Comment]:
    """Return those of the writer's comments that `user` decides about, the newest first."""
    return queue(user=user, status=None).filter(writer.wrote()).order_by("-created_at", "-id")


def track_record(comments: Iterable[Decided], *, now: datetime) -> TrackRecord:
    """Return the record that the latest `LATEST` comments of a writer make."""
    comments = list(comments)
    recent = [each for each in comments if each.decided_at is not None and each.decided_at > now - RECORD_WINDOW]
    return TrackRecord(
        approved=sum(each.status == Status.APPROVED for each in comments),
        decided=len(recent),
        rejected=sum(each.last_human_decision in (Decision.REJECT, Decision.SPAM) for each in recent),
    )


def trust_in(writer: Writer, *, page: Page, now: datetime) -> Trust:
    """Return how screening on `page` sees the writer, by all they wrote anywhere. Two statements."""
    latest = Comment.objects.filter(writer.wrote()).order_by("-created_at")[:LATEST]
    record = track_record(latest.only("status", "decided_at", "last_human_decision"), now=now)
    rules = rules_for(page)
    return Trust(
        page=page,
        record=record,
        needed=rules.trusted_after,
        trusted=rules.trusts_record(confirmed=writer.confirmed, approved=record.approved),
        held=rules.holds_record(decided=record.decided, rejected=record.rejected),
    )


def history_of(writer: Writer, *, user: Any) -> History:
    """Return what the writer did where `user` decides. Three statements, four for a commenter."""
    theirs = comments_of(writer, user=user).select_related(None).order_by()
    spans = list(theirs.values_list("status").annotate(Count("pk"), Min("created_at"), Max("created_at")))
    names = theirs.exclude(author_name="").values_list("author_name").annotate(number=Count("pk"))
    reports = Report.objects.filter(Exists(theirs.filter(pk=OuterRef("comment_id"))))
    told = reports.aggregate(received=Count("pk"), open=Count("pk", filter=Q(settled_at__isnull=True)))
    made = None
    if writer.commenter is not None:
        there = Comment.objects.filter(moderated_by(user), pk=OuterRef("comment_id"))
        made = Report.objects.filter(Exists(there), commenter=writer.commenter).count()
    return History(
        counts={Status(status): number for status, number, _, _ in spans},
        first=min(first for _, _, first, _ in spans),
        last=max(last for _, _, _, last in spans),
        names=list(names.order_by("-number", "author_name")[:NAMES]),
        received=told["received"],
        open=told["open"],
        made=made,
    )


def newest_origin(writer: Writer, *, user: Any) -> str:
    """Return the newest network the writer is known to have written from, where `user` decides; or nothing."""
    theirs = comments_of(writer, user=user).select_related(None).exclude(origin="")
    return theirs.values_list("origin", flat=True).first() or ""


def bans_of(writer: Writer, *, user: Any, now: datetime) -> QuerySet[Ban]:
    """Return the bans in force on the writer that reach where `user` decides, the newest first. Two statements."""
    theirs = comments_of(writer, user=user).select_related(None).exclude(origin="")
    origins = set(theirs.values_list("origin", flat=True)[:LATEST])
    bans = bans_of_sender(email=writer.email, origins=sorted(origins), now=now)
    return bans.filter(reaching(user)).select_related("page", "batch").order_by("-set_at")


def numbers_within(
    writer: Writer, *, user: Any, spans: Mapping[str, timedelta | None], now: datetime
) -> dict[str, int]:
    """Return how many comments the writer wrote within each span up to `now`, where `user` decides. One statement."""
    within = {name: Q() if span is None else Q(created_at__gt=now - span) for name, span in spans.items()}
    theirs = comments_of(writer, user=user).select_related(None).order_by()
    return theirs.aggregate(**{name: Count("pk", filter=condition) for name, condition in within.items()})
