"""The posts of a listing, a page at a time."""

from datetime import datetime

from wagtail.models import Page
from wagtail.query import PageQuerySet

from blog.payloads import build_cards
from blog.payloads.schemas import CardPayload
from blog.selectors import posts_below
from comments import selectors as comments
from ground.viewer import Viewer
from website import caching, problems
from website.resolve.shapes import Listing

POSTS_PER_PAGE = 12


def listing(found: Page, *, viewer: Viewer, number: int, now: datetime) -> Listing:
    """Return the page `number` of the posts below `found`. Raises `Problem` 404 past the end."""
    part, total = part_of(posts_below(found, viewer=viewer, now=now), number=number)
    if number > 1 and not total:
        raise problems.missing()
    return listed(build_cards(part, viewer=viewer), total=total, viewer=viewer, number=number, now=now)


def part_of(posts: PageQuerySet[Page], *, number: int) -> tuple[list[Page], int]:
    """Return the page `number` of `posts`, and how many there are in all.

    Raises `Problem` 404 past the end, unless there are none.
    """
    total = posts.count()
    start = (number - 1) * POSTS_PER_PAGE
    if total and start >= total:
        raise problems.missing()
    return list(posts[start : start + POSTS_PER_PAGE]), total


def listed(cards: list[CardPayload], *, total: int, viewer: Viewer, number: int, now: datetime) -> Listing:
    """Return `cards`, the page `number` of `total` posts, with the number of comments on each."""
    counts = comments.counts(page_ids=[card.id for card in cards], viewer=viewer, now=now)
    return Listing(
        items=cards,
        comment_counts={str(page_id): count for page_id, count in counts.items()},
        page=number,
        pages=max(1, -(-total // POSTS_PER_PAGE)),
        total=total,
    )


def listing_keys(posts: Listing) -> list[str]:
    """Return the keys of an answer that tells how many comments each of `posts` has."""
    return [caching.comments_key(card.id) for card in posts.items]
