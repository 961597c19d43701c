"""What a page's comments and policy keep of it when it is deleted."""

from django.db.models import Q
from wagtail.models import Page

from comments.models import Comment, CommentPolicy


def keep_without_page(*, page: Page) -> None:
    """Make the comments and the policy of `page`, which is about to be deleted, remember where they belonged.

    Called once for every page of a branch that goes, in any order: what they belong to in the end is the nearest
    ancestor that stays.
    """
    above = Page.objects.filter(path=page.path[: -Page.steplen]).values_list("pk", flat=True).first()
    never_orphaned = Q(branch__isnull=True, page__path__startswith=page.path)
    losing = never_orphaned | Q(branch__path__startswith=page.path)
    known = {"page_title": page.title, "page_path": page.url_path}
    Comment.objects.filter(pk__in=Comment.objects.filter(losing).values("pk")).update(branch=above)
    Comment.objects.filter(page_id=page.pk).update(**known)
    CommentPolicy.objects.filter(pk__in=CommentPolicy.objects.filter(losing).values("pk")).update(branch=above)
    CommentPolicy.objects.filter(page_id=page.pk).update(**known)
