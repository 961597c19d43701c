"""A page as a browser saves it, as a plan."""

from datetime import UTC, datetime

from bs4.element import NavigableString
from bs4.element import Tag as Element

from website.transfer.article import Told, compose_article
from website.transfer.body_reader import CLOSED
from website.transfer.markup import parse_markup, plain
from website.transfer.place import BrokenFileError, Place
from website.transfer.plan import FilePlan
from website.transfer.read import Kind, Source

TEXTS = ('[data-hook="post-description"]', '[itemprop="articleBody"]', ".entry-content", "article", "main")
"""Where the text of an article is, the surest first: a hosted blog's, microdata, WordPress themes, HTML itself."""

BYLINES = ('[data-hook="user-name"]', '[itemprop="author"]', ".byline", '[rel="author"]')
NOT_TEXT = (*BYLINES, "nav", "footer", "aside", "time", ".comments", "#comments", '[data-hook="comments"]')
"""What stands inside an `article` or `main` and is no part of its text."""


def read_page(*, source: Source) -> FilePlan:
    """Return the plan of the one article on a saved page.

    Raises `BrokenFileError` when it ends too early, has no article, or the article lacks what it needs.
    """
    _check_end(source.text, source.place)
    page = parse_markup(markup=source.text, place=source.place)
    root = _first(page, TEXTS)
    if root is None:
        reason = "no article was found on the page: no <article> and no <main>."
        raise BrokenFileError(place=source.place, reason=reason)
    doubts = list(source.not_understood)
    published_at = _date(page, doubts)
    address = _address(page)
    if not address:
        doubts.append("The page doesn't say its old address: nothing is redirected, and it is known by its title.")
    told = Told(
        place=source.place,
        address=address,
        title=_title(page, root),
        description=_meta(page, "description") or _meta(page, "og:description"),
        bylines=_bylines(page),
        published_at=published_at,
        comments_closed=_says_closed(page, root),
        doubts=doubts,
    )
    if root.name in {"article", "main"}:
        for header in root.find_all("header"):
            header.replace_with(*[figure.extract() for figure in header.find_all("figure")])
        for aside in root.select(", ".join(NOT_TEXT)):
            aside.decompose()
    return FilePlan(kind=Kind.PAGE, articles=(compose_article(told=told, root=root, folder=source.folder),))


def _check_end(text: str, place: Place) -> None:
    """Raise `BrokenFileError` for a page that was cut off: browsers end what they save with `</html>`."""
    lower = text.lower()
    if "<html" in lower and "</html" not in lower:
        lines = text.splitlines()
        where = Place(file=place.file, line=len(lines), column=len(lines[-1]) + 1)
        raise BrokenFileError(place=where, reason="the file ends before </html>: it seems to be cut off.")


def _first(node: Element, selectors: tuple[str, ...]) -> Element | None:
    return next((found for selector in selectors if (found := node.select_one(selector))), None)


def _meta(page: Element, name: str) -> str:
    for attribute in ("property", "name"):
        found = page.find("meta", attrs={attribute: name})
        if isinstance(found, Element) and (content := str(found.get("content") or "").strip()):
            return content
    return ""


def _address(page: Element) -> str:
    """Return where the page was published: its canonical link, else what it tells social networks."""
    link = page.select_one('link[rel="canonical"]')
    told = (str(link.get("href") or "").strip() if link else "", _meta(page, "og:url"))
    return next((address for address in told if address.startswith(("http://", "https://"))), "")


def _title(page: Element, root: Element) -> str:
    if title := _meta(page, "og:title"):
        return title
    around = root.find_parent(["article", "main"]) or root
    heading = around.find("h1") or page.find("h1") or page.find("title")
    return plain(heading) if isinstance(heading, Element) else ""


def _bylines(page: Element) -> list[str]:
    """Return the line that names the writers. The social networks' "article:author" may be a profile's address."""
    for name in ("article:author", "author"):
        line = _meta(page, name)
        if line and not line.startswith(("http://", "https://")):
            return [line]
    found = _first(page, BYLINES)
    return [plain(found)] if found else []


def _date(page: Element, doubts: list[str]) -> datetime | None:
    written = _meta(page, "article:published_time")
    if not written:
        found = page.select_one('[itemprop="datePublished"], article time[datetime]')
        written = str((found.get("datetime") or found.get("content")) or "") if found else ""
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        doubts.append(f"The date “{written[:60]}” was not understood.")
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _says_closed(page: Element, root: Element) -> bool:
    """Does a line outside the text say that nobody may comment any more?"""
    return any(
        text.strip().casefold() in CLOSED and not any(parent is root for parent in text.parents)
        for text in page.find_all(string=True)
        if isinstance(text, NavigableString)
    )
