"""What is known about a submission and its sender, from the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from wagtail.models import Page

from comments.lifecycle import Decision, Status
from comments.models import Comment
from comments.policy import Facts, ParentFacts
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.expressions import AmongAll, ids_of
from comments.selectors.policies import policies_of_paths
from comments.submission import Submission

RATE_WINDOW = timedelta(hours=1)
SIMILAR_WINDOW = timedelta(hours=24)
RECORD_WINDOW = timedelta(days=7)

LATEST = 50
"""A sender is judged by so many of their latest comments, a network too: more than any rate limit allows an hour."""


class Sent(NamedTuple):
    """A comment sent before, as far as it matters for the next."""

    created_at: datetime
    status: str
    page_id: int | None
    body: str
    fingerprint: str
    author_email: str
    user_id: int | None
    origin: str
    decided_at: datetime | None
    last_human_decision: str


def gather_facts(
    *, page: Page, submission: Submission, likeness: str, parent: Any | None, user: Any | None, now: datetime
) -> Facts:
    """Return what is known when `submission`, normalised, is to be judged. Two statements over bounded numbers of rows.

    `likeness` is the text's fingerprint. `parent` is the comment of that uuid on this page, annotated with `public`,
    or None.
    """
    sent = _sent_before(page, submission, likeness=likeness, user=user, now=now)
    from_sender = [row for row in sent if _is_from(row, submission, user=user)]
    own = from_sender[:LATEST]
    day = [row for row in sent if row.created_at > now - SIMILAR_WINDOW]
    same = [row for row in day if row in from_sender and row.page_id == page.pk and row.body == submission.body]
    similar = [row for row in day if row.fingerprint == likeness]
    hour = [row for row in sent if row.created_at > now - RATE_WINDOW]
    decided = [row for row in own if row.decided_at is not None and row.decided_at > now - RECORD_WINDOW]
    return Facts(
        policy=policies_of_paths([page.path])[page.path],
        first_published_at=page.first_published_at,
        commentable=page.content_type_id in commentable_type_ids(),
        parent=None if parent is None else ParentFacts(depth=parent.depth, public=parent.public),
        parent_missing=submission.parent is not None and parent is None,
        recent_own=tuple(_sent_at(row, now) for row in hour if row in own),
        recent_network=tuple(
            _sent_at(row, now) for row in hour if submission.origin and row.origin == submission.origin
        ),
        same_text_at=same[0].created_at if same else None,
        similar_text_at=similar[0].created_at if similar else None,
        approved_count=sum(row.status == Status.APPROVED for row in own),
        decided_recent=len(decided),
        rejected_recent=sum(row.last_human_decision in (Decision.REJECT, Decision.SPAM) for row in decided),
        confirmed=user is not None,
        is_staff=user is not None and user.is_staff,
    )


def _sent_before(
    page: Page, submission: Submission, *, likeness: str, user: Any | None, now: datetime
) -> Sequence[Sent]:
    """Return the comments that bear on this one, newest first: the sender's, the network's, and those of like text."""
    newest = Comment.objects.order_by("-created_at")
    day = Q(created_at__gt=now - SIMILAR_WINDOW)
    bearing = [newest.filter(day, fingerprint=likeness)[:1]]
    sender = Q(author_email=submission.email) if user is None else Q(user=user)
    if user is not None or submission.email:
        own = newest.filter(sender)
        bearing += [own[:LATEST], own.filter(day, page_id=page.pk, body=submission.body)[:1]]
    if submission.origin:
        bearing.append(newest.filter(origin=submission.origin, created_at__gt=now - RATE_WINDOW)[:LATEST])
    wanted = AmongAll([ids_of(rows) for rows in bearing])
    return [Sent(*row) for row in newest.filter(wanted).values_list(*Sent._fields)]


def _is_from(row: Sent, submission: Submission, *, user: Any | None) -> bool:
    if user is not None:
        return bool(row.user_id == user.pk)
    return bool(submission.email) and row.author_email == submission.email


def _sent_at(row: Sent, now: datetime) -> datetime:
    # Of two sent at once, the one that looked at the clock first may come to be stored second.
    return min(row.created_at, now)
