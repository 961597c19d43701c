"""Being told of answers by mail: asked for, ended."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Status

from comments.api import own_words, subscription_words
from comments.api.identity import author_of, signed_in
from comments.api.own_payloads import page_payload
from comments.api.own_schemas import MessagePayload
from comments.api.routes.router import PageId, SiteName, router
from comments.api.subscription_schemas import EndingPayload, SubscribeBody, SubscribedPayload, UnsubscribeBody
from comments.models import Commenter
from comments.selectors.identity import Author
from comments.selectors.subscriptions import Followed, ending_of, followed_comment, followed_page
from comments.services.identity import ask_for_link
from comments.services.subscribing import end, subscribe, unsubscribe
from ground.address import client_address, origin_hash
from ground.roots import public_path, root_for, speak
from ground.schemas import declared_parameters_only
from ground.throttle import Throttled
from ground.tokens import LONGEST, InvalidToken
from ground.viewer import Viewer, public_pages, viewer_for

PRIVATE = "private, no-store"


@router.post(
    "/comments/{uuid}/subscribe/",
    response={200: SubscribedPayload, 202: SubscribedPayload},
    operation_id="followComment",
    summary="Be told by mail of answers to a comment",
)
@declared_parameters_only
def follow_comment(
    request: HttpRequest, response: HttpResponse, uuid: UUID, payload: SubscribeBody, site: SiteName = None
) -> Status[SubscribedPayload]:
    """Tell a reader of answers to a comment that is public, or their own: at once, or once they confirm an address."""
    now, viewer = timezone.now(), viewer_for(request)
    author = author_of(request, now=now)
    response["Cache-Control"] = PRIVATE
    followed = followed_comment(uuid=uuid, author=author, viewer=viewer, now=now)
    return _follow(request, payload, followed, author=author, viewer=viewer, now=now)


@router.post(
    "/pages/{page_id}/comments/subscribe/",
    response={200: SubscribedPayload, 202: SubscribedPayload},
    operation_id="followPage",
    summary="Be told by mail of all comments on a page",
)
@declared_parameters_only
def follow_page(
    request: HttpRequest, response: HttpResponse, page_id: PageId, payload: SubscribeBody, site: SiteName = None
) -> Status[SubscribedPayload]:
    """Tell a reader of all comments on a page: at once, or once they confirm an address."""
    now, viewer = timezone.now(), viewer_for(request)
    response["Cache-Control"] = PRIVATE
    followed = followed_page(page_id=page_id, viewer=viewer, now=now)
    return _follow(request, payload, followed, author=author_of(request, now=now), viewer=viewer, now=now)


@router.get("/unsubscribe/", response=EndingPayload, operation_id="showEnding", summary="What the link in a mail ends")
@declared_parameters_only
def show_ending(
    request: HttpRequest,
    response: HttpResponse,
    token: Annotated[str, Query(min_length=1, max_length=LONGEST, description="The token out of the mail.")],
    site: SiteName = None,
) -> EndingPayload:
    """Return what a token would end, and end nothing: programs that read mail open every link."""
    now, viewer = timezone.now(), viewer_for(request)
    response["Cache-Control"] = PRIVATE
    try:
        ending = ending_of(token, now=now)
    except InvalidToken:
        raise own_words.link_invalid() from None
    page = None
    if ending.subscription is not None:
        page = public_pages(viewer, now=now).filter(pk=ending.subscription.page_id).first()
    return EndingPayload(
        active=ending.active,
        page=None if page is None else page_payload(page, viewer=viewer),
    )


@router.post("/unsubscribe/", response=MessagePayload, operation_id="unsubscribe", summary="End mail about comments")
@declared_parameters_only
def end_mail(request: HttpRequest, payload: UnsubscribeBody, site: SiteName = None) -> MessagePayload:
    """End what a mail was about, or all mail. Needs the mail's token alone, and may be said twice."""
    viewer_for(request)
    try:
        unsubscribe(token=payload.token, everything=payload.everything, now=timezone.now())
    except InvalidToken:
        raise own_words.link_invalid() from None
    return MessagePayload(message=subscription_words.unsubscribed(everything=payload.everything))


@router.delete(
    "/me/subscriptions/{uuid}/",
    response=MessagePayload,
    operation_id="endSubscription",
    summary="Be told no longer",
)
@declared_parameters_only
def end_one(request: HttpRequest, uuid: UUID, site: SiteName = None) -> MessagePayload:
    """End one subscription of the reader who is signed in."""
    viewer_for(request)
    if not end(commenter=signed_in(request, now=timezone.now()), subscription=uuid):
        raise Http404
    return MessagePayload(message=subscription_words.unsubscribed(everything=False))


def _follow(
    request: HttpRequest,
    payload: SubscribeBody,
    followed: Followed | None,
    *,
    author: Author,
    viewer: Viewer,
    now: datetime,
) -> Status[SubscribedPayload]:
    if followed is None:
        raise Http404
    speak(root_for(viewer.site, public_path(viewer.site, followed.page.url_path) or "/").language)
    if author.commenter is not None:
        try:
            subscribe(commenter=author.commenter, followed=followed, now=now)
        except Throttled as error:
            raise subscription_words.too_many(error) from None
        except Commenter.DoesNotExist:
            raise own_words.sign_in_first() from None
        return Status(200, SubscribedPayload(status="subscribed", message=subscription_words.subscribed()))
    if payload.email is None:
        raise own_words.fields_missing("email")
    origin = origin_hash(client_address(request))
    try:
        ask_for_link(email=payload.email, followed=followed, viewer=viewer, origin=origin, now=now)
    except Throttled as error:
        raise own_words.too_many_links(error) from None
    return Status(202, SubscribedPayload(status="mailed", message=subscription_words.mailed()))
