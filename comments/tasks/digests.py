"""Telling moderators once in a while how much waits for them."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from wagtail.models import Site

from comments.lifecycle import Status
from comments.models import Comment, ModeratorMail
from comments.notifications import NotTaken, deliver, mail_of
from comments.permissions import may_moderate, moderated_by
from ground.clock import every

logger = logging.getLogger(__name__)

INTERVALS = {ModeratorMail.Modes.HOURLY: timedelta(hours=1), ModeratorMail.Modes.DAILY: timedelta(days=1)}

QUEUE = "reader-comments_modeladmin_index"
"""The name of the desk's address."""


@every(timedelta(minutes=5), name="comments.digests")
def digests(*, since: datetime, now: datetime) -> None:
    """Mail every moderator who wants a digest, and was told of nothing for its time, how many comments wait."""
    for mode, interval in INTERVALS.items():
        wishes = ModeratorMail.objects.filter(mode=mode, user__is_active=True).exclude(user__email="")
        for wish in wishes.exclude(told_at__gt=now - interval).select_related("user"):
            _tell(wish, now=now)


def _tell(wish: ModeratorMail, *, now: datetime) -> None:
    """Send one digest, if something waits; it is noted as sent first, and again open where it was not taken."""
    if not may_moderate(wish.user):
        return
    waiting = Comment.objects.filter(moderated_by(wish.user), status=Status.PENDING, page__isnull=False).count()
    if not waiting:
        return
    site = Site.objects.filter(is_default_site=True).first()
    context = {
        "site": "" if site is None else site.site_name or site.hostname,
        "waiting": waiting,
        "desk": f"{settings.WAGTAILADMIN_BASE_URL}{reverse(QUEUE)}",
    }
    message = mail_of(template="digest", context=context, to=wish.user.email)
    before = wish.told_at
    seen = {"told_at__isnull": True} if before is None else {"told_at": before}
    if not ModeratorMail.objects.filter(pk=wish.pk, **seen).update(told_at=now):
        return
    told = ModeratorMail.objects.filter(pk=wish.pk, told_at=now)
    try:
        deliver(message, release=lambda: told.update(told_at=before))
    except NotTaken as error:
        logger.warning("A digest was not taken (%s); it is tried again.", error)
