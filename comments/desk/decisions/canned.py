"""Canned replies, with their places filled."""

import re
from typing import Any

from comments.models import Comment
from comments.notifications.plain import harmless
from comments.selectors.canned import canned_for
from ground.roots import place_of

MARKS = re.compile(r"[`*_\[\]<>\\]")
"""What Markdown understands in the middle of a line."""

PLACE = re.compile(r"\{([a-z]+)\}")


def canned_choices(comment: Comment, *, use: str) -> list[tuple[int, str]]:
    """Return the canned replies that are offered for a comment: number and name. One statement."""
    return list(canned_for(comment, use=use).order_by("name", "pk").values_list("pk", "name"))


def canned_words(number: int, comment: Comment, *, use: str, moderator: Any) -> str:
    """Return a canned reply that is offered for a comment, with its places filled; nothing if there is none of it."""
    canned = canned_for(comment, use=use).filter(pk=number).first()
    if canned is None:
        return ""
    place = None if comment.page is None else place_of(comment.page)
    values = {
        "name": comment.author_name,
        "page": comment.page_title if comment.page is None else comment.page.title,
        "site": "" if place is None else place[0].site_name or place[0].hostname,
        "moderator": str(moderator.get_full_name() or moderator.get_username()),
    }
    return filled(canned.text, values)


def filled(text: str, values: dict[str, str]) -> str:
    """Return `text` with its places filled in one pass, by words that make no link, no mark and no other place."""
    return PLACE.sub(lambda found: " ".join(MARKS.sub(" ", harmless(values.get(found[1], ""))).split()), text)
