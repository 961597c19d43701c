"""Finding posts: from what a reader typed to the posts, best first, with everything a page of results shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from blog.models import BlogPostPage
from blog.payloads import build_cards
from blog.payloads.addresses import Address
from blog.payloads.schemas import CardPayload
from blog.selectors import for_payload, own_type
from ground.viewer import Viewer, public_pages
from search.cursor import Cursor, Sort
from search.engines import engine
from search.knowledge import Knowledge, Promotion, knowledge
from search.statement import Asked, Found, Outcome, Value, run
from search.words.folding import fold
from search.words.passages import marked, passages
from search.words.queries import SearchQuery, parse, replace_words
from search.words.spelling import SHORTEST, meant

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that was found. `title` and `passages` are HTML in which the only tag is `<mark>`."""

    card: CardPayload
    title: str
    passages: list[str]


@dataclass(frozen=True, slots=True)
class Promoted:
    """A result that editors chose; `card` comes with a post."""

    title: str
    path: str
    description: str
    card: CardPayload | None


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results.

    `match` says whether every hit has all that was looked for, or, because there was none of these, some of it. `meant`
    is another query that finds something. `next` is where to go on, None at the end.
    """

    query: SearchQuery
    match: Literal["all", "some"]
    total: int
    hits: list[Hit]
    promoted: list[Promoted]
    values: Sequence[Value]
    meant: str | None
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: words, a language, filters by kind of label, an order, where to go on."""

    text: str
    language: str
    sort: Sort
    cursor: Cursor
    filters: Mapping[str, str] = field(default_factory=dict)


def find(search: Search, *, viewer: Viewer, now: datetime) -> Results:
    """Return what `viewer` may see at `now` of what is looked for, at most `PER_PAGE` hits.

    At most 7 statements beside those of the pictures' files: the number depends on neither hits nor posts.
    """
    typed = parse(search.text, language=search.language)
    known = knowledge(typed) if typed.clauses else Knowledge()
    query = typed.with_synonyms(known.synonyms)
    corrected = _corrected(query, known)
    asked = Asked(
        query=query,
        filters=search.filters,
        sort=search.sort,
        cursor=search.cursor,
        limit=PER_PAGE + 1,
        documents=known.documents,
    )
    outcome, every = _run(asked, hopeless=_has_unknown_word(query, known), corrected=corrected, viewer=viewer, now=now)
    shown = outcome.found[:PER_PAGE]
    more = len(outcome.found) > PER_PAGE
    first = search.cursor.rank is None
    hits, promoted = _shown(shown, known.promotions if first else (), query=query, viewer=viewer, now=now)
    return Results(
        query=query,
        match="all" if every else "some",
        total=outcome.total,
        hits=hits,
        promoted=promoted,
        values=outcome.values,
        meant=corrected.text if corrected and outcome.corrected else None,
        next=search.cursor.after(rank=shown[-1].rank, post_id=shown[-1].post_id) if more else None,
    )


def _run(
    asked: Asked, *, hopeless: bool, corrected: SearchQuery | None, viewer: Viewer, now: datetime
) -> tuple[Outcome, bool]:
    """Return what was found, and whether it has every word. A query with a word nobody wrote is not asked in full."""
    several = len(asked.query.clauses) > 1
    if not hopeless or not several:
        outcome = run(replace(asked, correction=corrected), viewer=viewer, now=now)
        if not several or outcome.total or _found_unfiltered(outcome):
            return outcome, True
    return run(replace(asked, every=False, correction=corrected), viewer=viewer, now=now), False


def _found_unfiltered(outcome: Outcome) -> bool:
    """Tell whether there would be hits without one of the filters: then it is the filters that leave none."""
    return any(value.count for value in outcome.values)


def _has_unknown_word(query: SearchQuery, known: Knowledge) -> bool:
    return any(_is_unknown(clause.phrases, known) for clause in query.clauses)


def _is_unknown(phrases: Sequence[tuple[str, ...]], known: Knowledge) -> bool:
    return len(phrases) == 1 and not all(known.documents.get(term) for term in phrases[0])


def _corrected(query: SearchQuery, known: Knowledge) -> SearchQuery | None:
    """Return the query with the nearest known word in place of its first unknown one, None when none is near."""
    for clause in query.clauses:
        word = fold(clause.typed)
        if not clause.is_word or not _is_unknown(clause.phrases, known) or len(word) < SHORTEST or " " in clause.typed:
            continue
        other = meant(word, engine().near_words(word, language=query.language))
        if other is not None:
            return parse(replace_words(query.text, {word: other}), language=query.language)
        return None
    return None


def _shown(
    found: Sequence[Found], promotions: Sequence[Promotion], *, query: SearchQuery, viewer: Viewer, now: datetime
) -> tuple[list[Hit], list[Promoted]]:
    """Return hits and promotions as they are shown. What `viewer` may not see is left out."""
    promoted = {each.page_id for each in promotions if each.page_id}
    wanted = {each.post_id for each in found} | promoted
    pages = for_payload(public_pages(viewer, now=now).filter(pk__in=wanted)) if wanted else []
    by_id = {page.pk: own_type(page) for page in pages}
    posts = [page for page in by_id.values() if isinstance(page, BlogPostPage)]
    cards = {card.id: card for card in build_cards(posts, viewer=viewer)} if posts else {}
    terms = query.terms
    hits = [
        Hit(
            card=cards[each.post_id],
            title=marked(cards[each.post_id].title, wanted=terms, language=query.language),
            passages=passages(each.text, wanted=terms, language=query.language),
        )
        for each in found
        if each.post_id in cards
    ]
    address = Address(viewer.site)
    chosen = []
    for each in promotions:
        if each.page_id is None:
            chosen.append(
                Promoted(title=each.title or each.url, path=each.url, description=each.description, card=None)
            )
        elif (page := by_id.get(each.page_id)) is not None and page.locale.language_code == query.language:
            link = address.link(page.url_path) or ""
            card = cards.get(page.pk)
            chosen.append(Promoted(title=page.title, path=link, description=each.description, card=card))
    return hits, chosen
