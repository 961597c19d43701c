"""All cache knowledge: how long an answer lives, which keys a payload carries, what each change purges."""

import hmac
import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import requests
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from blog.tasks import PICTURES_READY
from comments.api import AUTHOR_HEADER, READER_HEADER
from ground import outbox
from ground.changes import forget_changes, note_change
from ground.trail import HEADER as REQUEST_ID
from ground.trail import current_trail
from ground.viewer import UNLOCK_HEADER
from website.brand.models import SiteBrand
from website.middleware import API_PREFIX, GetResponse
from website.validators import given_tags, still_good, versioned_tag

EVERYTHING = "blog"
"""The key every answer carries. What stands on many pages purges it, and so does a page that is published or hidden:
others list it, name it as the next part or as worth reading, link to it, and have it above them."""

THREADS = "threads"
"""The key of what shows comments of all pages."""

PURGE = "website.purge"
PURGE_PATH = "/hooks/purge"
LIKES = frozenset({"like", "unlike"})
PATIENCE_WITH_LIKES = timedelta(seconds=30)
"""Readers see likes of others this much later: a page that is liked by many is made anew twice a minute, not more."""

PURGE_TIMEOUT = 3
"""Seconds to wait for the frontend; the outbox tries again when it does not answer."""


TOKEN_HEADERS = frozenset({UNLOCK_HEADER, READER_HEADER, AUTHOR_HEADER})
"""What callers show to be told more than everybody: the answer is theirs alone."""


def page_key(page_id: int) -> str:
    """Return the key of answers that show the page."""
    return f"page:{page_id}"


def comments_key(page_id: int) -> str:
    """Return the key of answers that show the page's comments or their number."""
    return f"comments:{page_id}"


class PublicAnswerMiddleware:
    """Give every public GET of the API an ETag and `Cache-Control`, and answer 304 to whoever has it already.

    Where an ETag says which state of the content it is of, nothing is looked up as long as that is the present one.
    The frontend keeps finished pages and is told of every change, so shared caches are asked to check each time. What
    was asked with a token is for the asker alone and kept by nobody, whatever the method and the outcome.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        told = any(name in request.headers for name in TOKEN_HEADERS)
        tags = [] if told else given_tags(request)
        if good := still_good(tags):
            unchanged = HttpResponseNotModified(headers={"ETag": good.whole})
            patch_cache_control(unchanged, public=True, max_age=0, must_revalidate=True)
            return unchanged
        response = self.get_response(request)
        if request.path_info.startswith(API_PREFIX) and told:
            response["Cache-Control"] = "private, no-store"
            return response
        if not request.path_info.startswith(API_PREFIX) or request.method != "GET" or response.status_code != 200:
            return response
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
            set_response_etag(response)
            if not response.has_header("ETag"):  # an empty file, as of a post without references
                return response
            same = next((tag.whole for tag in tags if tag.content == response["ETag"].strip('"')), None)
            response["ETag"] = versioned_tag(request, response["ETag"])
            return get_conditional_response(request, etag=same or response["ETag"], response=response) or response
        return response


def frontends() -> list[str]:
    """Return the address of every process of the frontend: each keeps pages of its own and is told for itself."""
    return [each.strip().rstrip("/") for each in settings.FRONTEND_URL.split(",") if each.strip()]


def purge(keys: Iterable[str], paths: Iterable[str] = (), *, gone: Iterable[str] = ()) -> None:
    """Ask, with the running change, for everything that carries one of `keys` or lies at `paths` to be made anew.

    What carries a key of `gone` is dropped at once: readers may not see it again, even while the backend is away.
    """
    now = timezone.now()
    told = {"keys": sorted(set(keys)), "paths": sorted(set(paths)), "gone": sorted(set(gone))}
    with transaction.atomic():
        note_change(now=now)
        outbox.write_many(topic=PURGE, messages=[("", {**told, "to": each}) for each in frontends()], now=now)


def purge_by(keys: Iterable[str], *, name: str, per: timedelta) -> None:
    """Ask for the same once for each stretch of `per`, at its end, however often it is asked for under `name`."""
    now = timezone.now()
    stretch = int(per.total_seconds())
    end = (int(now.timestamp()) // stretch + 1) * stretch
    told = {"keys": sorted(set(keys)), "paths": [], "gone": []}
    delay = datetime.fromtimestamp(end, tz=UTC) - now
    messages = [(f"{name}@{end} {each}", {**told, "to": each}) for each in frontends()]
    with transaction.atomic():
        outbox.write_many(topic=PURGE, messages=messages, now=now, delay=delay)


@outbox.handles(PURGE)
def send_purge(payload: outbox.Payload) -> None:
    """Tell one process of the frontend what to drop, signed and stamped.

    Raises `requests.RequestException` when it can't be reached or refuses.
    """
    told = dict(payload)
    url = told.pop("to") + PURGE_PATH
    body = json.dumps(told).encode()
    stamp = int(time.time())
    signed = hmac.new(settings.FRONTEND_SECRET.encode(), f"purge;{stamp};".encode() + body, sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Purge-Signature": f"t={stamp},v1={signed}"}
    if request_id := current_trail().request_id:
        headers[REQUEST_ID] = request_id
    forget_changes(now=timezone.now())
    requests.post(url, data=body, headers=headers, timeout=PURGE_TIMEOUT).raise_for_status()


def on_page_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Purge everything when a page was published."""
    purge({EVERYTHING})


