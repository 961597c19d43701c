"""Signed tokens: each for one purpose and for a time, carrying a few claims that anybody may read and nobody change."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

UNTIL = "until"

LONGEST = 4096
"""Characters of a token that is looked at: more than any we make, and what browsers keep in one cookie."""


class InvalidToken(Exception):
    """Raised for a token that was not made here, was made for another purpose, or has expired."""


def make_token(*, purpose: str, claims: Mapping[str, Any], now: datetime, lifetime: timedelta) -> str:
    """Return a token for `purpose` that carries `claims`, plain JSON values, and is good for `lifetime` from `now`.

    The token is URL-safe; `:` is its only character that is neither a letter, a digit, `-` nor `_`.
    """
    body = {**claims, UNTIL: int((now + lifetime).timestamp())}
    return signing.dumps(body, salt=_salt(purpose))


def read_token(token: str, *, purpose: str, now: datetime) -> dict[str, Any]:
    """Return the claims of `token`. The signature is compared in constant time.

    Raises `InvalidToken` when the token is not one for `purpose` that is still good at `now`.
    """
    if len(token) > LONGEST:
        raise InvalidToken(purpose)
    try:
        body = signing.loads(token, salt=_salt(purpose))
    except (signing.BadSignature, ValueError) as error:
        raise InvalidToken(purpose) from error
    if not isinstance(body, dict) or not isinstance(until := body.pop(UNTIL, None), int) or until <= now.timestamp():
        raise InvalidToken(purpose)
    return body


def _salt(purpose: str) -> str:
    return f"ground.tokens.{purpose}"
