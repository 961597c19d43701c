"""Readers like a comment, or say that it should not stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from comments.lifecycle import Decision, Status
from comments.models import Comment, Report, Vote
from comments.policy import Refusal, RefusalCode, State, Who, state_at
from comments.selectors.policies import effective_policy
from comments.selectors.reactions import Reacting, likes_of
from comments.selectors.rules import rules_for
from comments.selectors.visibility import public_for
from comments.services.announcing import announce
from comments.services.audit import record
from comments.services.judging import Refused
from comments.signals import thread_changed
from ground.throttle import Throttled, count_try
from ground.viewer import Viewer

LIKES_PER_HOUR = 60
LIKES_OF_ONE = 10
"""Likes a network's guests can give in an hour, and to one comment in a day: many people share one address, and one
person can have as many keys as they like."""

REPORTS_PER_HOUR = 20
"""Reports of a network in an hour. Of one comment a network's guests make one a day: what hides it are several."""

REPORTED = "reported"
"""The check's code in the ledger of a comment that reports took out of sight."""

REPORTED_WEIGHT = 90


class CommentNotFound(LookupError):
    """Raised when there is no such public comment that this reader may see."""


class WhyNot(StrEnum):
    """Why a comment can't be liked."""

    OFF = "votes-off"
    OWN = "own-comment"


