"""Charts as plain numbers: the template draws them, and no script or style is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from comments.desk import words
from comments.lifecycle import Status

WIDTH, HEIGHT = 720, 160

STACKED = (Status.APPROVED, Status.PENDING, Status.REJECTED, Status.SPAM, Status.DELETED)
"""From the bottom of a bar to its top."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar, in the units of the drawing."""

    x: str
    y: str
    width: str
    height: str
    kind: str
    says: str


def bars(volume: Sequence[tuple[date, Mapping[Status, int]]]) -> list[Bar]:
    """Return a bar for each day, stacked by status; the highest is as high as the drawing."""
    most = max((sum(counts.values()) for _day, counts in volume), default=0) or 1
    slot = WIDTH / max(len(volume), 1)
    drawn = []
    for place, (day, counts) in enumerate(volume):
        top = float(HEIGHT)
        for status in STACKED:
            number = counts.get(status, 0)
            height = number / most * HEIGHT
            top -= height
            if number:
                says = f"{date_format(day, 'SHORT_DATE_FORMAT')}, {words.status_words(status)}: {number}"
                drawn.append(Bar(_unit(place * slot), _unit(top), _unit(slot * 0.8), _unit(height), status.value, says))
    return drawn


def shares(parts: Sequence[tuple[str, str, int]]) -> list[Bar]:
    """Return one bar from side to side, of parts with their kind, their words and their number."""
    total = sum(number for _kind, _says, number in parts)
    drawn, left = [], 0.0
    for kind, says, number in parts:
        if number:
            width = number / total * WIDTH
            drawn.append(Bar(_unit(left), "0", _unit(width), "24", kind, f"{says}: {number}"))
            left += width
    return drawn


def _unit(value: float) -> str:
    # As text: a template would write the decimal point as the moderator's language does.
    return f"{value:.2f}"
