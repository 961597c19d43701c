"""Readers' words in a mail: plain text, short, and with nothing in it to press.

Mail programs make links of what only looks like one. So here an address of the web is left out whole (whatever has `//`
in it or begins with `www.`), and whatever else they are known to turn into a link is taken apart by a blank, so that it
can still be read: `evil.example` becomes `evil. example`, `ada@example.org` becomes `ada @ example. org`, `tel:110`
becomes `tel: 110`. Numbers keep their dots and colons unless there are four in a row, as in the address of a machine;
so do abbreviations whose letters stand alone, such as `e.g.`: no top-level domain has one letter.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from comments.markup import text_of

EXCERPT = 280
"""Characters of a comment that a mail quotes: enough to know what it is about, on a phone without scrolling."""

READ = 4 * EXCERPT
"""Characters that are looked at for an excerpt, so that the work has a bound."""

_DOTS = ".\u2024\u3002\ufe52\uff0e\uff61"
"""What is, or looks like, or is taken for the dot in a name of the web (UTS 46, 4)."""

_SLASHES = "/\u2044\u2215\uff0f\\\\\uff3c"
_COLONS = ":\ufe55\uff1a\ua789"
_ATS = "@\ufe6b\uff20"

_WEB = re.compile(
    rf"[{_SLASHES}]{{2}}|\bwww\d*[{_DOTS}]|\d{{1,3}}(?:[{_DOTS}]\d{{1,3}}){{3}}",
    re.IGNORECASE,
)
_NAME = re.compile(rf"(?<=[^\s{_DOTS}])([{_DOTS}])(?=[^\W\d_](?!$|[\s{_DOTS},;:!?)]))")
_SCHEME = re.compile(rf"(?<=[^\W\d_])([{_COLONS}])(?=\S)")
_END = re.compile(r"(<(?:br|/p|/li|/pre|/blockquote)[^>]*>)")
_AT = re.compile(rf"\s*([{_ATS}])\s*")


def excerpt(html: str, *, limit: int = EXCERPT) -> str:
    """Return the beginning of a comment's HTML, which `comments.markup` made, as harmless words on one line.

    At most `limit` characters and an ellipsis; no word is cut unless it is all there is.
    """
    # Half a tag at the end would be read as text.
    start = re.sub(r"<[^>]*$", "", html[:READ])
    words = harmless(text_of(_END.sub(r"\1 ", start)))
    if len(words) <= limit:
        return words
    cut = words[: limit + 1].rpartition(" ")[0] or words[:limit]
    return f"{cut}…"


def harmless(text: str) -> str:
    """Return `text` on one line without anything that mail programs make a link of, and nothing that can't be seen."""
    seen = "".join(_seen(character) for character in text)
    left_out = _("[link left out]")
    without = " ".join(left_out if _WEB.search(word) else word for word in seen.split())
    apart = _SCHEME.sub(r"\1 ", _NAME.sub(r"\1 ", without))
    return " ".join(_AT.sub(r" \1 ", apart).split())


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category[0] in "CZ" else character
