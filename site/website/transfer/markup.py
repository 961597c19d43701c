"""Markup to a tree, with bounds: the one place where HTML from elsewhere is parsed."""

import re
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.builder._html5lib import HTML5TreeBuilder, TreeBuilderForHtml5lib
from bs4.element import NavigableString, Tag
from html5lib._tokenizer import HTMLTokenizer
from html5lib.html5parser import HTMLParser

from website.transfer.limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_PARSE_SECONDS
from website.transfer.place import BrokenFileError, Place

UNSEEN = frozenset({"script", "style", "template", "noscript", "noembed", "noframes", "xmp", "plaintext"})
"""What a reader never sees as text."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\n\r\f]+")


class _BoundsError(Exception):
    """Markup asks for more than a limit allows."""


class _Tokenizer(HTMLTokenizer):
    """html5lib's own, which compares each attribute of an element with all others, and knows no end of time."""

    def __iter__(self) -> Iterator[Any]:
        self.tokenQueue: deque[Any] = deque()
        end = time.monotonic() + MAX_PARSE_SECONDS
        while self.state():
            if time.monotonic() > end:
                raise _BoundsError("the markup takes too long to read")
            self.stream.errors.clear()
            while self.tokenQueue:
                yield self.tokenQueue.popleft()

    def attributeNameState(self) -> bool:  # noqa: N802 - html5lib's name
        token: Any = self.currentToken
        if len(token["data"]) > MAX_ATTRIBUTES:
            raise _BoundsError(f"an element has more than {MAX_ATTRIBUTES} attributes")
        return bool(super().attributeNameState())


class _Parser(HTMLParser):
    def _parse(
        self,
        stream: str,
        innerHTML: bool = False,  # noqa: N803 - html5lib's name
        container: str = "div",
        scripting: bool = False,
        **options: Any,
    ) -> None:
        self.innerHTMLMode = innerHTML
        self.container = container
        self.scripting = scripting
        self.tokenizer = _Tokenizer(stream, parser=self, **options)
        self.reset()
        self.mainLoop()


class _Tree(TreeBuilderForHtml5lib):
    """Counts what is inserted, and drops the text that nobody would see."""

    inserted = 0

    def insertElementNormal(self, token: dict[str, Any]) -> Any:  # noqa: N802 - html5lib's name
        self._count()
        return super().insertElementNormal(token)  # type: ignore[no-untyped-call]  # html5lib's stubs leave it untyped

    def insertElementTable(self, token: dict[str, Any]) -> Any:  # noqa: N802 - html5lib's name
        self._count()
        return super().insertElementTable(token)  # type: ignore[no-untyped-call]  # the same

    def insertText(self, data: str, parent: Any = None) -> None:  # noqa: N802 - html5lib's name
        if self.openElements[-1].name not in UNSEEN:
            super().insertText(data, parent)

    def _count(self) -> None:
        self.inserted += 1
        if self.inserted > MAX_ELEMENTS:
            raise _BoundsError(f"there are more than {MAX_ELEMENTS} elements")
        if len(self.openElements) > MAX_DEPTH:
            raise _BoundsError(f"elements lie more than {MAX_DEPTH} deep inside one another")


class _Builder(HTML5TreeBuilder):
    def create_treebuilder(self, namespaceHTMLElements: bool) -> _Tree:  # noqa: N803 - html5lib's name
        self.underlying_builder = _Tree(namespaceHTMLElements, self.soup, store_line_numbers=False)
        return self.underlying_builder

    def feed(self, markup: Any) -> None:
        tree: Any = self.create_treebuilder  # html5lib calls it like a class
        _Parser(tree=tree).parse(markup).original_encoding = None


def parse_markup(*, markup: str, place: Place) -> Tag:
    """Return the tree of a page or a piece of one, as browsers would build it.

    Raises `BrokenFileError` when the markup is deeper, larger or slower to read than `limits` allows.
    """
    try:
        return BeautifulSoup(markup, builder=_Builder(store_line_numbers=False))
    except _BoundsError as error:
        raise BrokenFileError(place=place, reason=f"{error}.") from error


def clean(text: str) -> str:
    """Return `text` without control characters; white space stays."""
    return _CONTROLS.sub("", text)


def plain(node: Tag | NavigableString) -> str:
    """Return what a reader sees of `node` as one line of text."""
    text = node.get_text() if isinstance(node, Tag) else str(node)
    return _SPACES.sub(" ", clean(text)).strip()
