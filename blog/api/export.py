"""The papers of a post as a file for reference managers."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Path, Query, Router

from blog.api.parameters import MAX_ID
from blog.models import BlogPostPage
from blog.payloads.papers import numbered_papers
from blog.reference_formats import Format, write
from ground.schemas import declared_parameters_only
from ground.viewer import public_pages, viewer_for

router = Router(tags=["content"])

LIST_OF_PAPERS = {"type": "array", "items": {"type": "object"}}

FILES = {
    Format.BIBTEX: ("application/x-bibtex; charset=utf-8", "bib"),
    Format.RIS: ("application/x-research-info-systems; charset=utf-8", "ris"),
    Format.CSL_JSON: ("application/vnd.citationstyles.csl+json; charset=utf-8", "json"),
}
"""The media type and the ending of each format's files."""

RESPONSES = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                kind.split(";")[0]: {"schema": LIST_OF_PAPERS if ending == "json" else {"type": "string"}}
                for kind, ending in FILES.values()
            },
        }
    }
}


@router.get(
    "/posts/{post}/references/",
    operation_id="postReferences",
    summary="The references of a post as a file",
    openapi_extra=RESPONSES,
)
@declared_parameters_only
def post_references(
    request: HttpRequest,
    post: Annotated[int, Path(ge=1, le=MAX_ID, description="The id of a post.")],
    format: Annotated[Literal["bibtex", "ris", "csl-json"], Query(description="Which kind of file.")],  # noqa: A002 - the parameter's name
    site: Annotated[str | None, Query(description="The site asked, as host or host:port.")] = None,
) -> HttpResponse:
    """Return the post's papers in the order of their numbers. Raises `Http404` for a post readers may not see."""
    found = public_pages(viewer_for(request), now=timezone.now(), model=BlogPostPage).filter(pk=post).first()
    if found is None:
        raise Http404
    kind, ending = FILES[Format(format)]
    papers = numbered_papers(found)
    text = write([paper.item for paper in papers], format=Format(format))
    name = f"{found.slug}-references.{ending}"
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": _attachment(name)})


def _attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
