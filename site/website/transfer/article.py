"""From what a page or a feed says about an article to its plan: the same article gives the same source and slug."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from bs4.element import Tag as Element
from django.utils.text import slugify

from website.transfer.body_reader import read_body
from website.transfer.byline import read_bylines
from website.transfer.limits import MAX_ADDRESS, MAX_CATEGORIES, MAX_LINE, MAX_SOURCE
from website.transfer.markup import clean
from website.transfer.place import BrokenFileError, Place
from website.transfer.plan import ArticlePlan, BodyPlan, Heading, LinkStart, Picture, Quote, RichText

LONGEST_TITLE = 255
LONGEST_EXCERPT = 400
LONGEST_SLUG = 200
LONGEST_CATEGORY = 80

_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id)$", re.IGNORECASE)
_PAUSES = " ,;:-\u2013\u2014"
_CUT = re.compile(r"(?:\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\]))+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a file tells about an article beside its text. Every text may be empty."""

    place: Place
    address: str
    guid: str = ""
    title: str
    description: str = ""
    bylines: Sequence[str] = ()
    published_at: datetime | None = None
    categories: Sequence[str] = ()
    comments_closed: bool = False
    doubts: Sequence[str] = ()


def compose_article(*, told: Told, root: Element, folder: Path) -> ArticlePlan:
    """Return the plan of an article whose text is inside `root`. The first picture of the text stands above it.

    Raises `BrokenFileError` when there is no title, no text, or nothing to know the article by.
    """
    place = told.place
    title = _line(told.title)
    if not title or len(title) > LONGEST_TITLE:
        reason = "it is missing." if not title else f"it is longer than {LONGEST_TITLE} characters."
        raise BrokenFileError(place=place.at(field="title"), reason=reason)
    address = _address(told.address, place)
    body = read_body(root=root, base=address, folder=folder)
    body = _without_title(body, title)
    if not body.blocks:
        raise BrokenFileError(place=place.at(field="text"), reason="it is empty.")
    slug = slug_of(address=address, title=title)
    authors, doubts = read_bylines(lines=[_line(line) for line in told.bylines])
    hero = next((block for block in body.blocks if isinstance(block, Picture)), None)
    blocks = tuple(block for block in body.blocks if block is not hero)
    return ArticlePlan(
        place=place,
        source=_source(address, told.guid, slug, place),
        address=address,
        title=title,
        slug=slug,
        excerpt=_excerpt(told.description, _opening(blocks)),
        authors=authors,
        published_at=told.published_at,
        categories=_categories(told.categories),
        hero=hero,
        body=BodyPlan(blocks, body.references),
        comments_closed=told.comments_closed or body.comments_closed,
        not_understood=(*told.doubts, *doubts, *body.not_understood),
    )


def source_key(*, address: str) -> str:
    """Return what tells an article from others by its address: host and path, whatever the scheme or tracking."""
    parts = urlsplit(address)
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])))
    path = unquote(parts.path).rstrip("/") or "/"
    return f"{(parts.hostname or '').lower()}{path}{f'?{query}' if query else ''}"


def slug_of(*, address: str, title: str) -> str:
    """Return the last part of the old address as a slug, or the title as one."""
    last = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    for text in (_ENDING.sub("", last), title, "post"):
        if slug := slugify(text, allow_unicode=True)[:LONGEST_SLUG].strip("-"):
            return slug
    raise AssertionError(title)


def digest_of(*, article: ArticlePlan) -> str:
    """Return a fingerprint of what an article says, the same whether it came as a page or in a feed."""
    said = [article.title, *(_said(block) for block in article.body.blocks)]
    said.extend(reference.line for reference in article.body.references)
    if article.hero:
        said.append(_said(article.hero))
    return sha256("\0".join(" ".join(text.split()) for text in said).encode()).hexdigest()


def _said(block: Heading | RichText | Picture | Quote) -> str:
    match block:
        case RichText():
            links = (part.href for part in block.parts if isinstance(part, LinkStart))
            return " ".join([block.plain, *links])
        case Picture():
            return f"{block.alt} {block.caption}"
        case Quote():
            return f"{block.text} {block.attribution}"
        case Heading():
            return block.text


def _line(text: str) -> str:
    return " ".join(clean(text[:MAX_LINE]).split())


def _address(written: str, place: Place) -> str:
    written = written.strip()
    if not written:
        return ""
    try:
        parts = urlsplit(written)
        usable = parts.scheme in {"http", "https"} and parts.hostname and len(written) <= MAX_ADDRESS
    except ValueError:
        usable = False
    if not usable or written != _line(written):
        raise BrokenFileError(place=place.at(field="link"), reason=f"“{_line(written)[:120]}” is no web address.")
    return written


def _source(address: str, guid: str, slug: str, place: Place) -> str:
    key = source_key(address=address) if address else f"guid:{_line(guid)}" if guid.strip() else f"title:{slug}"
    if len(key) > MAX_SOURCE:
        raise BrokenFileError(place=place.at(field="link"), reason=f"it is longer than {MAX_SOURCE} characters.")
    return key


def _without_title(body: BodyPlan, title: str) -> BodyPlan:
    first = body.blocks[0] if body.blocks else None
    if isinstance(first, Heading) and first.text.casefold() == title.casefold():
        return BodyPlan(body.blocks[1:], body.references, body.comments_closed, body.not_understood)
    return body


def _opening(blocks: Sequence[object]) -> str:
    return next((block.plain for block in blocks if isinstance(block, RichText)), "")


def _excerpt(description: str, opening: str) -> str:
    """Return a description; one that is the text's own beginning, cut anywhere, ends with a whole word and "…"."""
    text = _line(description)
    bare = _CUT.sub("", text)
    if not bare:
        return ""
    cut = opening.startswith(bare) and bare != opening and not bare.endswith((".", "?", "!"))
    if cut and opening[len(bare) :][:1].isalnum():
        bare = bare.rpartition(" ")[0] or bare
    if len(bare) >= LONGEST_EXCERPT:
        bare, cut = bare[: LONGEST_EXCERPT - 1].rpartition(" ")[0], True
    return f"{bare.rstrip(_PAUSES)}…" if cut else text


def _categories(names: Sequence[str]) -> tuple[str, ...]:
    lines = (_line(name)[:LONGEST_CATEGORY].strip() for name in names)
    return tuple(dict.fromkeys(line for line in lines if line))[:MAX_CATEGORIES]
