"""What readers see of their own, take along, and have erased."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from comments.api import own_words, words
from comments.api.identity import signed_in
from comments.api.own_payloads import export_payload, own_payload, reader_payload, subscription_payload
from comments.api.own_schemas import ExportPayload, MePayload, MessagePayload, NameBody, ReaderPayload
from comments.api.routes.router import SiteName, router
from comments.selectors.cursor import UnknownCursor
from comments.selectors.own import own_comments, subscriptions_of
from comments.selectors.stored import stored_about
from comments.services.erasing import erase_commenter
from comments.services.identity import NameReserved, rename, sign_out
from comments.submission import normal_name
from ground.schemas import declared_parameters_only
from ground.viewer import viewer_for


@router.get("/me/", response=MePayload, operation_id="me", summary="A reader's own comments")
@declared_parameters_only
def read_own(
    request: HttpRequest,
    cursor: Annotated[str, Query(max_length=64, description="`next` of an earlier answer.")] = "",
    site: SiteName = None,
) -> MePayload:
    """Return a part of what the signed-in reader wrote, and how it stands."""
    now, viewer = timezone.now(), viewer_for(request)
    commenter = signed_in(request, now=now)
    try:
        own = own_comments(commenter=commenter, viewer=viewer, now=now, cursor=cursor)
    except UnknownCursor:
        raise words.unknown_cursor() from None
    told_of = [] if cursor else subscriptions_of(commenter=commenter, viewer=viewer, now=now)
    return MePayload(
        reader=reader_payload(commenter),
        comments=[own_payload(comment) for comment in own.comments],
        next=own.next,
        subscriptions=[subscription_payload(each, viewer=viewer) for each in told_of],
    )


@router.patch("/me/", response=ReaderPayload, operation_id="rename", summary="Write under another name from now on")
@declared_parameters_only
def rename_reader(request: HttpRequest, payload: NameBody, site: SiteName = None) -> ReaderPayload:
    """Give the signed-in reader another name. What they wrote so far keeps the name it was written under."""
    commenter = signed_in(request, now=timezone.now())
    name = normal_name(payload.name)
    if not name:
        raise own_words.fields_missing("name")
    try:
        return reader_payload(rename(commenter=commenter, name=name))
    except NameReserved:
        raise own_words.name_reserved() from None


@router.get("/me/export/", response=ExportPayload, operation_id="exportMe", summary="Everything stored about a reader")
@declared_parameters_only
def export(request: HttpRequest, site: SiteName = None) -> ExportPayload:
    """Return everything that is stored about the signed-in reader."""
    commenter = signed_in(request, now=timezone.now())
    return export_payload(stored_about(email=commenter.email))


@router.post("/me/erase/", response=MessagePayload, operation_id="eraseMe", summary="Erase everything about a reader")
@declared_parameters_only
def erase(request: HttpRequest, site: SiteName = None) -> MessagePayload:
    """Erase the signed-in reader for good. Threads keep their shape."""
    now = timezone.now()
    commenter = signed_in(request, now=now)
    return MessagePayload(message=own_words.erased(erase_commenter(email=commenter.email, now=now)))


@router.post("/me/sign-out/", response=MessagePayload, operation_id="signOut", summary="Sign out everywhere")
@declared_parameters_only
def leave(request: HttpRequest, site: SiteName = None) -> MessagePayload:
    """Make every token of the signed-in reader worth nothing."""
    now = timezone.now()
    sign_out(commenter=signed_in(request, now=now), now=now)
    return MessagePayload(message=own_words.signed_out())
