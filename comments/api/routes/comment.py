"""One comment."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from comments import selectors
from comments.api.payloads import comment_payload
from comments.api.routes.router import SiteName, router
from comments.api.schemas import PermalinkPayload
from ground.schemas import declared_parameters_only
from ground.viewer import viewer_for


@router.get("/comments/{uuid}/", response=PermalinkPayload, operation_id="comment", summary="One comment")
@declared_parameters_only
def read_comment(request: HttpRequest, uuid: UUID, site: SiteName = None) -> PermalinkPayload:
    """Return one public comment, without its replies, and the page it is on."""
    try:
        comment = selectors.public_comment(uuid=uuid, viewer=viewer_for(request), now=timezone.now())
    except selectors.ThreadNotFound:
        raise Http404 from None
    return PermalinkPayload(page=comment.page_id, **comment_payload(comment).model_dump())
