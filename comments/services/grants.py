"""Who moderates which branch of the page tree."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page

from comments.models import ModerationGrant


def set_grants(*, group: Group, pages: Iterable[Page]) -> None:
    """Let the members of `group` moderate the comments on `pages` and below, and nowhere else."""
    wanted = {page.pk for page in pages}
    with transaction.atomic():
        grants = ModerationGrant.objects.filter(group=group)
        grants.exclude(page__in=wanted).delete()
        new = wanted.difference(grants.values_list("page_id", flat=True))
        ModerationGrant.objects.bulk_create([ModerationGrant(group=group, page_id=page) for page in sorted(new)])
