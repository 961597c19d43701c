"""Text with links, emphasis and citations: from markup tokens to the parts that are stored."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from website.transfer.plan import LinkStart, Mark, Part


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag we write, such as `<b>`. `block` tags end a line, so white space beside them counts for nothing."""

    markup: str
    block: bool = False

    @property
    def closes(self) -> str:
        """The opening tag's markup that this one closes, or ""."""
        return f"<{self.markup[2:]}" if self.markup.startswith("</") else ""


Token = str | Tag | LinkStart
"""Plain text as a reader sees it, a tag we write, or the opening of a link."""

END_OF_LINK = Tag("</a>")

_SPACES = re.compile(r"[ \t\n\r\f]+")
_DASH = "-\u2010\u2011\u2012\u2013"
_ONE = rf"[1-9][0-9]{{0,3}}(?:\s*[{_DASH}]\s*[1-9][0-9]{{0,3}})?"
_CITATION = re.compile(rf"(?P<open>[(\[])\s*(?P<numbers>{_ONE}(?:\s*[,;]\s*{_ONE})*)\s*(?P<close>[)\]])")
_PAIRS = {"(": ")", "[": "]"}


def parts_of(*, tokens: Sequence[Token], references: int) -> tuple[Part, ...]:
    """Return tokens as parts, with a citation for every "(n)", "[n]" or "(1, 3-5)" that points at the list.

    `references` is the length of that list. Brackets with any number outside it stay text, and so do those in a link
    and those of a volume with its issue, as in "4(2):22".
    """
    parts: list[Part] = []
    in_link = False
    for token in _tidy(tokens):
        if isinstance(token, str):
            parts.extend([escape(token, quote=False)] if in_link else _with_citations(token, references))
            continue
        in_link = isinstance(token, LinkStart) or (in_link and token is not END_OF_LINK)
        parts.append(token if isinstance(token, LinkStart) else token.markup)
    return tuple(_joined(parts))


def plain_of(*, tokens: Sequence[Token]) -> str:
    """Return the text of tokens; ends of lines become spaces."""
    texts = (token if isinstance(token, str) else _gap(token) for token in tokens)
    return _SPACES.sub(" ", "".join(texts)).strip()


def cites(*, text: str, references: int) -> bool:
    """Is `text` nothing but a citation of the list?"""
    found = _CITATION.fullmatch(text.strip())
    return bool(found and _numbers(found, references))


def _gap(token: Tag | LinkStart) -> str:
    return " " if isinstance(token, Tag) and token.block else ""


def _tidy(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with neighbouring texts joined, white space as a browser shows it, and no empty pair of tags."""
    tidy: list[Token] = []
    spaced = True
    for token in _texts_joined(tokens):
        if isinstance(token, str):
            text = token.lstrip(" ") if spaced else token
            if text:
                tidy.append(text)
                spaced = text.endswith(" ")
            continue
        if isinstance(token, Tag) and token.block:
            _strip_end(tidy)
            spaced = True
        if isinstance(token, Tag) and tidy and _opens(tidy[-1], token):
            tidy.pop()
        else:
            tidy.append(token)
    _strip_end(tidy)
    return tidy


def _texts_joined(tokens: Sequence[Token]) -> Iterator[Token]:
    for is_text, group in groupby(tokens, key=lambda token: isinstance(token, str)):
        if is_text:
            yield _SPACES.sub(" ", "".join(map(str, group)))
        else:
            yield from group


def _strip_end(tokens: list[Token]) -> None:
    if tokens and isinstance(tokens[-1], str):
        tokens[-1] = tokens[-1].rstrip(" ")
        if not tokens[-1]:
            tokens.pop()


def _opens(opening: Token, closing: Tag) -> bool:
    if isinstance(opening, LinkStart):
        return closing is END_OF_LINK
    return isinstance(opening, Tag) and opening.markup == closing.closes


def _with_citations(text: str, references: int) -> list[Part]:
    parts: list[Part] = []
    position = 0
    for found in _CITATION.finditer(text):
        numbers = _numbers(found, references)
        if not numbers or _is_issue(text, found):
            continue
        parts.append(escape(text[position : found.start()], quote=False))
        parts.extend(Mark(number, f"{found['open']}{number}{found['close']}") for number in numbers)
        position = found.end()
    return [*parts, escape(text[position:], quote=False)]


def _numbers(found: re.Match[str], references: int) -> list[int]:
    """Return the numbers a bracket names, each once, in its order; none when one of them is not in the list."""
    if _PAIRS[found["open"]] != found["close"]:
        return []
    numbers: list[int] = []
    for one in re.split(r"[,;]", found["numbers"]):
        first, *last = (int(number) for number in re.split(rf"[{_DASH}]", one))
        end = last[0] if last else first
        if not first <= end <= references:
            return []
        numbers.extend(range(first, end + 1))
    return list(dict.fromkeys(numbers))


def _is_issue(text: str, found: re.Match[str]) -> bool:
    return text[: found.start()][-1:].isdigit() and text[found.end() : found.end() + 1] == ":"


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    for is_markup, group in groupby(parts, key=lambda part: isinstance(part, str)):
        if not is_markup:
            yield from group
        elif markup := "".join(map(str, group)):
            yield markup
