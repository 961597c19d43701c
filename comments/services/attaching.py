"""A comment that was sent under an address becomes that of the commenter who confirmed it."""

from datetime import datetime

from wagtail.models import Page

from comments.lifecycle import Status
from comments.models import Comment, Commenter
from comments.screening import Outcome
from comments.selectors.house import imitates_the_house
from comments.services.announcing import announce
from comments.services.audit import record
from comments.services.judging import Refused, judge
from comments.signals import thread_changed
from comments.submission import Submission
from ground.viewer import Viewer, public_pages

UNKNOWN_SENDER = frozenset({"newcomer"})
"""The checks whose only doubt is who the sender is."""


def hold_page(*, comment_id: int | None, viewer: Viewer, now: datetime) -> Page | None:
    """Hold the page that a comment is on until the running transaction ends; None if this viewer may not see one.

    Whoever writes to a thread holds its page first, and commenters after it: so nobody waits for each other.
    """
    if comment_id is None:
        return None
    page_id = Comment.objects.filter(pk=comment_id).values_list("page_id", flat=True).first()
    page: Page | None = public_pages(viewer, now=now).select_for_update(no_key=True).filter(pk=page_id).first()
    return page


def attach(*, comment_id: int, page: Page | None, commenter: Commenter, now: datetime) -> Comment | None:
    """Give `commenter` the comment that was sent under their address; return it, or None if it is no longer to be had.

    A comment that waits only because its sender was not known is judged again, by what is known of the commenter and
    what holds for the page by now: whoever is trusted need not wait for a moderator. Nothing else that was found, and
    no decision of a moderator, is undone by an address. Part of the running transaction, in which `page` is held; None
    where it can't be seen.
    """
    free = Comment.objects.filter(pk=comment_id, author_email=commenter.email, commenter__isnull=True)
    free = free.filter(user__isnull=True).exclude(status=Status.DELETED)
    if not free.update(commenter=commenter, avatar_seed=commenter.avatar_seed):
        return None
    comment = Comment.objects.get(pk=comment_id)
    if not commenter.name and not imitates_the_house(comment.author_name):
        commenter.name = comment.author_name
        commenter.save(update_fields=["name"])
    published = page is not None and _waits_for_a_name(comment) and _passes(comment, page, commenter, now=now)
    if published:
        comment.status = Status.APPROVED
        comment.save(update_fields=["status", "ledger"])
    if published or (comment.tell_decision and comment.last_human_decision):
        announce(comment, now=now)
    record(subject=comment, verb="confirm", user=None, data={"to": comment.status}, now=now)
    if comment.status == Status.APPROVED:
        thread_changed.send(sender=Comment, page_id=comment.page_id, comment=comment.uuid, change="confirm")
    return comment


def _waits_for_a_name(comment: Comment) -> bool:
    doubts = {finding["check"] for finding in comment.ledger if finding["outcome"] != Outcome.PUBLISH}
    undecided = comment.status == Status.PENDING and not comment.last_human_decision
    return undecided and bool(doubts) and doubts <= UNKNOWN_SENDER


def _passes(comment: Comment, page: Page, commenter: Commenter, *, now: datetime) -> bool:
    """Judge the comment as if its commenter had sent it now; note the findings in it."""
    submission = Submission(
        body=comment.body,
        name=comment.author_name,
        email=comment.author_email,
        website=comment.author_website,
        parent=None,
        key=comment.key,
        origin=comment.origin,
    )
    try:
        judged = judge(page=page, submission=submission, edited=comment, commenter=commenter, now=now)
    except Refused:
        return False
    comment.ledger = judged.ledger
    return judged.status is Status.APPROVED
