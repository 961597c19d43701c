"""The newest public comments, of one page or of a whole site: what feeds are made of."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comments.selectors.thread import ThreadNotFound, path_within
from comments.selectors.visibility import pages_showing_comments, public_for
from ground.viewer import Viewer

LATEST = 30
"""Comments in a feed: a reader who looks once a day misses none of an ordinary day."""


@dataclass(frozen=True, slots=True)
class LatestComment:
    """A public comment with the title and the path of its page."""

    uuid: UUID
    name: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    page_id: int
    page_title: str
    page_path: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest comments first; `title` and `path` are of the page they are all on, empty for those of a site."""

    title: str
    path: str
    comments: list[LatestComment]


def latest(*, viewer: Viewer, now: datetime, page_id: int | None = None) -> Latest:
    """Return the newest `LATEST` public comments of a page, or of all pages of the site. At most two statements.

    Raises `ThreadNotFound` when this viewer may not see such a page, or it shows no comments.
    """
    title, path = "", ""
    if page_id is not None:
        pages = pages_showing_comments(viewer, now=now).filter(pk=page_id)
        page = pages.values_list("title", "url_path").first()
        if page is None:
            raise ThreadNotFound
        title, path = page[0], path_within(viewer, page[1])
    shown = public_for(viewer, now=now, page_ids=None if page_id is None else [page_id])
    columns = ("uuid", "author_name", "html", "created_at", "edited_at", "page_id", "page__title", "page__url_path")
    rows = shown.order_by("-created_at", "-id").values(*columns)[:LATEST]
    comments = [
        LatestComment(
            uuid=row["uuid"],
            name=row["author_name"],
            html=row["html"],
            created_at=row["created_at"],
            edited_at=row["edited_at"],
            page_id=row["page_id"],
            page_title=row["page__title"],
            page_path=path_within(viewer, row["page__url_path"]),
        )
        for row in rows
    ]
    return Latest(title=title, path=path, comments=comments)
