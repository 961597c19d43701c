"""Addresses below a blog that are no pages: its categories, tags, authors, series and months."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings

Kind = Literal["category", "tag", "author", "series", "archive"]

NAMED: tuple[Kind, ...] = ("category", "tag", "author", "series")

_YEAR = re.compile(r"[12][0-9]{3}")
_MONTH = re.compile(r"0[1-9]|1[0-2]")


@dataclass(frozen=True, slots=True)
class Route:
    """A place below the blog at the path `index`: of a category and the like by `slug`, or of a year or month.

    An archive without a year is that of all years.
    """

    kind: Kind
    index: str
    slug: str = ""
    year: int | None = None
    month: int | None = None

    @property
    def path(self) -> str:
        """Return the path of the place, as `parse` reads it."""
        parts = [self.slug] if self.slug else []
        parts += [f"{self.year:04}"] if self.year else []
        parts += [f"{self.month:02}"] if self.month else []
        return f"{self.index}{self.kind}/" + "".join(f"{part}/" for part in parts)


def parse(path: str) -> Route | None:
    """Return the place at `path`, which begins and ends with a slash; None for a path that can't be one."""
    parts = path.strip("/").split("/")
    if len(parts) >= 2 and parts[-2] in NAMED and parts[-1]:
        kind = next(kind for kind in NAMED if kind == parts[-2])
        return Route(kind=kind, index=_joined(parts[:-2]), slug=parts[-1])
    match parts:
        case [*above, "archive"]:
            return Route(kind="archive", index=_joined(above))
        case [*above, "archive", year] if _YEAR.fullmatch(year):
            return Route(kind="archive", index=_joined(above), year=int(year))
        case [*above, "archive", year, month] if _YEAR.fullmatch(year) and _MONTH.fullmatch(month):
            return Route(kind="archive", index=_joined(above), year=int(year), month=int(month))
    return None


def outermost(link: str) -> str:
    """Return the path of the outermost blog above the post at `link`, which may be absolute.

    A translation is below its language, which no page may be called.
    """
    parts = urlsplit(link)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    steps = parts.path.strip("/").split("/")
    first = 1 if steps[0] in {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES} else 0
    return "/".join([origin, *steps[: first + 1], ""]) if len(steps) > first + 1 else f"{origin}/"


def label_path(kind: Kind, slug: str, *, post: str) -> str:
    """Return where the posts with a category and the like are listed, seen from the post at the path `post`."""
    return Route(kind=kind, index=outermost(post), slug=slug).path


def _joined(parts: list[str]) -> str:
    return f"/{'/'.join(parts)}/" if parts else "/"
