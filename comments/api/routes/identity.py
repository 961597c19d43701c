"""An address is confirmed by a mailed link: asked for, shown, confirmed."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Status

from comments.api import own_words
from comments.api.own_payloads import own_payload, page_payload, reader_payload
from comments.api.own_schemas import ConfirmedPayload, LinkBody, LinkPayload, MessagePayload, TokenBody
from comments.api.routes.router import SiteName, router
from comments.selectors.identity import LINK_LIFETIME, READER_LIFETIME, Author, link_with, reader_token
from comments.selectors.own import comment_of_link, own_comment
from comments.selectors.subscriptions import followed_with
from comments.services.identity import ask_for_link, confirm_address
from ground.address import client_address, origin_hash
from ground.schemas import declared_parameters_only
from ground.throttle import Throttled
from ground.tokens import LONGEST, InvalidToken, SpentToken
from ground.viewer import viewer_for


@router.post(
    "/identity/link/",
    response={202: MessagePayload},
    operation_id="askForLink",
    summary="Have a link mailed that confirms an address and signs in",
)
@declared_parameters_only
def ask(request: HttpRequest, payload: LinkBody, site: SiteName = None) -> Status[MessagePayload]:
    """Mail a link. The answer is the same whether the address is known or not."""
    origin, viewer = origin_hash(client_address(request)), viewer_for(request)
    try:
        ask_for_link(email=payload.email, comment=payload.comment, viewer=viewer, origin=origin, now=timezone.now())
    except Throttled as error:
        raise own_words.too_many_links(error) from None
    return Status(202, MessagePayload(message=own_words.link_sent()))


@router.get(
    "/identity/confirm/", response=LinkPayload, operation_id="showLink", summary="What a mailed link would confirm"
)
@declared_parameters_only
def show(
    request: HttpRequest,
    response: HttpResponse,
    token: Annotated[str, Query(min_length=1, max_length=LONGEST, description="The token out of the link.")],
    site: SiteName = None,
) -> LinkPayload:
    """Return what a mailed link would confirm, and change nothing: programs that read mail open every link."""
    now, viewer = timezone.now(), viewer_for(request)
    try:
        link = link_with(token, now=now)
    except SpentToken:
        raise own_words.link_used() from None
    except InvalidToken:
        raise own_words.link_invalid() from None
    response["Cache-Control"] = "private, no-store"
    found = comment_of_link(link, viewer=viewer, now=now)
    followed = followed_with(link, viewer=viewer, now=now)
    return LinkPayload(
        email=link.email,
        expires_at=link.asked_at + LINK_LIFETIME,
        comment=None if found is None else own_payload(found),
        told_of=None if followed is None else page_payload(followed.page, viewer=viewer),
    )


@router.post(
    "/identity/confirm/",
    response=ConfirmedPayload,
    operation_id="confirmAddress",
    summary="Confirm an address, and sign in",
)
@declared_parameters_only
def confirm(
    request: HttpRequest, response: HttpResponse, payload: TokenBody, site: SiteName = None
) -> ConfirmedPayload:
    """Use up a mailed link: the address is confirmed, its comment with it, and the reader is signed in."""
    now, viewer = timezone.now(), viewer_for(request)
    try:
        confirmed = confirm_address(token=payload.token, viewer=viewer, now=now)
    except SpentToken:
        raise own_words.link_used() from None
    except InvalidToken:
        raise own_words.link_invalid() from None
    response["Cache-Control"] = "private, no-store"
    author, comment, told = Author(commenter=confirmed.commenter), confirmed.comment, confirmed.subscription
    found = None if comment is None else own_comment(uuid=comment.uuid, author=author, viewer=viewer, now=now)
    return ConfirmedPayload(
        message=own_words.confirmed(),
        token=reader_token(confirmed.commenter, now=now),
        expires_at=now + READER_LIFETIME,
        reader=reader_payload(confirmed.commenter),
        comment=None if found is None else own_payload(found),
        told_of=None if told is None else page_payload(told.page, viewer=viewer),
    )
