"""What a file says, as plain values: no database row is known here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from website.transfer.place import Place


@dataclass(frozen=True, slots=True)
class LinkStart:
    """The opening of a link in rich text; `</a>` follows later as markup."""

    href: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation in the text: the reference's place in the list, from 1, and the words that stand for it."""

    number: int
    text: str


Part = str | LinkStart | Mark
"""A piece of rich text: safe markup as it is stored, the opening of a link, or a citation."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class RichText:
    """Paragraphs and lists. `plain` is their text, for comparing."""

    parts: tuple[Part, ...]
    plain: str

    def html(self, *, references: Sequence[str], page_of: Callable[[str], int | None]) -> str:
        """Return the text in the form the database keeps.

        `references` are the ids of the listed references in order; `page_of` returns the id of the page that an
        address leads to here, or None where it leads elsewhere.
        """
        return "".join(_part_html(part, references, page_of) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the text. `file` is None where none that may be used was found."""

    source: str
    alt: str
    caption: str
    file: Path | None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words."""

    text: str
    attribution: str


Block = Heading | RichText | Picture | Quote


@dataclass(frozen=True, slots=True)
class CredentialPlan:
    """Letters after a name, with what is known about them."""

    letters: str
    meaning: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class AuthorPlan:
    """A person, the letters after the name apart from it. `slug` leaves out titles such as "Dr."."""

    name: str
    slug: str
    credentials: tuple[CredentialPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferencePlan:
    """One line of a reference list as CSL-JSON. Where it was not `understood`, its title is the whole line."""

    line: str
    csl: Mapping[str, Any]
    understood: bool


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """What a piece of markup says."""

    blocks: tuple[Block, ...] = ()
    references: tuple[ReferencePlan, ...] = ()
    comments_closed: bool = False
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePlan:
    """One article of a file.

    `source` tells it from every other article, whichever kind of file it came in; `address` is where it was
    published, "" where that is not known; `published_at` is None where the file doesn't say.
    """

    place: Place
    source: str
    address: str
    title: str
    slug: str
    excerpt: str = ""
    authors: tuple[AuthorPlan, ...] = ()
    published_at: datetime | None = None
    categories: tuple[str, ...] = ()
    hero: Picture | None = None
    body: BodyPlan = field(default_factory=BodyPlan)
    comments_closed: bool = False
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlan:
    """All articles of a file, and of what kind it is in a reader's words."""

    kind: str
    articles: tuple[ArticlePlan, ...]


def _part_html(part: Part, references: Sequence[str], page_of: Callable[[str], int | None]) -> str:
    if isinstance(part, Mark):
        return f'<a linktype="citation" id="{references[part.number - 1]}" locator="">{escape(part.text)}</a>'
    if isinstance(part, LinkStart):
        page = page_of(part.href)
        return f'<a href="{escape(part.href)}">' if page is None else f'<a linktype="page" id="{page}">'
    return part
