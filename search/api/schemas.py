"""The named shapes of what search answers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from blog.payloads.schemas import CardPayload


class SearchAnswer(BaseModel):
    """What all answers of search share: nothing beside the named fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HitPayload(SearchAnswer):
    """A post that was found. `title` and `passages` are HTML with `<mark>` as their only tag, around what was found."""

    card: CardPayload
    title: str
    passages: list[str]


class PromotedPayload(SearchAnswer):
    """A result that editors chose for this query; `path` may lead elsewhere, `card` comes with a post."""

    title: str
    path: str
    description: str
    card: CardPayload | None


class FacetPayload(SearchAnswer):
    """Something to narrow results by, and how many posts that would leave."""

    slug: str
    name: str
    count: int
    chosen: bool


class FacetsPayload(SearchAnswer):
    """What results can be narrowed by: each kind counted with the other filters, without its own."""

    category: list[FacetPayload]
    tag: list[FacetPayload]
    author: list[FacetPayload]
    series: list[FacetPayload]
    year: list[FacetPayload]


class SearchPayload(SearchAnswer):
    """A page of results, best or newest first.

    `match` is "some" when no post has everything that was looked for and those with a part of it are shown. `meant` is
    a query, spelled otherwise, that finds something. `promoted` comes with the first page only.
    """

    query: str
    language: str
    sort: Literal["relevance", "date"]
    match: Literal["all", "some"]
    meant: str | None
    total: int
    promoted: list[PromotedPayload]
    hits: list[HitPayload]
    facets: FacetsPayload
    next: str | None = Field(description="Give it as `cursor` to go on.")


class SuggestionPayload(SearchAnswer):
    """A place one may want to go to."""

    kind: Literal["post", "author", "category", "tag"]
    title: str
    path: str


class SuggestionsPayload(SearchAnswer):
    """What begins like what was typed: few, the best first."""

    query: str
    suggestions: list[SuggestionPayload]
