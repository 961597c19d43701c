"""A thread: read a part of it, write to it, count many."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Status

from comments import selectors, services
from comments.api import own_words, words
from comments.api.identity import author_of, commenter_of
from comments.api.payloads import comment_payload, thread_payload
from comments.api.routes.form import form_age
from comments.api.routes.router import ID_MAX, PageId, SiteName, router
from comments.api.schemas import CommentBody, CountsPayload, HeldPayload, PublishedPayload, ThreadPayload
from comments.api.site_words import site_words
from comments.models import Commenter
from comments.selectors.identity import account_of, author_token
from comments.selectors.own import own_on_page
from comments.selectors.thread import fresh_comment, language_of
from ground.address import client_address, origin_hashes
from ground.problems import FieldError, Problem
from ground.roots import public_path, root_for, speak
from ground.schemas import declared_parameters_only
from ground.viewer import viewer_for

PAGES_MAX = 100
"""Pages whose comments are counted in one call."""


@router.get(
    "/pages/{page_id}/comments/", response=ThreadPayload, operation_id="thread", summary="The comments of a page"
)
@declared_parameters_only
def read_thread(
    request: HttpRequest,
    page_id: PageId,
    sort: Annotated[selectors.Sort, Query(description="From which end of time.")] = "oldest",
    cursor: Annotated[str, Query(max_length=64, description="`next` or `more` of an earlier answer.")] = "",
    site: SiteName = None,
) -> ThreadPayload:
    """Return a part of the public comments of a page, with what holds for commenting there, and the caller's own."""
    now, viewer = timezone.now(), viewer_for(request)
    try:
        thread = selectors.thread(page_id=page_id, viewer=viewer, now=now, cursor=cursor, sort=sort)
    except selectors.ThreadNotFound:
        raise Http404 from None
    except selectors.UnknownCursor:
        raise words.unknown_cursor() from None
    speak(thread.language)
    own = own_on_page(page_id=page_id, author=author_of(request, now=now), viewer=viewer, now=now)
    return thread_payload(thread, own=own, now=now, said=site_words(viewer.site))


@router.post(
    "/pages/{page_id}/comments/",
    response={201: PublishedPayload, 202: HeldPayload},
    operation_id="submitComment",
    summary="Write a comment, or answer one",
)
@declared_parameters_only
def write_comment(
    request: HttpRequest, response: HttpResponse, page_id: PageId, payload: CommentBody, site: SiteName = None
) -> Status[PublishedPayload | HeldPayload]:
    """Store what a reader wrote: 201 if it is public at once, 202 if a moderator reads it first."""
    now, viewer = timezone.now(), viewer_for(request)
    commenter = commenter_of(request, now=now)
    name, email = _signature(payload, commenter)
    origin, *former_origins = origin_hashes(client_address(request), now=now)
    submission = services.Submission(
        body=payload.body,
        name=name,
        email=email,
        website=payload.website,
        parent=payload.parent,
        key=payload.key,
        origin=origin,
        former_origins=tuple(former_origins),
        form_age=form_age(payload.form, now=now),
        honeypot=payload.trap,
        tell_decision=payload.tell_me,
    )
    try:
        submitted = services.submit_comment(
            page_id=page_id,
            submission=submission,
            viewer=viewer,
            commenter=commenter,
            user=account_of(commenter),
            now=now,
        )
    except services.PageNotFound:
        raise Http404 from None
    except services.KeyReused:
        raise words.key_reused() from None
    except services.Refused as error:
        speak(language_of(page_id=page_id, viewer=viewer))
        raise words.refused(error.refusal, said=site_words(viewer.site)) from None
    response["Cache-Control"] = "no-store"
    speak(root_for(viewer.site, public_path(viewer.site, submitted.comment.page_path) or "/").language)
    uuid, token = submitted.comment.uuid, author_token(submitted.comment)
    if not submitted.published:
        message = site_words(viewer.site).get("held") or words.held()
        return Status(202, HeldPayload(status="held", message=message, id=uuid, author_token=token))
    if submitted.replayed:
        seen = selectors.public_comment(uuid=uuid, viewer=viewer, now=now)
    else:
        seen = fresh_comment(submitted.comment, viewer=viewer)
    comment = comment_payload(seen)
    message = words.published()
    return Status(201, PublishedPayload(status="published", message=message, comment=comment, author_token=token))


@router.get(
    "/pages/comments/counts/", response=CountsPayload, operation_id="commentCounts", summary="Comments of many pages"
)
@declared_parameters_only
def count_comments(
    request: HttpRequest,
    pages: Annotated[str, Query(max_length=1100, description="Ids of pages, with commas between them.")],
    site: SiteName = None,
) -> CountsPayload:
    """Return how many public comments each of the pages has."""
    numbers = selectors.counts(page_ids=_page_ids(pages), viewer=viewer_for(request), now=timezone.now())
    return CountsPayload(counts={str(page_id): number for page_id, number in sorted(numbers.items())})


def _signature(payload: CommentBody, commenter: Commenter | None) -> tuple[str, str]:
    """Return the name and the address under which a comment is sent: those given, or those of the commenter."""
    if commenter is not None:
        return payload.name or commenter.name, commenter.email
    if payload.name is None or payload.email is None:
        raise own_words.fields_missing(*(name for name in ("name", "email") if getattr(payload, name) is None))
    return payload.name, payload.email


def _page_ids(text: str) -> list[int]:
    parts = text.split(",")
    known = [part for part in parts if part.isascii() and part.isdigit() and len(part) <= 10 and int(part) <= ID_MAX]
    if len(known) == len(parts) <= PAGES_MAX:
        return [int(part) for part in known]
    message = _("Give at most %(limit)s ids of pages, such as 1,2,3.") % {"limit": PAGES_MAX}
    raise Problem(
        status=400,
        code="invalid",
        title=_("The pages can't be read."),
        errors=[FieldError(field="pages", code="invalid", message=message)],
    )
