"""Unsaved pages, kept for a while so that the public site can show them to whoever is writing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.models import Page

from ground.tokens import InvalidToken, make_token, read_token

PURPOSE = "preview"

LIFETIME = timedelta(minutes=15)
"""How long a snapshot is shown after the last change to it."""


class Snapshots(models.Manager["PreviewSnapshot"]):
    """The unsaved pages of all editors."""

    def keep(self, page: Page, *, user_id: int, now: datetime) -> "PreviewSnapshot":
        """Keep `page` as it is in memory, in place of what the user previewed of it before; one statement."""
        kind = ContentType.objects.get_for_model(page, for_concrete_model=False)
        # A page that was never saved is known by what it will be and where.
        subject = f"page:{page.pk}" if page.pk else f"new:{kind.pk}:{page.path[: -Page.steplen]}"
        snapshot = PreviewSnapshot(
            user_id=user_id, subject=subject, page_type=kind, content=page.serializable_data(), until=now + LIFETIME
        )
        self.bulk_create(
            [snapshot],
            update_conflicts=True,
            unique_fields=["user", "subject"],
            update_fields=["content", "until"],
        )
        return self.get(user_id=user_id, subject=subject)

    def forget_old(self, *, now: datetime) -> int:
        """Remove what is past its time at `now`; return how many."""
        return self.filter(until__lte=now).delete()[0]


class PreviewSnapshot(models.Model):
    """A page as it stood in somebody's editor; each person has one of each page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    page_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(encoder=DjangoJSONEncoder)
    until = models.DateTimeField()

    objects = Snapshots()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="preview_one_per_user_and_page")]
        indexes = [models.Index(fields=["until"], name="preview_until")]

    def __str__(self) -> str:
        return self.subject

    def page(self) -> Page | None:
        """Return the page as it was kept, unsaved; None when its kind is no more. A page never saved has the id 0."""
        model: Any = self.page_type.model_class()
        if model is None:
            return None
        page: Page = model.from_serializable_data({**self.content, "pk": self.content["pk"] or 0})
        return page


@dataclass(frozen=True, slots=True)
class Preview:
    """What a token of a preview leads to; `in_panel` is for the editor's own panel, else it fills a window."""

    page: Page
    in_panel: bool


def preview_token(snapshot: PreviewSnapshot, *, in_panel: bool, now: datetime) -> str:
    """Return the token that shows `snapshot`, bound to its page and the person who made it."""
    claims = {"snapshot": snapshot.pk, "subject": snapshot.subject, "user": snapshot.user_id, "panel": in_panel}
    return make_token(purpose=PURPOSE, claims=claims, now=now, lifetime=LIFETIME)


def previewed(token: str, *, now: datetime) -> Preview | None:
    """Return what `token` shows at `now`; None when it is worth nothing, or whoever made it may no longer log in."""
    try:
        claims = read_token(token, purpose=PURPOSE, now=now)
    except InvalidToken:
        return None
    snapshot = PreviewSnapshot.objects.filter(
        pk=claims["snapshot"], subject=claims["subject"], user=claims["user"], user__is_active=True, until__gt=now
    ).first()
    page = snapshot.page() if snapshot else None
    return Preview(page=page, in_panel=claims["panel"]) if page else None
