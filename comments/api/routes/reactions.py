"""What readers do with a comment besides answering it: like it, or report it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Status

from comments import selectors, services
from comments.api import reaction_words, words
from comments.api.identity import commenter_of
from comments.api.reaction_schemas import LikeBody, LikePayload, MinePayload, ReportBody, ReportedPayload
from comments.api.routes.router import PageId, SiteName, router
from comments.models import Report
from comments.selectors.reactions import Reacting, own_likes
from ground.address import client_address, network, origin_hash
from ground.schemas import declared_parameters_only
from ground.viewer import viewer_for

PRIVATE = "private, no-store"

Key = Annotated[UUID | None, Query(description="The key under which the likes were given; not for the signed in.")]


def _reader(request: HttpRequest, key: UUID | None, *, now: datetime) -> Reacting:
    address = client_address(request)
    return Reacting(
        commenter=commenter_of(request, now=now),
        key=key,
        network=network(address),
        origin=origin_hash(address, now=now),
    )


@router.post("/comments/{uuid}/vote/", response=LikePayload, operation_id="likeComment", summary="Like a comment")
@declared_parameters_only
def like_comment(
    request: HttpRequest, response: HttpResponse, uuid: UUID, payload: LikeBody, site: SiteName = None
) -> LikePayload:
    """Note that the caller likes a public comment; saying so again changes nothing."""
    now, viewer = timezone.now(), viewer_for(request)
    response["Cache-Control"] = PRIVATE
    reader = _reader(request, payload.key, now=now)
    try:
        score = services.like(comment=uuid, reader=reader, viewer=viewer, now=now)
    except services.CommentNotFound:
        raise Http404 from None
    except services.CannotLike as error:
        raise reaction_words.cannot_like(error.why) from None
    except services.Refused as error:
        raise words.refused(error.refusal) from None
    return LikePayload(score=score, liked=True)


@router.delete("/comments/{uuid}/vote/", response=LikePayload, operation_id="unlikeComment", summary="Take a like back")
@declared_parameters_only
def unlike_comment(
    request: HttpRequest, response: HttpResponse, uuid: UUID, key: Key = None, site: SiteName = None
) -> LikePayload:
    """Take the caller's like of a public comment back, if there is one."""
    now, viewer = timezone.now(), viewer_for(request)
    response["Cache-Control"] = PRIVATE
    reader = _reader(request, key, now=now)
    try:
        score = services.unlike(comment=uuid, reader=reader, viewer=viewer, now=now)
    except services.CommentNotFound:
        raise Http404 from None
    except services.CannotLike as error:
        raise reaction_words.cannot_like(error.why) from None
    except services.Refused as error:
        raise words.refused(error.refusal) from None
    return LikePayload(score=score, liked=False)


@router.post(
    "/comments/{uuid}/report/",
    response={202: ReportedPayload},
    operation_id="reportComment",
    summary="Say that a comment should not stand",
)
@declared_parameters_only
def report_comment(
    request: HttpRequest, response: HttpResponse, uuid: UUID, payload: ReportBody, site: SiteName = None
) -> Status[ReportedPayload]:
    """Keep the caller's report of a public comment for the moderators, once for each text of it."""
    now, viewer = timezone.now(), viewer_for(request)
    response["Cache-Control"] = PRIVATE
    try:
        services.report(
            comment=uuid,
            reason=Report.Reasons(payload.reason),
            note=payload.note,
            reader=_reader(request, payload.key, now=now),
            viewer=viewer,
            now=now,
        )
    except services.CommentNotFound:
        raise Http404 from None
    except services.Refused as error:
        raise words.refused(error.refusal) from None
    return Status(202, ReportedPayload(status="reported", message=reaction_words.reported()))


@router.get(
    "/pages/{page_id}/comments/mine/", response=MinePayload, operation_id="myReactions", summary="What one likes here"
)
@declared_parameters_only
def read_mine(
    request: HttpRequest, response: HttpResponse, page_id: PageId, key: Key = None, site: SiteName = None
) -> MinePayload:
    """Return which comments of a page the caller likes; kept apart from the thread, which is the same for everyone."""
    now, viewer = timezone.now(), viewer_for(request)
    response["Cache-Control"] = PRIVATE
    commenter, place = commenter_of(request, now=now), network(client_address(request))
    reader = Reacting(commenter=commenter, key=key, network=place, origin="")
    try:
        likes = own_likes(page_id=page_id, reader=reader, viewer=viewer, now=now)
    except selectors.ThreadNotFound:
        raise Http404 from None
    return MinePayload(likes=likes)
