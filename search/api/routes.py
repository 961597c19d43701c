"""The routes: read the request, ask, answer."""

import re
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from ground.problems import FieldError, Problem
from ground.schemas import declared_parameters_only
from ground.viewer import Viewer, viewer_for
from search.api.schemas import (
    FacetPayload,
    FacetsPayload,
    HitPayload,
    PromotedPayload,
    SearchPayload,
    SuggestionPayload,
    SuggestionsPayload,
)
from search.asking import note
from search.cursor import Cursor, Sort, UnknownCursor
from search.finding import Results, Search, find
from search.models import Label
from search.suggesting import suggest
from search.words.queries import LONGEST

router = Router(tags=["search"])

_SLUG = re.compile(r"[\w-]{1,150}")

Slug = Annotated[str | None, Query(max_length=150, description="Only posts with the one of this slug.")]
SiteName = Annotated[str | None, Query(description="The site asked, as host or host:port.")]
Language = Annotated[
    str | None, Query(max_length=12, description="Only posts in this language; without it, in that of the site.")
]
Text = Annotated[
    str,
    Query(
        max_length=LONGEST,
        description="Words; a phrase in quotation marks; `-word` for what must not be there. Nothing finds all posts.",
    ),
]


@router.get("/search/", response=SearchPayload, operation_id="search", summary="Find posts")
@declared_parameters_only
def search(
    request: HttpRequest,
    q: Text = "",
    category: Slug = None,
    tag: Slug = None,
    author: Slug = None,
    series: Slug = None,
    year: Annotated[int | None, Query(ge=1000, le=2999, description="Only posts first published in it.")] = None,
    sort: Annotated[Sort, Query(description="What comes first.")] = Sort.RELEVANCE,
    cursor: Annotated[str, Query(max_length=64, description="`next` of an earlier answer.")] = "",
    language: Language = None,
    site: SiteName = None,
) -> SearchPayload:
    """Return posts with what is looked for; all of it if there are any, else some of it. Filters must all be true."""
    now, viewer = timezone.now(), viewer_for(request)
    slugs = {"category": category, "tag": tag, "author": author, "series": series}
    filters = {kind: _slug(kind, slug) for kind, slug in slugs.items() if slug is not None}
    if year is not None:
        filters["year"] = str(year)
    asked = Search(
        text=q,
        language=_language(language, viewer=viewer),
        filters=filters,
        sort=sort,
        cursor=_cursor(cursor) if cursor else Cursor.first(now=now),
    )
    results = find(asked, viewer=viewer, now=now)
    if not cursor and not filters:
        note(text=results.query.text, language=asked.language, found=bool(results.total), now=now)
    return _payload(results, asked)


@router.get("/suggest/", response=SuggestionsPayload, operation_id="suggest", summary="What might be typed")
@declared_parameters_only
def suggestions(request: HttpRequest, q: Text, language: Language = None, site: SiteName = None) -> SuggestionsPayload:
    """Return posts, authors, categories and tags with words that begin like those of `q`."""
    now, viewer = timezone.now(), viewer_for(request)
    found = suggest(q, language=_language(language, viewer=viewer), viewer=viewer, now=now)
    return SuggestionsPayload(
        query=q,
        suggestions=[SuggestionPayload(kind=each.kind, title=each.title, path=each.path) for each in found],
    )


def _payload(results: Results, asked: Search) -> SearchPayload:
    facets: dict[str, list[FacetPayload]] = {kind.value: [] for kind in Label.Kind}
    for value in results.values:
        chosen = asked.filters.get(value.kind) == value.slug
        facets[value.kind].append(FacetPayload(slug=value.slug, name=value.name, count=value.count, chosen=chosen))
    return SearchPayload(
        query=results.query.text,
        language=asked.language,
        sort=asked.sort.value,
        match=results.match,
        meant=results.meant,
        total=results.total,
        promoted=[
            PromotedPayload(title=each.title, path=each.path, description=each.description, card=each.card)
            for each in results.promoted
        ],
        hits=[HitPayload(card=hit.card, title=hit.title, passages=hit.passages) for hit in results.hits],
        facets=FacetsPayload(**facets),
        next=str(results.next) if results.next else None,
    )


def _slug(name: str, slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        raise _invalid(name, _("Give the slug of one, such as in its address."))
    return slug


def _language(asked: str | None, *, viewer: Viewer) -> str:
    """Return the language to search in. Raises `Problem` 400 for one that no content is in."""
    if asked is None:
        return str(viewer.site.root_page.locale.language_code)
    if asked not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        raise _invalid("language", _("There is no content in this language."))
    return asked


def _cursor(text: str) -> Cursor:
    try:
        return Cursor.parse(text)
    except UnknownCursor:
        raise _invalid("cursor", _("This is no place in a list: leave it out to begin anew.")) from None


def _invalid(name: str, message: str) -> Problem:
    return Problem(
        status=400,
        code="invalid",
        title=_("A query parameter can't be used as it is."),
        detail=f"{name}: {message}",
        errors=[FieldError(field=name, code="invalid", message=message)],
    )
