"""What is known about a submission and its sender, from the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, IntegerField, QuerySet, TextField
from wagtail.models import Page

from comments.models import Comment, Commenter
from comments.policy import Facts, ParentFacts
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.commenters import LATEST, track_record
from comments.selectors.house import imitates_the_house
from comments.selectors.standing import Standing
from comments.selectors.taken_back import RATE_WINDOW
from comments.submission import Submission
from ground.among import AmongAll, ids_of
from ground.prepared import Several, apart, prepared

SIMILAR_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: a confirmed commenter, somebody with an account, or a guest with the address of the submission."""

    commenter: Commenter | None = None
    user: Any | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether we know that the address is the sender's."""
        return self.commenter is not None or self.user is not None

    def is_known_as(self, name: str) -> bool:
        """Tell whether they may use this name without being asked: an account, or a reader who has taken it before."""
        return self.user is not None or (self.commenter is not None and self.commenter.name == name)

    def signs(self, submission: Submission) -> dict[str, list[Any]]:
        """Return what their comments can be found by, in one of three columns; nothing where nobody could know."""
        if self.user is not None:
            return {"users": [self.user.pk], "commenters": [], "emails": []}
        if self.commenter is not None:
            return {"users": [], "commenters": [self.commenter.pk], "emails": []}
        return {"users": [], "commenters": [], "emails": [submission.email] if submission.email else []}

    def wrote(self, row: "Sent", submission: Submission) -> bool:
        """Tell the same of a row."""
        if self.user is not None:
            return bool(row.user_id == self.user.pk)
        if self.commenter is not None:
            return row.commenter_id == self.commenter.pk
        return bool(submission.email) and row.author_email == submission.email


class Sent(NamedTuple):
    """A comment sent before, as far as it matters for the next."""

    pk: int
    created_at: datetime
    status: str
    page_id: int | None
    body: str
    fingerprint: str
    author_email: str
    user_id: int | None
    commenter_id: int | None
    origin: str
    decided_at: datetime | None
    last_human_decision: str


def gather_facts(
    *,
    page: Page,
    submission: Submission,
    likeness: str,
    parent: Any | None,
    sender: Sender,
    there: Standing,
    edited: Comment | None = None,
    now: datetime,
) -> Facts:
    """Return what is known when `submission`, normalised, is to be judged.

    One statement over a bounded number of rows, and one for the names of the house.

    `likeness` is the text's fingerprint. `parent` is the comment of that uuid on this page, annotated with `public`,
    or None. What `edited`, the comment whose text is replaced, said until now is left out.
    """
    bearing = _sent_before(page, submission, likeness=likeness, sender=sender, now=now)
    sent = [row for row in bearing if edited is None or row.pk != edited.pk]
    from_sender = [row for row in sent if sender.wrote(row, submission)]
    own = from_sender[:LATEST]
    day = [row for row in sent if row.created_at > now - SIMILAR_WINDOW]
    same = [row for row in day if row in from_sender and row.page_id == page.pk and row.body == submission.body]
    similar = [row for row in day if row.fingerprint == likeness]
    hour = [row for row in sent if row.created_at > now - RATE_WINDOW]
    record = track_record(own, now=now)
    return Facts(
        policy=there.policy,
        first_published_at=page.first_published_at,
        commentable=page.content_type_id in commentable_type_ids(),
        parent=None if parent is None else ParentFacts(depth=parent.depth, public=parent.public),
        parent_missing=submission.parent is not None and parent is None and edited is None,
        recent_own=(*(_sent_at(row, now) for row in hour if row in own), *there.taken_back_own),
        recent_network=(
            *(_sent_at(row, now) for row in hour if row.origin in submission.origins),
            *there.taken_back_network,
        ),
        same_text_at=same[0].created_at if same else None,
        similar_text_at=similar[0].created_at if similar else None,
        approved_count=record.approved,
        decided_recent=record.decided,
        rejected_recent=record.rejected,
        confirmed=sender.is_confirmed,
        is_staff=sender.user is not None and sender.user.is_staff,
        banned=there.banned,
        name_reserved=not sender.is_known_as(submission.name) and imitates_the_house(submission.name),
    )


def _sent_before(page: Page, submission: Submission, *, likeness: str, sender: Sender, now: datetime) -> Sequence[Sent]:
    """Return the comments that bear on this one, newest first: the sender's, the network's, and those of like text."""
    rows = _bearing(
        page_id=page.pk,
        body=submission.body,
        likeness=likeness,
        **sender.signs(submission),
        origins=submission.origins,
        day=now - SIMILAR_WINDOW,
        hour=now - RATE_WINDOW,
    )
    return [Sent(*row) for row in rows]


@prepared(
    page_id=IntegerField(),
    body=TextField(),
    likeness=CharField(),
    users=Several(IntegerField()),
    commenters=Several(IntegerField()),
    emails=Several(CharField()),
    origins=Several(CharField()),
    day=DateTimeField(),
    hour=DateTimeField(),
)
def _bearing(
    *,
    page_id: Any,
    body: Any,
    likeness: Any,
    users: Any,
    commenters: Any,
    emails: Any,
    origins: Any,
    day: Any,
    hour: Any,
) -> "QuerySet[Any, Any]":
    newest = Comment.objects.order_by("-created_at")
    # One more than is asked about: an edited comment is left out again.
    branches = [newest.filter(created_at__gt=day, fingerprint=likeness)[:2]]
    for column, signs in (("user", users), ("commenter", commenters), ("author_email", emails)):
        for sign in apart(signs):
            own = newest.filter(**{column: sign})
            branches += [own[: LATEST + 1], own.filter(created_at__gt=day, page_id=page_id, body=body)[:2]]
    branches += [newest.filter(created_at__gt=hour, origin=origin)[:LATEST] for origin in apart(origins)]
    wanted = AmongAll([ids_of(rows) for rows in branches])
    found: QuerySet[Any, Any] = newest.filter(wanted).values_list(*Sent._fields)
    return found


def _sent_at(row: Sent, now: datetime) -> datetime:
    # Of two sent at once, the one that looked at the clock first may come to be stored second.
    return min(row.created_at, now)
