"""The posts as their authors wrote them: text files with a head of fields and a body in a small Markdown.

The head stands between two lines `---`, one `field: value` a line. In the body, `## ` and `### ` begin headings, `- `
begins the points of a list, `> ` begins a quote (its line `> -- ` names who said it), `![what it shows](picture
"caption")` is a picture; inside a text there are *emphasis*, **strong emphasis**, [links](post:other-file) to other
posts, and citations `[@key]` of the papers in `references.json`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent / "posts"

_CITATION = re.compile(r"\s*\[@([\w-]+)\]")
_LINK = re.compile(r"\[([^\]]+)\]\(post:([\w-]+)\)")
_PICTURE = re.compile(r'!\[(.+)\]\(([\w-]+) "(.+)"\)')


class BadArticleError(ValueError):
    """A file can't be read; the message names it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists between two other blocks, as written."""

    source: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words."""

    text: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One of the drawn scenes in the text."""

    name: str
    alt: str
    caption: str


Block = Heading | Prose | Quote | Picture


@dataclass(frozen=True, slots=True)
class Article:
    """A post as it stands in its file. `slug` is the file's name; `section` is "blog" or a section below it."""

    slug: str
    title: str
    section: str
    days_ago: int
    author: str
    picture: str
    alt: str
    caption: str
    credit: str
    excerpt: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    blocks: tuple[Block, ...]
    reviewer: str = ""
    editor: str = ""
    series: str = ""
    part: int | None = None
    comments: str = ""

    @property
    def citations(self) -> tuple[str, ...]:
        """The keys of the papers it cites, each once, in order of first citation."""
        found = (key for block in self.blocks if isinstance(block, Prose) for key in _CITATION.findall(block.source))
        return tuple(dict.fromkeys(found))

    @property
    def links(self) -> tuple[str, ...]:
        """The slugs of the posts it links to."""
        return tuple(
            slug for block in self.blocks if isinstance(block, Prose) for _, slug in _LINK.findall(block.source)
        )


def read_articles(*, folder: Path = FOLDER) -> list[Article]:
    """Return all articles in `folder`, the oldest first. Raises BadArticleError."""
    articles = [read_article(text=path.read_text("utf-8"), slug=path.stem) for path in sorted(folder.glob("*.txt"))]
    return sorted(articles, key=lambda article: -article.days_ago)


def read_article(*, text: str, slug: str) -> Article:
    """Return the article in `text`. Raises BadArticleError when the head is missing or names what an article hasn't."""
    try:
        _, head, body = text.split("---\n", 2)
        pairs = (line.split(": ", 1) for line in head.splitlines())
        fields: dict[str, object] = {name: value.strip() for name, value in pairs}
    except ValueError:
        message = f"{slug}: the head must stand between two lines ---, one `field: value` a line."
        raise BadArticleError(message) from None
    for name in ("categories", "tags"):
        fields[name] = tuple(word.strip() for word in str(fields.get(name, "")).split(",") if word.strip())
    for name in {"days_ago", "part"} & fields.keys():
        fields[name] = int(str(fields[name]))
    try:
        return Article(slug=slug, blocks=tuple(read_blocks(body)), **fields)  # type: ignore[arg-type]  # fields of a file
    except TypeError as error:
        raise BadArticleError(f"{slug}: {error}") from None


def read_blocks(body: str) -> Iterator[Block]:
    """Yield the blocks of a body as it is written."""
    prose: list[str] = []
    for chunk in [chunk.strip() for chunk in body.split("\n\n") if chunk.strip()]:
        block = _block(chunk)
        if block is None:
            prose.append(chunk)
            continue
        if prose:
            yield Prose("\n\n".join(prose))
            prose = []
        yield block
    if prose:
        yield Prose("\n\n".join(prose))


def _block(chunk: str) -> Block | None:
    if chunk.startswith(("## ", "### ")):
        marks, text = chunk.split(" ", 1)
        return Heading(text=text, level=len(marks))
    if chunk.startswith("> "):
        lines = [line.removeprefix("> ") for line in chunk.splitlines()]
        words = " ".join(line for line in lines if not line.startswith("-- "))
        return Quote(text=words, attribution="".join(line[3:] for line in lines if line.startswith("-- ")))
    if found := _PICTURE.fullmatch(chunk):
        return Picture(alt=found[1], name=found[2], caption=found[3])
    return None


def rich_text(source: str, *, cite: Callable[[str], str], link: Callable[[str], str]) -> str:
    """Return `source` as Wagtail stores rich text.

    `cite` gives the whole tag for the key of a paper, `link` the opening tag of a link to the post of that slug.
    """
    return "".join(_paragraph(chunk, cite=cite, link=link) for chunk in source.split("\n\n"))


def _paragraph(chunk: str, *, cite: Callable[[str], str], link: Callable[[str], str]) -> str:
    html = escape(chunk, quote=False)
    html = _CITATION.sub(lambda found: f" {cite(found[1])}", html)
    html = _LINK.sub(lambda found: f"{link(found[2])}{found[1]}</a>", html)
    html = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html)
    html = re.sub(r"\*(.+?)\*", r"<i>\1</i>", html)
    if html.startswith("- "):
        points = (f"<li>{point}</li>" for point in html.removeprefix("- ").split("\n- "))
        return f"<ul>{''.join(points)}</ul>"
    return f"<p>{' '.join(html.splitlines())}</p>"
