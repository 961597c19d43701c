"""What readers wrote, as it may stand in a mail: plain, short, and with nothing that a mail program makes a link of."""

import re
import unicodedata

from comments.submission import normal_name

EXCERPT_MAX = 280
NAME_SHOWN_MAX = 60

_TROUBLE = re.compile(r"[<>\[\]()\\`\"|{}^*_~#]+")
"""What markup is made of, in mail programs and elsewhere."""

_CORE = re.compile(r"\w+(?:['’‐‑–-]\w+)*|\d{1,2}[.:]\d{2}")
"""A word, or a time of the day: no program makes a link of these."""

_EDGES = re.compile(r"^\W+|\W+$")

_KEPT_AT_EDGES = frozenset(".,:;?!'’…–-")

LEFT_OUT = "[…]"


def excerpt(text: str) -> str:
    """Return the beginning of `text` on one line, at most `EXCERPT_MAX` characters, with addresses left out."""
    visible = unicodedata.normalize("NFKC", text[: EXCERPT_MAX * 4])
    spaced = "".join(
        character if unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"} else " "
        for character in visible
    )
    words = (_harmless(word) for word in _TROUBLE.sub(" ", spaced).split())
    line = " ".join(word for word in words if word)
    return line if len(line) <= EXCERPT_MAX else line[: EXCERPT_MAX - 1].rstrip() + "…"


def shown_name(text: str) -> str:
    """Return a reader's name as it may stand in a mail: one line, without controls or addresses."""
    return excerpt(normal_name(text[:NAME_SHOWN_MAX]))[:NAME_SHOWN_MAX]


def _harmless(word: str) -> str:
    core = _EDGES.sub("", word)
    if core and (not _CORE.fullmatch(core) or core.lower().startswith("www")):
        return LEFT_OUT
    before, _, after = word.partition(core) if core else ("", "", word)
    return _edge(before) + core + _edge(after)


def _edge(signs: str) -> str:
    return "".join(sign for sign in signs if sign in _KEPT_AT_EDGES)
