"""The one door through which readers' text becomes HTML."""

import re
from html import unescape

from comments.markup.cleaning import clean
from comments.markup.parsing import to_html
from comments.submission import BODY_MAX

__all__ = ["CLEANER_VERSION", "RENDERED_MAX", "TooLong", "render", "text_of"]

CLEANER_VERSION = 1
"""Stored beside every rendered comment; raised by whatever change makes the same source render differently."""

RENDERED_MAX = 65_536
"""Bytes of UTF-8 that one comment may render to; no accepted source of ordinary text comes near."""


class TooLong(Exception):
    """The source, or what it renders to, is longer than a comment may be; `limit` and `length` in the unit of which."""

    def __init__(self, *, length: int, limit: int) -> None:
        super().__init__(f"A comment may be {limit} long; this one is {length}.")
        self.length = length
        self.limit = limit


def render(source: str) -> str:
    """Return the safe HTML of a comment written in our small Markdown.

    Known are emphasis, links, code, quotes and bullet lists; line breaks are kept and bare web addresses become links.
    Anything else, raw HTML above all, is shown as it was typed. The result holds the elements p, br, em, strong, a,
    code, pre, blockquote, ul and li; only a has attributes: an http, https or mailto href and a fixed rel. It is
    meant for the content of an HTML element, not for an attribute, a script or an XML feed, and nothing may
    transform it afterwards.

    Raises:
        TooLong: the source has more than `BODY_MAX` characters, or the result more than `RENDERED_MAX` bytes.
    """
    if len(source) > BODY_MAX:
        raise TooLong(length=len(source), limit=BODY_MAX)
    rendered = clean(to_html(source))
    size = len(rendered.encode())
    if size > RENDERED_MAX:
        raise TooLong(length=size, limit=RENDERED_MAX)
    return rendered


def text_of(rendered: str) -> str:
    """Return the text a reader sees of HTML that `render` made: for judging it, never for showing it as HTML."""
    return unescape(re.sub(r"<[^>]*>", "", rendered))
