"""Who is behind a request, by the tokens in its headers; never by a cookie."""

from datetime import datetime

from django.http import HttpRequest

from comments.api import own_words
from comments.models import Commenter
from comments.selectors.identity import Author, commenter_with, comments_with
from ground.tokens import LONGEST

READER_HEADER = "X-Reader-Token"
"""What a reader shows who is signed in."""

AUTHOR_HEADER = "X-Author-Token"
"""What a guest shows who has written a comment: one token or several, with commas between them."""


def commenter_of(request: HttpRequest, *, now: datetime) -> Commenter | None:
    """Return the commenter who is signed in; None without a token or with one that is worth nothing."""
    token = request.headers.get(READER_HEADER)
    return commenter_with(token.strip(), now=now) if token else None


def author_of(request: HttpRequest, *, now: datetime) -> Author:
    """Return whose comments are the caller's own: a commenter's, and those whose tokens a guest holds."""
    tokens = request.headers.get(AUTHOR_HEADER, "")[: 2 * LONGEST].split(",")
    guest_of = comments_with((token.strip() for token in tokens if token.strip()), now=now)
    return Author(commenter=commenter_of(request, now=now), guest_of=guest_of)


def signed_in(request: HttpRequest, *, now: datetime) -> Commenter:
    """Return the commenter who is signed in.

    Raises `Problem` 403 `identity-required` when nobody is.
    """
    commenter = commenter_of(request, now=now)
    if commenter is None:
        raise own_words.sign_in_first()
    return commenter
