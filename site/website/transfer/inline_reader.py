"""What stands in one line or one list: words, emphasis and links, as tokens."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4.element import NavigableString, PageElement
from bs4.element import Tag as Element

from website.transfer.limits import MAX_ADDRESS
from website.transfer.markup import UNSEEN, clean
from website.transfer.plan import LinkStart
from website.transfer.rich_text import END_OF_LINK, Tag, Token


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCHEMES = frozenset({"http", "https", "mailto", "tel"})

LEFT_OUT = _names(
    "applet audio button canvas dialog embed fieldset form frame frameset iframe input map math meter "
    "object progress select svg textarea video"
)
"""What a body has no place for."""

BLOCKS = _names(
    "address article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 "
    "h6 header hgroup hr img li main nav ol p pre section summary table ul"
)

_EMPHASIS = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "sup": "sup", "sub": "sub"}
_SPACE_OR_CONTROL = re.compile(r"[\x00-\x20\x7f]")


class InlineReader:
    """Reads lines and lists. What it can't keep it adds to `doubts`, as keys."""

    def __init__(self, *, base: str, doubts: dict[str, None]) -> None:
        self._base, self._doubts = base, doubts

    def line(self, *, nodes: Iterable[PageElement], inside: frozenset[str] = frozenset()) -> Iterator[Token]:
        """Yield the tokens of `nodes`; `inside` names the tags that are open around them. Pictures are passed over."""
        for node in nodes:
            if type(node) is NavigableString:
                yield clean(node)
            elif not isinstance(node, Element) or node.name in UNSEEN or "hidden" in node.attrs:
                continue
            elif node.name in LEFT_OUT:
                self._leave_out(node)
            elif node.name == "br":
                yield Tag("<br/>", block=True)
            elif node.name in {"ul", "ol"}:
                yield from self.list(node=node)
            elif node.name == "a":
                yield from self._link(node, inside)
            elif (tag := _EMPHASIS.get(node.name, "")) and tag not in inside:
                yield Tag(f"<{tag}>")
                yield from self.line(nodes=node.children, inside=inside | {tag})
                yield Tag(f"</{tag}>")
            else:
                yield from self.line(nodes=node.children, inside=inside)
                if node.name in BLOCKS:
                    yield " "

    def list(self, *, node: Element) -> Iterator[Token]:
        """Yield the tokens of a list with the lists inside it."""
        yield Tag(f"<{node.name}>", block=True)
        yield from self._items(node)
        yield Tag(f"</{node.name}>", block=True)

    def _items(self, node: Element) -> Iterator[Token]:
        for child in node.children:
            if isinstance(child, Element) and child.name in {"ul", "ol"}:
                yield from self._items(child)  # a list straight inside a list is no HTML, but editors write it
                continue
            nodes = child.children if isinstance(child, Element) and child.name == "li" else [child]
            tokens = [*self.line(nodes=nodes)]
            if any(not isinstance(token, str) or token.strip() for token in tokens):
                yield from (Tag("<li>", block=True), *tokens, Tag("</li>", block=True))

    def _link(self, node: Element, inside: frozenset[str]) -> Iterator[Token]:
        address = "" if "a" in inside else self._address(str(node.get("href") or ""))
        if not address:
            yield from self.line(nodes=node.children, inside=inside)
            return
        yield LinkStart(address)
        yield from self.line(nodes=node.children, inside=inside | {"a"})
        yield END_OF_LINK

    def _address(self, written: str) -> str:
        """Return where a link leads, or "" when it leads within the page or nowhere that may be linked."""
        written = _SPACE_OR_CONTROL.sub("", written)
        if not written or written.startswith("#"):
            return ""
        try:
            address = urljoin(self._base, written)
            parts = urlsplit(address)
            usable = parts.scheme in SCHEMES and (parts.hostname or parts.scheme in {"mailto", "tel"})
        except ValueError:
            usable = False
        if not usable or len(address) > MAX_ADDRESS:
            self._doubts[f"A link that can't be kept became text: {written[:120]}"] = None
            return ""
        within = "#" in written and urldefrag(address).url == urldefrag(self._base).url
        return "" if within else address

    def _leave_out(self, node: Element) -> None:
        source = str(node.get("src") or "")[:120]
        self._doubts[f"Left out: {node.name}{f' of {source}' if source else ''}."] = None
