"""The allow-list, enforced by bleach: no HTML leaves that did not pass through here last."""

import threading
from collections.abc import Iterator, MutableMapping, Sequence
from functools import partial
from typing import Any, Final, cast

import bleach
from bleach.linkifier import LinkifyFilter

from comments.markup.addresses import BARE, may_be_linked

ELEMENTS: Final = frozenset({"p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "li"})
SCHEMES: Final = frozenset({"http", "https", "mailto"})
REL: Final = "nofollow ugc noopener"

_HREF = (None, "href")
_REL = (None, "rel")
_TEXT = "_text"

Attributes = MutableMapping[tuple[str | None, str] | str, str]


def clean(html: str) -> str:
    """Return `html` reduced to the allow-list, bare web addresses made links; cleaning twice changes nothing more."""
    cleaned: str = _cleaner().clean(html)
    return cleaned


def _safe_link(attributes: Attributes, new: bool = False) -> Attributes | None:
    # Links are made after the sanitiser has run, so this is what keeps their schemes to the allow-list.
    href = attributes.get(_HREF, "")
    if not may_be_linked(href):
        return None
    return {_HREF: href, _REL: REL, _TEXT: attributes[_TEXT]}


class _Links(LinkifyFilter):
    def extract_entities(self, token: dict[str, Any]) -> Iterator[dict[str, Any]]:
        # The sanitiser before this filter has done so; doing it twice would turn a typed "&lt;" into "<".
        yield token

    def handle_a_tag(self, token_buffer: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        # The library's own drops the entities within a link that it drops.
        opening, *inside, closing = token_buffer
        attributes = _safe_link({**opening["data"], _TEXT: ""})
        if attributes is None:
            yield from inside
        else:
            opening["data"] = {key: value for key, value in attributes.items() if key != _TEXT}
            yield from (opening, *inside, closing)


_local = threading.local()


def _cleaner() -> bleach.Cleaner:
    # A bleach.Cleaner keeps its parser's state, so it must not be shared between threads.
    if not hasattr(_local, "cleaner"):
        # The cast: the stubs do not know that a callback may answer None to drop a link.
        links = partial(
            _Links, callbacks=cast("Any", [_safe_link]), skip_tags={"pre", "code"}, url_re=BARE, parse_email=False
        )
        _local.cleaner = bleach.Cleaner(
            tags=ELEMENTS,
            attributes={"a": ["href"]},
            protocols=SCHEMES,
            strip=True,
            strip_comments=True,
            filters=[links],
        )
    cleaner: bleach.Cleaner = _local.cleaner
    return cleaner
