"""Rich text on its way out: expanded to HTML, or reduced to plain words."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Any

from django.utils.html import escape
from wagtail.rich_text import features
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter, extract_attrs

WORDS_PER_MINUTE = 238
"""Silent reading of English non-fiction by adults: Brysbaert M. J Mem Lang. 2019;109:104047."""

EXCERPT_LENGTH = 200
"""Characters: about two lines of a card."""

_BOUNDARY = "\x1e"
_LINK = re.compile(r"<a(\b[^>]*)>")
_CITATION = re.compile(r'\s*<a\b[^<>]*\blinktype="citation"[^<>]*>.*?</a>', re.DOTALL)
_END_OF_BLOCK = re.compile(r"</(?:p|h\d|li|blockquote)>|<(?:br|hr)\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"""<[a-z/!](?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+|[^<>]*+)>""", re.IGNORECASE)
"""For words that are counted, or shown as text: for HTML there is a cleaner."""

Attributes = Mapping[str, str]


def linked_page_ids(sources: Sequence[str]) -> set[int]:
    """Return the ids of the pages that rich text, as stored, links to."""
    attributes = [extract_attrs(match[1]) for source in sources for match in _LINK.finditer(source)]
    return {page_id for each in attributes if each.get("linktype") == "page" and (page_id := _page_id(each))}


def expand(sources: Sequence[str], *, page_links: Mapping[int, str]) -> list[str]:
    """Return the HTML of each stored rich text, every kind of link looked up once for all of them.

    `page_links` says where a page is; a link to any other page leaves as the text between its tags.
    """

    def link_pages(found: Sequence[Attributes]) -> list[str]:
        links = [page_links.get(_page_id(each) or 0) for each in found]
        return [f'<a href="{escape(link)}">' if link else "<a>" for link in links]

    rewrite = MultiRuleRewriter(
        [
            LinkRewriter(bulk_rules={**_bulk_rules(features.get_link_types()), "page": link_pages}),
            EmbedRewriter(bulk_rules=_bulk_rules(features.get_embed_types())),
        ]
    )
    joined = _BOUNDARY.join(source.replace(_BOUNDARY, "") for source in sources)
    return [_without_empty_links(html) for html in rewrite(joined).split(_BOUNDARY)] if sources else []


def plain(source: str) -> str:
    """Return the words of stored rich text on one line, without its citation marks."""
    words = _TAG.sub("", _END_OF_BLOCK.sub(" ", _CITATION.sub("", source)))
    return " ".join(unescape(words).split())


def shortened(text: str, *, length: int = EXCERPT_LENGTH) -> str:
    """Return `text` cut before the word that would make it longer than `length` characters, with an ellipsis."""
    if len(text) <= length:
        return text
    kept = text[:length]
    kept = kept.rsplit(" ", 1)[0] if " " in kept else kept[: length - 1]
    return kept.rstrip(" ,;:.-") + "…"


def reading_minutes(texts: Sequence[str]) -> int:
    """Return how many minutes `texts` take to read: whole ones, at least 1."""
    words = sum(len(text.split()) for text in texts)
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


def _bulk_rules(handlers: Mapping[str, Any]) -> dict[str, Callable[[Sequence[Attributes]], list[str]]]:
    return {name: handler.expand_db_attributes_many for name, handler in handlers.items()}


def _without_empty_links(html: str) -> str:
    return re.sub(r"<a>(.*?)</a>", r"\1", html, flags=re.DOTALL)


def _page_id(attributes: Attributes) -> int | None:
    value = attributes.get("id", "")
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None
