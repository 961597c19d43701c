"""A thread whose page is gone comes below another page."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page

from comments.models import STEP, Comment, CommentPolicy
from comments.permissions import may_moderate, may_set_policy, moderated_by
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.orphans import OrphanedThread, comments_of
from comments.services.audit import record
from comments.services.placing import next_path, number_within, path_below
from comments.signals import thread_changed

ROWS = 500
"""Comments written in one statement."""

CHANGED = ("page", "branch", "page_title", "page_path", "path", "key")


class TakesNoComments(ValueError):
    """Raised when the type of the page takes no comments."""


def reattach(*, orphans: OrphanedThread, page: Page, user: Any, with_policy: bool = False, now: datetime) -> int:
    """Put the thread behind the last comment on `page`; return how many comments that were.

    Each comment stays below what it answers, with its status, its likes and its time. With `with_policy`, what the lost
    page said about comments is said by `page`, unless it says something itself.

    Raises:
        PermissionDenied: `user` does not moderate `page` or the lost thread, or, for a policy, may not publish `page`.
        TakesNoComments: the type of `page` takes no comments.
    """
    if not may_moderate(user, page=page) or (with_policy and not may_set_policy(user, page=page)):
        raise PermissionDenied
    if page.content_type_id not in commentable_type_ids():
        raise TakesNoComments(page.pk)
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        rows = comments_of(orphans).filter(moderated_by(user)).order_by("depth", "path", "created_at", "pk")
        comments = list(rows.select_for_update(of=("self",), no_key=True))
        if not comments:
            raise PermissionDenied
        _place(comments, page=page)
        Comment.objects.bulk_update(comments, CHANGED, batch_size=ROWS)
        if with_policy:
            _attach_policy(orphans, page=page)
        data: dict[str, object] = {"number": len(comments), "from": orphans.page_path, "policy": with_policy}
        record(subject=page, verb="reattach", user=user, data=data, now=now)
        change = "set_policy" if with_policy else "reattach"
        thread_changed.send(sender=Comment, page_id=page.pk, comment=None, change=change)
    return len(comments)


def _place(comments: list[Comment], *, page: Page) -> None:
    """Give each comment, parents before their replies, its place on `page`."""
    number = number_within(next_path(page_id=page.pk, parent=None), above="")
    paths: dict[int, str] = {}
    taken = set(Comment.objects.filter(page_id=page.pk).values_list("key", flat=True))
    for comment in comments:
        if comment.parent_id is None:
            path, number = path_below("", number=number), number + 1
        else:
            path = paths[comment.parent_id] + comment.path[-STEP:]
        paths[comment.pk] = comment.path = path
        comment.page, comment.branch = page, None
        comment.page_title, comment.page_path = page.title, page.url_path
        if comment.key in taken:
            comment.key = uuid4()
        taken.add(comment.key)


def _attach_policy(orphans: OrphanedThread, *, page: Page) -> None:
    if CommentPolicy.objects.filter(page=page).exists():
        return
    lost = CommentPolicy.objects.filter(
        page__isnull=True, branch_id=orphans.branch_id, page_title=orphans.page_title, page_path=orphans.page_path
    )
    newest = lost.order_by("-set_at").first()
    if newest is not None:
        newest.page, newest.branch = page, None
        newest.page_title, newest.page_path = page.title, page.url_path
        newest.save(update_fields=["page", "branch", "page_title", "page_path"])
