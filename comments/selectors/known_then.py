"""What was known of those who wrote, at the moment they wrote it, as far as the comments still tell."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from comments.lifecycle import Status
from comments.models import Comment
from comments.policy import EffectivePolicy, Facts
from comments.selectors.commenters import LATEST, track_record
from comments.submission import Submission

EARLIER = 20_000
"""At most so many earlier comments are looked at, the newest."""


class Row(NamedTuple):
    """A decided comment, as far as screening asks."""

    pk: int
    uuid: UUID
    created_at: datetime
    body: str
    author_name: str
    author_email: str
    author_website: str
    origin: str
    fingerprint: str
    user_id: int | None
    user__is_staff: bool | None
    commenter_id: int | None
    last_human_decision: str
    page_title: str
    page__path: str | None
    page__title: str | None

    @property
    def writer(self) -> tuple[str, object]:
        """Who wrote it, told from others as screening tells them."""
        return _writer(self.user_id, self.commenter_id, self.author_email)


class Earlier(NamedTuple):
    """A comment that a writer had sent before, as far as their record asks."""

    created_at: datetime
    status: str
    decided_at: datetime | None
    last_human_decision: str


def submission_of(row: Row) -> Submission:
    """Return the comment as it was sent; the trap and the age of the form are not kept."""
    return Submission(
        body=row.body,
        name=row.author_name,
        email=row.author_email,
        website=row.author_website,
        parent=None,
        key=row.uuid,
        origin=row.origin,
    )


def facts_then(rows: Sequence[Row], policies: Mapping[str, EffectivePolicy], *, page: Page) -> Callable[[Row], Facts]:
    """Return what tells of one of `rows` what was known of its sender when it was sent, as far as can still be told.

    `policies` is by tree path; a comment without its page has that of `page`. The sender's record is reckoned of the
    comments they had sent by then, as people had decided about those by then; of a comment that was decided more than
    once, only the last decision is known. Two statements in all.
    """
    records = _earlier(rows)
    likes = _sent_with(rows)

    def facts(row: Row) -> Facts:
        earlier = records.get(row.writer, [])
        sent = earlier[: bisect_left(earlier, row.created_at, key=_sent_at)][-LATEST:]
        known = [_as_of(one, row.created_at) for one in sent]
        record = track_record(known, now=row.created_at)
        same = likes.get(row.fingerprint, [])
        before = bisect_left(same, row.created_at)
        return Facts(
            policy=policies[row.page__path or page.path],
            first_published_at=None,
            commentable=True,
            similar_text_at=same[before - 1] if before else None,
            approved_count=record.approved,
            decided_recent=record.decided,
            rejected_recent=record.rejected,
            confirmed=row.user_id is not None or row.commenter_id is not None,
            is_staff=bool(row.user__is_staff),
        )

    return facts


def _as_of(one: Earlier, moment: datetime) -> Earlier:
    """Return a comment as it stood: what a person decided afterwards was not known."""
    if one.decided_at is None or one.decided_at <= moment:
        return one
    return one._replace(status=Status.PENDING, decided_at=None, last_human_decision="")


def _earlier(rows: Sequence[Row]) -> dict[tuple[str, object], list[Earlier]]:
    users, commenters, emails = set[int](), set[int](), set[str]()
    for row in rows:
        if row.user_id is not None:
            users.add(row.user_id)
        elif row.commenter_id is not None:
            commenters.add(row.commenter_id)
        elif row.author_email:
            emails.add(row.author_email)
    theirs = Q(user__in=users) | Q(commenter__in=commenters) | Q(author_email__in=emails)
    columns = ("user_id", "commenter_id", "author_email", *Earlier._fields)
    found = list(Comment.objects.filter(theirs).order_by("-created_at").values_list(*columns)[:EARLIER])
    records: dict[tuple[str, object], list[Earlier]] = defaultdict(list)
    for user_id, commenter_id, email, *rest in reversed(found):
        records[_writer(user_id, commenter_id, email)].append(Earlier(*rest))
    return records


def _sent_with(rows: Sequence[Row]) -> dict[str, list[datetime]]:
    prints = {row.fingerprint for row in rows} - {""}
    newest = Comment.objects.filter(fingerprint__in=prints).order_by("-created_at")
    found = list(newest.values_list("fingerprint", "created_at")[:EARLIER])
    sent: dict[str, list[datetime]] = defaultdict(list)
    for fingerprint, moment in reversed(found):
        sent[fingerprint].append(moment)
    return sent


def _writer(user_id: int | None, commenter_id: int | None, email: str) -> tuple[str, object]:
    if user_id is not None:
        return "user", user_id
    return ("commenter", commenter_id) if commenter_id is not None else ("address", email)


def _sent_at(one: Earlier) -> datetime:
    return one.created_at
