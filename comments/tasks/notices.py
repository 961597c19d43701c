"""Telling people of comments by mail: each at most once, and only what holds when the mail is sent."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from comments.lifecycle import Status
from comments.models import Comment, Notice
from comments.notifications import deliver, mail_of
from comments.notifications.plain import excerpt, harmless
from comments.permissions import moderators_of
from comments.selectors.cursor import address_in_thread
from comments.selectors.telling import (
    has_had_enough,
    is_banned,
    language_of,
    no_decisions_token,
    place_if_public,
    subscription_to,
    unsubscribe_token,
)
from comments.services.announcing import SUBMITTED
from comments.services.deciding import DECIDED
from comments.services.telling import MORE, NOTICES, claim, release, tell_of
from ground import outbox
from ground.roots import place_of, root_for

UNSUBSCRIBE_PATH = "/identity/unsubscribe/"
"""Where the public site ends what a mail was sent for."""

INSPECT = "reader-comments_modeladmin_inspect"
"""The name of the desk's address for one comment."""

Mail = tuple[str, str, Mapping[str, object], Mapping[str, str]]
"""Address, template, context and headers."""


@outbox.handles(SUBMITTED)
def on_submitted(payload: outbox.Payload) -> None:
    """Note who is to be told of a comment that was stored or withheld."""
    tell_of(comment=UUID(payload["comment"]), now=timezone.now())


@outbox.handles(DECIDED)
def on_decided(payload: outbox.Payload) -> None:
    """Note who is to be told of a comment that a moderator decided about."""
    batch = payload["batch"]
    tell_of(comment=UUID(payload["comment"]), batch=None if batch is None else UUID(batch), now=timezone.now())


@outbox.handles(MORE)
def on_more(payload: outbox.Payload) -> None:
    """Note the next of the many who are to be told of a comment."""
    batch = payload["batch"]
    cause = None if batch is None else UUID(batch)
    tell_of(comment=UUID(payload["comment"]), batch=cause, after=payload["after"], now=timezone.now())


@outbox.handles(NOTICES)
def send_notice(payload: outbox.Payload) -> None:
    """Send the mail of one notice, unless it was sent, or nobody is to be told any more.

    It is marked as sent first. Raises `NotTaken` where it is worth trying again.
    """
    now = timezone.now()
    waiting = Notice.objects.filter(pk=payload["notice"], sent_at__isnull=True)
    notice = waiting.select_related("comment__page", "commenter", "user", "batch").first()
    if notice is None:
        return
    mail = WRITERS[Notice.Kinds(notice.kind)](notice, now)
    if mail is None:
        notice.delete()
        return
    to, template, context, headers = mail
    message = mail_of(template=template, context=context, to=to, language=str(context["language"]), headers=headers)
    if claim(notice, now=now):
        deliver(message, release=lambda: release(notice, claimed_at=now))


def _of_reply(notice: Notice, now: datetime) -> Mail | None:
    comment, commenter = notice.comment, notice.commenter
    place = place_if_public(comment, now=now)
    if place is None or commenter is None:
        return None
    subscription = subscription_to(comment, commenter=commenter)
    if subscription is None or is_banned(commenter, comment=comment, now=now) or has_had_enough(commenter, now=now):
        return None
    leave, headers = _leaving(place[0], unsubscribe_token(subscription, now=now))
    context = {
        **_about(comment),
        "name": harmless(comment.author_name),
        "excerpt": excerpt(comment.html),
        "unsubscribe": leave,
    }
    return commenter.email, "reply", context, headers


def _of_decision(notice: Notice, now: datetime) -> Mail | None:
    comment, commenter = notice.comment, notice.commenter
    place = None if comment.page is None else place_of(comment.page)
    if commenter is None or comment.commenter_id != commenter.pk or place is None or not comment.tell_decision:
        return None
    approved = place_if_public(comment, now=now) is not None
    if not approved and comment.status != Status.REJECTED:
        return None
    leave, headers = _leaving(place[0], no_decisions_token(commenter, now=now))
    batch = None if approved else notice.batch
    context = {
        **_about(comment),
        "approved": approved,
        "reason": batch and batch.reason and batch.get_reason_display(),
        "words": batch and batch.words,
        "unsubscribe": leave,
    }
    return commenter.email, "decision", context, headers


def _leaving(site: Site, token: str) -> tuple[str, Mapping[str, str]]:
    """Return the address that ends what a mail was sent for, and the headers with which mail programs offer it."""
    leave = f"{site.root_url}{UNSUBSCRIBE_PATH}?{urlencode({'token': token})}"
    return leave, {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _of_waiting(notice: Notice, now: datetime) -> Mail | None:
    comment, user = notice.comment, notice.user
    if comment.status != Status.PENDING or comment.page is None or user is None or place_of(comment.page) is None:
        return None
    if not user.email or not moderators_of(comment.page).filter(pk=user.pk).exists():
        return None
    desk = f"{settings.WAGTAILADMIN_BASE_URL}{reverse(INSPECT, args=[comment.uuid])}"
    about = _about(comment)
    context = {
        **about,
        "language": language_of(user) or about["language"],
        "name": harmless(comment.author_name),
        "excerpt": excerpt(comment.html),
        "desk": desk,
    }
    return user.email, "waiting", context, {}


def _about(comment: Comment) -> dict[str, object]:
    page = comment.page
    place = None if page is None else place_of(page)
    if page is None or place is None:
        raise LookupError("A mail is about a comment on a page of a site.")
    site, path = place
    return {
        "site": site.site_name or site.hostname,
        "page": page.title,
        "url": site.root_url + address_in_thread(path, comment=comment.uuid),
        "language": root_for(site, path).language,
    }


WRITERS = {
    Notice.Kinds.REPLY: _of_reply,
    Notice.Kinds.DECISION: _of_decision,
    Notice.Kinds.WAITING: _of_waiting,
}
