"""One comment: read, and for its author changed and deleted."""

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from comments import selectors, services
from comments.api import own_words, words
from comments.api.identity import author_of
from comments.api.own_payloads import own_payload
from comments.api.own_schemas import EditBody, EditedPayload, MessagePayload, PermalinkPayload
from comments.api.payloads import comment_payload
from comments.api.routes.router import SiteName, router
from comments.api.schemas import PreviewBody, PreviewPayload
from comments.selectors.own import own_comment, waiting_comment
from comments.services.deleting import delete_comment
from comments.services.editing import NotYours, StaleComment, TooLate, edit_comment
from comments.services.previewing import preview
from ground.address import client_address, origin_hash, origin_hashes
from ground.roots import root_for, speak
from ground.schemas import declared_parameters_only
from ground.viewer import viewer_for


@router.post(
    "/comments/preview/", response=PreviewPayload, operation_id="previewComment", summary="See a text as it would stand"
)
@declared_parameters_only
def show_preview(
    request: HttpRequest, response: HttpResponse, payload: PreviewBody, site: SiteName = None
) -> PreviewPayload:
    """Return the HTML that a text would be published as, kept nowhere. Stands before what would take it for an id."""
    now = timezone.now()
    viewer_for(request)
    response["Cache-Control"] = "private, no-store"
    origin = origin_hash(client_address(request), now=now)
    try:
        return PreviewPayload(html=preview(body=payload.body, origin=origin, now=now))
    except services.Refused as error:
        raise words.refused(error.refusal) from None


@router.get("/comments/{uuid}/", response=PermalinkPayload, operation_id="comment", summary="One comment")
@declared_parameters_only
def read_comment(request: HttpRequest, uuid: UUID, site: SiteName = None) -> PermalinkPayload:
    """Return one comment where it stands, and the page it is on: a public one, or the caller's own that waits."""
    now, viewer = timezone.now(), viewer_for(request)
    author = author_of(request, now=now)
    comment, found = waiting_comment(uuid=uuid, author=author, viewer=viewer, now=now), None
    if comment is None:
        try:
            found = selectors.comment_in_context(uuid=uuid, viewer=viewer, now=now)
        except selectors.ThreadNotFound:
            raise Http404 from None
        comment = found.comment
    speak(root_for(viewer.site, comment.page_path).language)
    own = own_comment(uuid=uuid, author=author, viewer=viewer, now=now)
    return PermalinkPayload(
        page=comment.page_id,
        above=[] if found is None else [comment_payload(one) for one in found.above],
        cursor=None if found is None else found.cursor,
        own=None if own is None else own_payload(own),
        **comment_payload(comment, waiting=found is None).model_dump(),
    )


@router.patch("/comments/{uuid}/", response=EditedPayload, operation_id="editComment", summary="Change one's comment")
@declared_parameters_only
def change_comment(request: HttpRequest, uuid: UUID, payload: EditBody, site: SiteName = None) -> EditedPayload:
    """Replace the text of the caller's own comment: for ten minutes, and until somebody has answered it."""
    now, viewer = timezone.now(), viewer_for(request)
    author = author_of(request, now=now)
    origin, *former_origins = origin_hashes(client_address(request), now=now)
    sent = services.Submission(
        body=payload.body,
        name="",
        email="",
        website="",
        parent=None,
        key=uuid,
        origin=origin,
        former_origins=tuple(former_origins),
    )
    try:
        edited = edit_comment(
            comment=uuid, sent=sent, seen_revision=payload.revision, author=author, viewer=viewer, now=now
        )
    except NotYours:
        raise Http404 from None
    except TooLate:
        raise own_words.too_late() from None
    except StaleComment as error:
        raise own_words.changed_meanwhile(error.current) from None
    except services.Refused as error:
        raise words.refused(error.refusal) from None
    own = own_comment(uuid=uuid, author=author, viewer=viewer, now=now)
    if own is None:
        raise Http404
    return EditedPayload(
        status="published" if edited.published else "held",
        message=own_words.edited(published=edited.published),
        comment=own_payload(own),
    )


@router.delete(
    "/comments/{uuid}/", response=MessagePayload, operation_id="deleteComment", summary="Delete one's comment"
)
@declared_parameters_only
def take_back(
    request: HttpRequest,
    uuid: UUID,
    revision: Annotated[int, Query(ge=1, le=2**31 - 1, description="The revision that the author saw.")],
    site: SiteName = None,
) -> MessagePayload:
    """Delete the caller's own comment for good, at any time. Replies to it stay."""
    now = timezone.now()
    viewer_for(request)
    try:
        delete_comment(comment=uuid, seen_revision=revision, author=author_of(request, now=now), now=now)
    except NotYours:
        raise Http404 from None
    except StaleComment as error:
        raise own_words.changed_meanwhile(error.current) from None
    return MessagePayload(message=own_words.deleted())
