"""Paths that were public once: what makes "gone" a better answer than "not found"."""

from datetime import datetime

from django.db import models
from wagtail.models import Page, PageViewRestriction


class OncePublicPaths(models.Manager["OncePublicPath"]):
    """The paths that are known to have been public."""

    def remember(self, page: Page, *, now: datetime) -> None:
        """Keep the path of `page`, which readers could see until `now`; not that of a page behind a restriction."""
        lineage = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
        if not PageViewRestriction.objects.filter(page__path__in=lineage).exists():
            self.bulk_create(
                [OncePublicPath(url_path=page.url_path, gone_at=now)],
                update_conflicts=True,
                unique_fields=["url_path"],
                update_fields=["gone_at"],
            )

    def was_public(self, url_path: str, *, now: datetime) -> bool:
        """Tell whether readers could see a page at `url_path` before `now`, one past its expiry included."""
        expired = Page.objects.filter(live=True, expire_at__lte=now, url_path=url_path)
        return self.filter(url_path=url_path).exists() or expired.exists()


class OncePublicPath(models.Model):
    """A place in the tree where readers saw a page until it was unpublished or deleted."""

    url_path = models.TextField(unique=True)
    gone_at = models.DateTimeField()

    objects = OncePublicPaths()

    def __str__(self) -> str:
        return self.url_path
