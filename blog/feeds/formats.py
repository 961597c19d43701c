"""The three formats, from one description of a page of a feed."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Any, TextIO

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, https://www.w3.org/TR/xml/#charsets."""


BEFORE_ANY = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries changed last: Django's would say now, and every reading of it would be another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a feed; `id` stays when its address changes, `html` is the whole text."""

    id: str
    title: str
    link: str
    summary: str
    html: str
    authors: tuple[str, ...]
    subjects: tuple[str, ...]
    image: str
    published: datetime | None
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of a feed, by RFC 5005 section 3: `pages` has the addresses of all that are near, by relation.

    All addresses are absolute.
    """

    title: str
    description: str
    link: str
    language: str
    own: str
    pages: Mapping[str, str]
    entries: Sequence[Entry]


class LastChanged(SyndicationFeed):
    """What Rss and Atom say about when they changed last."""

    def latest_post_date(self) -> datetime:
        dates = [date for item in self.items for date in (item["updateddate"], item["pubdate"]) if date]
        return max(dates, default=BEFORE_ANY)


class Rss(LastChanged, Rss201rev2Feed):
    """RSS 2.0 with whole texts."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        _add_links(handler, self.feed["pages"], name="atom:link")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])


class Atom(LastChanged, Atom1Feed):
    """Atom with whole texts."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        _add_links(handler, self.feed["pages"], name="link")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


class Json(SyndicationFeed):
    """JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: TextIO, encoding: str) -> None:
        """Write the feed into `outfile`."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "description": self.feed["description"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "next_url": self.feed["pages"].get("next", ""),
            "language": self.feed["language"],
        }
        items = [_json_item(item) for item in self.items]
        json.dump({**{name: value for name, value in feed.items() if value}, "items": items}, outfile)


FORMATS: Mapping[str, type[SyndicationFeed]] = {"rss.xml": Rss, "atom.xml": Atom, "feed.json": Json}
"""The formats by the name of the file."""


def write_feed(page: FeedPage, *, file: str) -> tuple[str, str]:
    """Return the feed in the format of `file`, and its content type. Raises `KeyError` for another file."""
    made = FORMATS[file](
        title=_legal(page.title),
        link=page.link,
        description=_legal(page.description),
        language=page.language,
        feed_url=page.own,
        pages=page.pages,
    )
    for entry in page.entries:
        made.add_item(
            title=_legal(entry.title),
            link=entry.link,
            description=_legal(entry.summary),
            author_name=_legal(", ".join(entry.authors)) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=[_legal(subject) for subject in entry.subjects],
            html=_legal(entry.html),
            image=entry.image,
            authors=[_legal(author) for author in entry.authors],
        )
    outfile = StringIO()
    made.write(outfile, "utf-8")
    return outfile.getvalue(), made.content_type  # type: ignore[attr-defined]  # the stubs lack what every format has


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _add_links(handler: Any, pages: Mapping[str, str], *, name: str) -> None:
    for relation, address in pages.items():
        handler.addQuickElement(name, None, {"rel": relation, "href": address})


def _json_item(item: Mapping[str, Any]) -> dict[str, Any]:
    written = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "summary": item["description"],
        "content_html": item["html"],
        "image": item["image"],
        "date_published": item["pubdate"].isoformat() if item["pubdate"] else "",
        "date_modified": item["updateddate"].isoformat() if item["updateddate"] else "",
        "authors": [{"name": name} for name in item["authors"]],
        "tags": [str(tag) for tag in item["categories"]],
    }
    return {name: value for name, value in written.items() if value or name in ("id", "content_html")}
