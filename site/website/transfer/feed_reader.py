"""An RSS 2.0 feed with the full text of its posts, as a plan."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from website.transfer.article import Told, compose_article
from website.transfer.feed_xml import Item, parse_feed
from website.transfer.limits import MAX_CATEGORIES
from website.transfer.markup import parse_markup, plain
from website.transfer.place import BrokenFileError, Place
from website.transfer.plan import ArticlePlan, FilePlan
from website.transfer.read import Kind, Source


def read_feed(*, source: Source) -> FilePlan:
    """Return the plan of all posts in a feed, in its order.

    Raises `BrokenFileError` with line and column, or with item and field, for whatever can't be read.
    """
    items = parse_feed(text=source.text, place=source.place)
    if not items:
        raise BrokenFileError(place=source.place, reason="the feed has no items.")
    articles = tuple(_article(item, source) for item in items)
    return FilePlan(kind=Kind.FEED, articles=articles)


def _article(item: Item, source: Source) -> ArticlePlan:
    place = Place(file=source.place.file, item=item.number, line=item.line)
    doubts = list(source.not_understood if item.number == 1 else ())
    description = item.text(name="description")
    markup = item.text(name="content:encoded")
    if not markup and description:
        markup, description = description, ""
        doubts.append("There is no content:encoded: the description was taken as the text.")
    text_place = place.at(field="content:encoded")
    root = parse_markup(markup=f"<!DOCTYPE html><body>{markup}</body>", place=text_place)
    told = Told(
        place=place,
        address=_address(item),
        guid=item.text(name="guid"),
        title=_plain(item.text(name="title"), place),
        description=_plain(description, place),
        bylines=_bylines(item),
        published_at=_date(item, place),
        categories=[_plain(name, place) for name in item.fields.get("category", [])[:MAX_CATEGORIES]],
        doubts=doubts,
    )
    return compose_article(told=told, root=root.body or root, folder=source.folder)


def _plain(markup: str, place: Place) -> str:
    """Return the text of a field, in which feeds may write markup or plain text."""
    if "<" in markup or "&" in markup:
        return plain(parse_markup(markup=markup, place=place))
    return " ".join(markup.split())


def _address(item: Item) -> str:
    if address := item.text(name="link"):
        return address
    permanent = item.attributes.get("guid", {}).get("isPermaLink", "true") == "true"
    guid = item.text(name="guid")
    return guid if permanent and guid.startswith(("http://", "https://")) else ""


def _bylines(item: Item) -> list[str]:
    """Return the names of the writers: Dublin Core's, else RSS' own "address (name)" without the address."""
    if creators := [text for text in item.fields.get("dc:creator", []) if text.strip()]:
        return creators
    author = item.text(name="author")
    if "@" in author:
        _, _, author = author.partition("(")
        author = author.rstrip(") ")
    return [author] if author else []


def _date(item: Item, place: Place) -> datetime | None:
    written = item.text(name="pubDate")
    if not written:
        return None
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        reason = f"“{written[:60]}” is no date as feeds write them (RFC 822)."
        raise BrokenFileError(place=place.at(field="pubDate"), reason=reason) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
