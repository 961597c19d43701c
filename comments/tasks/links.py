"""Mailing the link that confirms an address."""

import logging
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from wagtail.models import Site

from comments.lifecycle import Status
from comments.models import AddressLink, Comment
from comments.notifications import deliver, mail_of
from comments.selectors.identity import LINK_LIFETIME, link_token
from comments.selectors.own import comment_of_link
from comments.selectors.subscriptions import followed_with
from comments.selectors.thread import path_within
from comments.services.identity import CONFIRM, LINKS, ask_for_link
from ground import outbox
from ground.roots import root_for
from ground.throttle import Throttled
from ground.viewer import Viewer

logger = logging.getLogger(__name__)

CONFIRM_PATH = "/identity/confirm/"
"""Where the public site shows what a link would confirm."""


@outbox.handles(CONFIRM)
def ask_author(payload: outbox.Payload) -> None:
    """Have a link mailed to the author of a comment who wants to be told of the decision: only confirmed ones are.

    Once for a comment, and not beyond the limits of links; spam and what was taken back get none.
    """
    waiting = Comment.objects.filter(uuid=UUID(payload["comment"]), status=Status.PENDING, tell_decision=True)
    comment = waiting.filter(commenter__isnull=True, links__isnull=True).exclude(author_email="").first()
    site = Site.objects.filter(pk=payload["site"]).first()
    if comment is None or site is None:
        return
    viewer = Viewer.anonymous(site=site)
    try:
        ask_for_link(
            email=comment.author_email, comment=comment.uuid, viewer=viewer, origin=comment.origin, now=timezone.now()
        )
    except Throttled:
        logger.info("No link was mailed for comment %s: too many were.", comment.uuid)


@outbox.handles(LINKS)
def mail_link(payload: outbox.Payload) -> None:
    """Mail the link named in `payload` to its address, unless it was used, erased or has ended in the meantime.

    The token is made here: it is in the mail, and nowhere else. Raises `NotTaken` where it is worth trying again.
    """
    now = timezone.now()
    asked = AddressLink.objects.filter(uuid=UUID(payload["link"]), asked_at__gt=now - LINK_LIFETIME)
    link = asked.filter(mailed_at__isnull=True).select_related("site__root_page").first()
    if link is None:
        return
    viewer = Viewer.anonymous(site=link.site)
    own = comment_of_link(link, viewer=viewer, now=now)
    followed = followed_with(link, viewer=viewer, now=now)
    title, path = "", "/"
    if own is not None:
        title, path = own.page_title, own.page_path
    elif followed is not None:
        title, path = followed.page.title, path_within(viewer, followed.page.url_path)
    context = {
        "site": link.site.site_name or link.site.hostname,
        "page": title,
        "about": "subscription" if followed is not None else "",
        "url": f"{link.site.root_url}{CONFIRM_PATH}?{urlencode({'token': link_token(link)})}",
        "days": LINK_LIFETIME.days,
    }
    message = mail_of(template="link", context=context, to=link.email, language=root_for(link.site, path).language)
    if asked.filter(mailed_at__isnull=True).update(mailed_at=now):
        deliver(message, release=lambda: asked.filter(mailed_at=now).update(mailed_at=None))
