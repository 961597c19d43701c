"""The answer for a public path, and its two empty forms."""

from typing import Literal

from blog.payloads.schemas import CardPayload, PagePayload
from blog.payloads.sections import SectionPayload
from comments.api.schemas import PolicyPayload
from ground.viewer import Viewer
from website import caching
from website.answers import Answer, Crumb
from website.heads import Head
from website.languages import Alternate, Direction, direction

Lock = Literal["password", "members"]
"""How a restricted page opens: by a password, or not here."""


class Listing(Answer):
    """A page of posts, newest first; `comment_counts` is by post id; `page` counts from 1."""

    items: list[CardPayload]
    comment_counts: dict[str, int]
    page: int
    pages: int
    total: int


class Resolved(Answer):
    """The screen behind a path.

    `page` and `listing` come with kind page and listing; a listing of posts with something in common has `section` in
    place of `page`. `alternates` are all languages it is in, its own included; empty when it is in one only. `location`
    (percent-encoded) and `status` come with redirect. `lock` says how a restricted page opens: by a password, given to
    `unlock`, or not here. Kind gone is a path that was public once. `keys` are the surrogate keys under which what is
    made of this answer is purged.
    """

    kind: Literal["page", "listing", "redirect", "restricted", "gone"]
    type: str
    status: int
    location: str | None
    lock: Lock | None = None
    page: PagePayload | None
    listing: Listing | None
    section: SectionPayload | None = None
    language: str
    direction: Direction
    alternates: list[Alternate] = []
    breadcrumbs: list[Crumb]
    head: Head | None
    comments: PolicyPayload | None
    comment_count: int
    keys: list[str]


def closed_answer(
    *,
    kind: Literal["redirect", "restricted", "gone"],
    status: int,
    language: str,
    location: str | None = None,
    lock: Lock | None = None,
) -> Resolved:
    """Return an answer that shows nothing of a page in `language`."""
    return Resolved(
        kind=kind,
        type="",
        status=status,
        location=location,
        lock=lock,
        page=None,
        listing=None,
        language=language,
        direction=direction(language),
        breadcrumbs=[],
        head=None,
        comments=None,
        comment_count=0,
        keys=[caching.EVERYTHING],
    )


def for_holder(answer: Resolved, *, viewer: Viewer) -> Resolved:
    """Return `answer` as it is for a viewer who holds a token: nothing for search engines."""
    if not viewer.unlocked or answer.head is None:
        return answer
    return answer.model_copy(update={"head": answer.head.model_copy(update={"robots": "noindex"})})
