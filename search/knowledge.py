"""What is known of a query before the index is asked: what editors promote for it and mean by it, which words exist."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Cast
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.search.utils import normalise_query_string

from search.models import Synonym, Word
from search.models.synonyms import phrases
from search.words.queries import Phrase, SearchQuery

MOST_PROMOTED = 5
"""Results above the others; more would be a page of its own."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A result that editors chose for a query: a page, or an address elsewhere with its title."""

    page_id: int | None
    url: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Promotions in the editors' order, synonyms by expression, in how many documents each known term is."""

    promotions: tuple[Promotion, ...] = ()
    synonyms: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)


def query_key(text: str) -> str:
    """Return the text under which promotions and reports know a query."""
    return str(normalise_query_string(text))


def knowledge(query: SearchQuery) -> Knowledge:
    """Return what is known of `query`, in one statement."""
    nothing = Cast(Value(None), IntegerField())
    promoted = SearchPromotion.objects.filter(query__query_string=query_key(query.text)).order_by()
    taught = Synonym.objects.filter(language=query.language, expression__in=query.expressions()).order_by()
    known = Word.objects.filter(language=query.language, term__in=query.terms).order_by()
    rows = promoted.values_list(
        Value("promotion"), "page_id", F("sort_order"), "external_link_url", "external_link_text", "description"
    ).union(
        taught.values_list(Value("synonym"), nothing, nothing, "expression", "others", Value("")),
        known.values_list(Value("word"), nothing, F("documents"), "term", Value(""), Value("")).distinct(),
        all=True,
    )
    promotions: list[tuple[int, Promotion]] = []
    synonyms: dict[str, tuple[Phrase, ...]] = {}
    documents: dict[str, int] = {}
    for kind, page_id, number, name, text, description in rows:
        if kind == "promotion":
            promotions.append((number or 0, Promotion(page_id, name, text or "", description)))
        elif kind == "synonym":
            synonyms[name] = phrases(text, language=query.language)
        else:
            documents[name] = max(number, documents.get(name, 0))
    chosen = sorted(promotions, key=lambda pair: pair[0])[:MOST_PROMOTED]
    return Knowledge(tuple(each for _, each in chosen), synonyms, documents)
