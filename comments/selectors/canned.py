"""Texts that moderators begin with, where they are offered."""

from typing import Any

from django.db.models import QuerySet

from comments.models import CannedReply, Comment
from comments.permissions import moderated_branches
from comments.selectors.lineage import page_lineage


def canned_for(comment: Comment, *, use: str) -> QuerySet[CannedReply]:
    """Return the texts for `use` that are offered for a comment, by its page's lineage; by its branch's if it is gone.

    `comment.page` should come with it.
    """
    place = comment.page or comment.branch
    offered = CannedReply.objects.filter(use=use)
    return offered.filter(page__path__in=page_lineage(place.path)) if place is not None else offered.none()


def canned_of(user: Any) -> QuerySet[CannedReply]:
    """Return the texts of the branches that `user` moderates, with their pages."""
    branches = moderated_branches(user)
    replies = CannedReply.objects.select_related("page")
    # Every path starts with the empty one, which stands for everywhere.
    found = replies.none()
    for branch in branches:
        found = found | replies.filter(page__path__startswith=branch)
    return found
