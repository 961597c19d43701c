"""Telling moderators once in a while how much waits for them."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef
from django.urls import reverse
from wagtail.models import Site

from comments.lifecycle import Status
from comments.models import Comment, ModeratorMail, Report
from comments.notifications import NotTaken, deliver, mail_of
from comments.permissions import may_moderate, moderated_by
from comments.selectors.telling import language_of
from ground.clock import every

logger = logging.getLogger(__name__)

INTERVALS = {ModeratorMail.Modes.HOURLY: timedelta(hours=1), ModeratorMail.Modes.DAILY: timedelta(days=1)}

QUEUE = "reader-comments_modeladmin_index"
"""The name of the desk's address."""


@every(timedelta(minutes=5), name="comments.digests")
def digests(*, since: datetime, now: datetime) -> None:
    """Mail to every moderator who wants a digest, and got none in its time, how many comments wait or are reported."""
    for mode, interval in INTERVALS.items():
        wishes = ModeratorMail.objects.filter(mode=mode, user__is_active=True).exclude(user__email="")
        for wish in wishes.exclude(told_at__gt=now - interval).select_related("user"):
            _tell(wish, now=now)


def _tell(wish: ModeratorMail, *, now: datetime) -> None:
    """Send one digest, if something waits or is reported; noted as sent first, open again where it was not taken."""
    if not may_moderate(wish.user):
        return
    theirs = Comment.objects.filter(moderated_by(wish.user), page__isnull=False)
    queue = theirs.filter(status=Status.PENDING).aggregate(number=Count("pk"), oldest=Min("created_at"))
    reported = theirs.filter(Exists(Report.objects.filter(comment=OuterRef("pk"), settled_at__isnull=True))).count()
    if not queue["number"] and not reported:
        return
    site = Site.objects.filter(is_default_site=True).first()
    context = {
        "site": "" if site is None else site.site_name or site.hostname,
        "waiting": queue["number"],
        "oldest": queue["oldest"],
        "reported": reported,
        "desk": f"{settings.WAGTAILADMIN_BASE_URL}{reverse(QUEUE)}",
    }
    message = mail_of(template="digest", context=context, to=wish.user.email, language=language_of(wish.user))
    before = wish.told_at
    seen = {"told_at__isnull": True} if before is None else {"told_at": before}
    if not ModeratorMail.objects.filter(pk=wish.pk, **seen).update(told_at=now):
        return
    told = ModeratorMail.objects.filter(pk=wish.pk, told_at=now)
    try:
        deliver(message, release=lambda: told.update(told_at=before))
    except NotTaken as error:
        logger.warning("A digest was not taken (%s); it is tried again.", error)
