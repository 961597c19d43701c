"""Reading docs/integrators.md: its examples, and whether an answer is the one that is shown."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GUIDE = Path(__file__).parents[2] / "docs" / "integrators.md"

REST = "…"
"""In an example: more that is not shown. On a line of its own, more fields or items; at the end of a text, its rest."""

IDS = ("id", "page")
"""Fields that hold the number of a row."""

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Example:
    """A request of the guide and the answer it shows; `line` is where it stands, `text` an answer that is not JSON."""

    line: int
    method: str
    target: str
    headers: dict[str, str]
    body: str
    status: int
    answer_headers: dict[str, str]
    shown: Any
    text: str


def examples(guide: str) -> Iterator[Example]:
    """Yield every request of `guide` with the answer in the block after it. Raises `ValueError` without one."""
    blocks = [
        (guide.count("\n", 0, found.start()) + 1, found[1], found[2])
        for found in _FENCE.finditer(guide)
        if found[1] in {"http", "json", "xml"}
    ]
    while blocks:
        line, kind, request = blocks.pop(0)
        if kind != "http" or not blocks:
            raise ValueError(f"line {line}: an answer without a request")
        first, headers, body = _message(request)
        method, target = first.split(" ")
        _, kind, answer = blocks.pop(0)
        status, answer_headers = 200, {}
        if kind == "http":
            first, answer_headers, answer = _message(answer)
            status = int(first.split(" ")[1])
        is_text = kind == "xml" or not answer.strip()
        shown = None if is_text else json.loads(_spelled_out(answer))
        yield Example(
            line, method, target, headers, body, status, answer_headers, shown, answer.strip() if is_text else ""
        )


def _message(block: str) -> tuple[str, dict[str, str], str]:
    head, _, body = block.partition("\n\n")
    first, *lines = head.splitlines()
    return first, dict(line.split(": ", 1) for line in lines), body.strip()


def _spelled_out(answer: str) -> str:
    """Return JSON in which each line of dots is a field or an item of its own."""
    lines, open_brackets = [], []
    for line in answer.splitlines():
        if line.strip() == REST:
            lines.append(f'"{REST}": "{REST}"' if open_brackets[-1] == "{" else f'"{REST}"')
            continue
        for sign in re.sub(r'"(\\.|[^"\\])*"', "", line):
            if sign in "{[":
                open_brackets.append(sign)
            elif sign in "}]":
                open_brackets.pop()
        lines.append(line)
    return "\n".join(lines)


class Comparison:
    """Compares answers with what is shown, and learns what the guide's ids and tokens are called in this database."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def translated(self, text: str) -> str:
        """Return `text` of a request with the guide's ids and tokens replaced by those of this database."""
        for shown in sorted(self.names, key=len, reverse=True):
            text = re.sub(rf"(?<![\w.-]){re.escape(shown)}(?![\w.-])", lambda _, name=shown: self.names[name], text)
        return text

    def differences(self, shown: Any, real: Any, at: str = "answer") -> Iterator[str]:
        """Yield a sentence for each place where `real` is not of the shape, or hasn't the words, that are shown.

        Of a number, an id and a moment only the kind is compared.
        """
        if isinstance(shown, dict) and isinstance(real, dict):
            yield from self._in_fields(shown, real, at)
        elif isinstance(shown, list) and isinstance(real, list):
            yield from self._in_items(shown, real, at)
        elif type(shown) is int and type(real) is int:
            if at.rpartition(".")[2] in IDS:
                self.names[str(shown)] = str(real)
        elif not (self._same_text(shown, real) if isinstance(shown, str) and isinstance(real, str) else shown is real):
            yield f"{at} is {real!r}, the guide shows {shown!r}"

    def _in_fields(self, shown: dict[str, Any], real: dict[str, Any], at: str) -> Iterator[str]:
        # The number of a page may be the name of a field, as where comments are counted.
        wanted = {self.names.get(name, name): value for name, value in shown.items() if name != REST}
        yield from (f"{at} has no {name}" for name in wanted.keys() - real.keys())
        if REST not in shown:
            yield from (f"{at} also has {name}" for name in real.keys() - wanted.keys())
        for name in sorted(
            wanted.keys() & real.keys(), key=lambda name: (name not in IDS, name)
        ):  # ids are learned first
            yield from self.differences(wanted[name], real[name], f"{at}.{name}")

    def _in_items(self, shown: list[Any], real: list[Any], at: str) -> Iterator[str]:
        wanted = [item for item in shown if item != REST]
        if len(real) < len(wanted) or (len(wanted) == len(shown) != len(real)):
            yield f"{at} has {len(real)} items, the guide shows {len(wanted)}"
        for place, (one, other) in enumerate(zip(wanted, real, strict=False)):
            yield from self.differences(one, other, f"{at}[{place}]")

    def _same_text(self, shown: str, real: str) -> bool:
        if shown == REST:
            return True
        if shown.endswith(REST) and _is_token(shown.removesuffix(REST)):
            self.names[shown] = real
            return True
        if _UUID.fullmatch(shown) and _UUID.fullmatch(real):
            self.names[shown] = real
            return True
        if any(kind.fullmatch(shown) and kind.fullmatch(real) for kind in (_MOMENT, _DAY)):
            return True
        real = self._as_shown(real)
        return real.startswith(shown.removesuffix(REST)) if shown.endswith(REST) else real == shown

    def _as_shown(self, real: str) -> str:
        """Return `real` with this database's numbers written as the guide's, where they stand in an address."""
        for shown, name in self.names.items():
            real = re.sub(rf"(?<=[/:]){re.escape(name)}(?=/|$)", shown, real)
        return real


def _is_token(text: str) -> bool:
    """Tell whether `text` is the beginning of something random rather than of words."""
    return " " not in text and "/" not in text and "<" not in text