def on_page_hidden(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Purge everything when a page was unpublished or is about to be deleted, and drop what shows it."""
    purge({EVERYTHING}, gone={page_key(instance.pk)})


def on_branch_locked(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Drop everything when a branch was locked: its pages stand in listings, menus and links to each other."""
    purge({EVERYTHING}, gone={EVERYTHING})


@outbox.handles(PICTURES_READY)
def on_pictures_ready(payload: outbox.Payload) -> None:
    """Purge everything when there are more files of a picture now: it stands on its page and on cards of it."""
    purge({EVERYTHING})


def on_page_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Purge everything: addresses and breadcrumbs change for a whole branch. Drop it if that is locked from now on."""
    locked = Page.objects.get(pk=instance.pk).get_view_restrictions().exists()
    purge({EVERYTHING}, gone={EVERYTHING} if locked else ())


def on_shared_changed(sender: type[Any], **kwargs: Any) -> None:
    """Purge everything when something that stands on many pages was saved or deleted."""
    purge({EVERYTHING})


def on_edited(sender: type[Any], created: bool = False, **kwargs: Any) -> None:
    """Purge everything when something that stands on many pages was saved again; a new one stands nowhere yet."""
    if not created:
        on_shared_changed(sender)


def on_redirect_changed(sender: type[Redirect], instance: Redirect, **kwargs: Any) -> None:
    """Purge what is kept at the path that leads elsewhere now, or no longer does."""
    path = instance.old_path.split("?", 1)[0]
    purge((), {path, f"{path}/"})


def on_thread_changed(sender: Any, page_id: int | None, change: str, **kwargs: Any) -> None:
    """Purge what shows the comments of a page; everything where a policy was set, or a moment passed, for a branch."""
    if change == "set_policy" or (change == "moment" and page_id is None):
        purge({EVERYTHING})
    elif page_id is not None and change in LIKES:
        purge_by({comments_key(page_id)}, name=comments_key(page_id), per=PATIENCE_WITH_LIKES)
    elif page_id is not None:
        purge({comments_key(page_id), THREADS})


def connect(*, shared: Iterable[type[Any]], edited: Iterable[type[Any]], thread_changed: Any) -> None:
    """Listen to every change that readers can see.

    `shared` are the models shown on many pages; so are those of `edited`, but for a row that was only just made.
    A view restriction and a redirect are shared too: each decides what lies behind many addresses.
    """
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_hidden)
    post_page_move.connect(on_page_moved)
    pre_delete.connect(on_any_deleted)
    post_save.connect(on_branch_locked, sender=PageViewRestriction)
    post_delete.connect(on_shared_changed, sender=PageViewRestriction)
    for signal in (post_save, post_delete):
        signal.connect(on_redirect_changed, sender=Redirect)
    for model in (*shared, Site, SiteBrand):
        post_save.connect(on_shared_changed, sender=model)
        post_delete.connect(on_shared_changed, sender=model)
    for model in edited:
        post_save.connect(on_edited, sender=model)
        post_delete.connect(on_shared_changed, sender=model)
    thread_changed.connect(on_thread_changed)


def on_any_deleted(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Purge what shows or names a page of any type that is about to be deleted."""
    if isinstance(instance, Page):
        on_page_hidden(sender, instance=instance)