class CannotLike(Exception):
    """Raised when likes are turned off here, or the comment is the reader's own; `why` says which."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Reported:
    """Whether the report counts for more than one made before, and whether it took the comment out of sight."""

    counted: bool
    hidden: bool


def like(*, comment: UUID, reader: Reacting, viewer: Viewer, now: datetime) -> int:
    """Note that `reader` likes the comment, once however often they say so; return how many do.

    A like is no row in the log: it is a row itself, and taken back it leaves nothing.

    Raises:
        CommentNotFound: there is no such public comment that this viewer may see.
        CannotLike: likes are off there, or it is the reader's own.
        Refused: comments are closed, the reader is nobody known, or too fast.
    """
    with transaction.atomic():
        current, mark = _likeable(comment, reader=reader, viewer=viewer, now=now)
        if reader.commenter is not None and current.commenter_id == reader.commenter.pk:
            raise CannotLike(WhyNot.OWN)
        if not Vote.objects.filter(comment=current, voter=mark).exists():
            if reader.commenter is None:
                _count("comments.like.one", f"{reader.origin}:{current.pk}", LIKES_OF_ONE, timedelta(days=1), now)
            _count("comments.like", reader.origin, LIKES_PER_HOUR, timedelta(hours=1), now)
            Vote.objects.create(comment=current, voter=mark, commenter=reader.commenter, created_at=now)
        return _recounted(current, change="like")


def unlike(*, comment: UUID, reader: Reacting, viewer: Viewer, now: datetime) -> int:
    """Take a like back, if there is one; return how many readers like the comment. Raises as `like` does."""
    with transaction.atomic():
        current, mark = _likeable(comment, reader=reader, viewer=viewer, now=now)
        Vote.objects.filter(comment=current, voter=mark).delete()
        return _recounted(current, change="unlike")


def report(
    *, comment: UUID, reason: Report.Reasons, note: str = "", reader: Reacting, viewer: Viewer, now: datetime
) -> Reported:
    """Keep a reader's word that the comment should not stand, once for each text of it.

    As many open reports of its text as the branch's `report_threshold` take an approved comment out of sight until a
    moderator has looked, unless one has approved this text. What is shown can be reported, closed or not.

    Raises:
        CommentNotFound: there is no such public comment that this viewer may see.
        Refused: the reader is nobody known, or too fast.
    """
    with transaction.atomic():
        current, mark = _public(comment, viewer=viewer, now=now), _mark(reader)
        mine = {"comment": current, "revision": current.revision, "reporter": mark}
        if Report.objects.filter(**mine).exists():
            return Reported(counted=False, hidden=False)
        _count("comments.report", reader.origin, REPORTS_PER_HOUR, timedelta(hours=1), now)
        if reader.commenter is None and not _first_of_network(current, reader, now=now):
            return Reported(counted=False, hidden=False)
        Report.objects.create(**mine, reason=reason, note=note, commenter=reader.commenter, created_at=now)
        data: dict[str, object] = {"reason": str(reason), "revision": current.revision}
        record(subject=current, verb="report", user=None, data=data, now=now)
        hidden = _withheld(current, now=now)
    return Reported(counted=True, hidden=hidden)


def _public(uuid: UUID, *, viewer: Viewer, now: datetime) -> Comment:
    """Return the comment with its page; nobody else writes it until commit."""
    public = public_for(viewer, now=now).filter(uuid=uuid).select_related("page")
    comment = public.select_for_update(of=("self",), no_key=True).first()
    if comment is None:
        raise CommentNotFound
    return comment


def _mark(reader: Reacting) -> str:
    if reader.mark is None:
        raise Refused(Refusal(RefusalCode.IDENTITY_REQUIRED, {"who": Who.CONFIRMED}))
    return reader.mark


def _likeable(uuid: UUID, *, reader: Reacting, viewer: Viewer, now: datetime) -> tuple[Comment, str]:
    comment = _public(uuid, viewer=viewer, now=now)
    page = comment.page
    if page is None:
        raise CommentNotFound
    policy = effective_policy(page=page, now=now)
    if not policy.votes.value:
        raise CannotLike(WhyNot.OFF)
    if state_at(policy, now=now, first_published_at=page.first_published_at) is not State.OPEN:
        raise Refused(Refusal(RefusalCode.COMMENTS_CLOSED, {}))
    if policy.who.value is not Who.ANYONE and reader.commenter is None:
        raise Refused(Refusal(RefusalCode.IDENTITY_REQUIRED, {"who": policy.who.value}))
    return comment, _mark(reader)


def _recounted(comment: Comment, *, change: str) -> int:
    score = likes_of(comment)
    if score != comment.score:
        Comment.objects.filter(pk=comment.pk).update(score=score)
        thread_changed.send(sender=Comment, page_id=comment.page_id, comment=comment.uuid, change=change)
    return score


def _count(scope: str, key: str, limit: int, per: timedelta, now: datetime) -> None:
    try:
        count_try(scope=scope, key=key, limit=limit, per=per, now=now)
    except Throttled as error:
        raise Refused(Refusal(RefusalCode.TOO_FAST, {"retry_after": error.retry_after})) from error


def _first_of_network(comment: Comment, reader: Reacting, *, now: datetime) -> bool:
    key = f"{reader.origin}:{comment.pk}:{comment.revision}"
    try:
        count_try(scope="comments.report.one", key=key, limit=1, per=timedelta(days=1), now=now)
    except Throttled:
        return False
    return True


def _withheld(comment: Comment, *, now: datetime) -> bool:
    """Take the comment out of sight if reports are enough and nobody has approved its text; tell whether."""
    if _approved_as_it_is(comment) or comment.page is None:
        return False
    reports = Report.objects.filter(comment=comment, revision=comment.revision, settled_at__isnull=True).count()
    if reports < rules_for(comment.page).report_threshold:
        return False
    finding = {
        "check": REPORTED,
        "outcome": "hold",
        "weight": REPORTED_WEIGHT,
        "evidence": None,
        "params": {"number": reports},
    }
    ledger = [finding, *(each for each in comment.ledger if each.get("check") != REPORTED)]
    weight = sum(int(each.get("weight", 0)) for each in ledger)
    Comment.objects.filter(pk=comment.pk).update(status=Status.PENDING, ledger=ledger, weight=weight)
    data: dict[str, object] = {"from": Status.APPROVED, "to": Status.PENDING, "revision": comment.revision}
    record(subject=comment, verb="withhold", user=None, data={**data, "reports": reports}, now=now)
    comment.status = Status.PENDING
    announce(comment, now=now)
    thread_changed.send(sender=Comment, page_id=comment.page_id, comment=comment.uuid, change="withhold")
    return True


def _approved_as_it_is(comment: Comment) -> bool:
    if comment.last_human_decision != Decision.APPROVE or comment.decided_at is None:
        return False
    return comment.edited_at is None or comment.edited_at <= comment.decided_at
