"""Places in the page tree, as far as a moderator's right reaches."""

from typing import Any

from django.db.models import Q
from wagtail.models import Page

from comments.models import Comment
from comments.permissions import EVERYWHERE, moderated_branches
from comments.selectors.lineage import page_lineage


def place_of(comment: Comment) -> Page:
    """Return the page of `comment`; where it is gone, the nearest ancestor that is left."""
    return comment.page or comment.branch or Page.get_first_root_node()


def moderated_above(page: Page, *, user: Any) -> list[Page]:
    """Return the branches that `page` lies in and `user` moderates, the widest first, `page` last. One statement."""
    branches = moderated_branches(user)
    paths = [path for path in page_lineage(page.path) if path.startswith(branches)]
    return list(Page.objects.filter(path__in=paths).order_by("path"))


def reaching(user: Any) -> Q:
    """Return the condition on what is set for a branch that it holds somewhere where `user` moderates."""
    branches = moderated_branches(user)
    if branches == EVERYWHERE:
        return Q()
    reached = Q(pk__in=[])
    for branch in branches:
        reached |= Q(page__path__startswith=branch) | Q(page__path__in=page_lineage(branch))
    return reached


def in_branch(page: Page) -> Q:
    """Return the condition on comments that they are on `page` or below it, or were until their page was deleted."""
    there = Q(page__path__startswith=page.path)
    left = Q(page__isnull=True, branch__path__startswith=page.path)
    return there | left | (Q(page__isnull=True, branch__isnull=True) if page.is_root() else Q(pk__in=[]))
