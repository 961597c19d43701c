"""A plan in words, for whoever runs the import."""

from collections.abc import Iterable, Iterator, Sequence

from blog.models import Author, BlogIndexPage
from website.transfer.matching import Fate, Match
from website.transfer.plan import ArticlePlan, FilePlan, Mark, Picture, RichText
from website.transfer.shelf import Shelf

_FATES = {
    Fate.NEW: "new",
    Fate.AGAIN: "imported before, but its page was deleted here since: made again",
    Fate.UNCHANGED: "unchanged",
    Fate.CHANGED: "changed since it was imported; left as edited here",
    Fate.REPEATED: "stands in this file twice; passed over",
}


def describe(*, plan: FilePlan, matches: Sequence[Match], index: BlogIndexPage, dry_run: bool) -> str:
    """Return what the import makes, what is here already, and what was not understood, as lines of text.

    Call it before the plan is applied: what is "here already" is asked of the database.
    """
    made = sum(match.makes_page for match in matches)
    lines = [f"{plan.kind}, articles: {len(matches)}. Below “{index.title}” {_to_make(made, dry_run=dry_run)}"]
    shelf, promised = Shelf(), set[str]()
    for match in matches:
        lines.extend(("", *_article(match, shelf, promised)))
    return "\n".join(_printable(line) for line in lines)


def _to_make(number: int, *, dry_run: bool) -> str:
    posts = f"{number} post{'' if number == 1 else 's'}"
    if not number:
        return "no post would be made." if dry_run else "no post is made."
    return f"{posts} would be made." if dry_run else f"{posts} {'is' if number == 1 else 'are'} made."


def _article(match: Match, shelf: Shelf, promised: set[str]) -> Iterator[str]:
    article = match.article
    item = f"{article.place.item}. " if article.place.item else ""
    yield f"{item}“{article.title}”: {_FATES[match.fate]}"
    if match.makes_page:
        yield from _made(match, shelf, promised)
    if match.fills_date and article.published_at:
        yield f"  first published: {_moment(article)} (was not known)"
    if match.closes:
        yield "  comments: closed (was not known), unless set otherwise on the page since"
    if match.makes_page:
        notes = (*match.notes, *article.not_understood)
        yield f"  not understood: {'' if notes else 'nothing'}".rstrip()
        yield from (f"    - {note}" for note in notes)


def _made(match: Match, shelf: Shelf, promised: set[str]) -> Iterator[str]:
    article = match.article

    def told(name: str, exists: object) -> str:
        known = exists is not None or name in promised
        promised.add(name)
        return f"{name} ({'here already' if known else 'new'})"

    yield f"  slug: {match.slug}"
    yield f"  first published: {_moment(article) if article.published_at else 'not told; the moment of the import'}"
    if article.excerpt:
        yield f"  excerpt: {article.excerpt}"
    for author in article.authors:
        letters = ", ".join(credential.letters for credential in author.credentials)
        known = shelf.author(plan=author)
        yield f"  author: {told(author.name, known)}{f', credentials: {letters}' if letters else ''}"
        yield from _missing_letters(known, letters=[one.letters for one in author.credentials])
    for name in article.categories:
        yield f"  category: {told(name, shelf.category(name=name))}"
    if article.hero and article.hero.file:
        yield f"  opening picture: {told(article.hero.file.name, shelf.image(picture=article.hero))}"
        yield f"    description: {article.hero.alt}"
        yield f"    caption: {article.hero.caption}"
    yield f"  text: {_contents(article)}"
    for number, reference in enumerate(article.body.references, start=1):
        yield f"  reference {number}: {told(str(reference.csl['title']), shelf.reference(csl=reference.csl))}"
    if article.comments_closed:
        yield "  comments: closed"
    if match.old_path:
        yield f"  redirect from: {match.old_path}"


def _missing_letters(known: Author | None, *, letters: Sequence[str]) -> Iterator[str]:
    if known is None:
        return
    there = {credential.letters for credential in known.credentials.all()}
    if missing := [each for each in letters if each not in there]:
        yield f"    not on the author's page, and left so: {', '.join(missing)}"


def _contents(article: ArticlePlan) -> str:
    blocks = article.body.blocks
    kinds = [type(block).__name__ for block in blocks]
    marks = sum(isinstance(part, Mark) for block in blocks if isinstance(block, RichText) for part in block.parts)
    usable = sum(1 for block in blocks if isinstance(block, Picture) and block.file)
    counts = (
        ("heading", kinds.count("Heading")),
        ("text", kinds.count("RichText")),
        ("picture", usable),
        ("quote", kinds.count("Quote")),
        ("citation", marks),
        ("reference", len(article.body.references)),
    )
    return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in counts if number)


def _moment(article: ArticlePlan) -> str:
    return article.published_at.isoformat(sep=" ", timespec="minutes") if article.published_at else ""


def _printable(line: str) -> str:
    """Return a line without what would steer a terminal."""
    return "".join(_shown(line))


def _shown(line: str) -> Iterable[str]:
    return (character if character.isprintable() else " " for character in line)
