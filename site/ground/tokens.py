"""Signed tokens: each for one purpose and for a time, carrying a few claims that anybody may read and nobody change.

None is stored. One that may be used once leaves its hash when it is, until the time at which it would end anyway.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, models, transaction

UNTIL = "until"

LONGEST = 4096
"""Characters of a token that is looked at: more than any we make, and what browsers keep in one cookie."""


class InvalidToken(Exception):
    """Raised for a token that was not made here, was made for another purpose, or has expired."""


class SpentToken(InvalidToken):
    """Raised for a token that may be used once, and was."""


class UsedToken(models.Model):
    """The hash of a token that was spent; kept until the token would end by itself."""

    fingerprint = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="used_token_until")]

    def __str__(self) -> str:
        return self.fingerprint


def make_token(*, purpose: str, claims: Mapping[str, Any], now: datetime, lifetime: timedelta) -> str:
    """Return a token for `purpose` that carries `claims`, plain JSON values, and is good for `lifetime` from `now`.

    The token is URL-safe; `:` is its only character that is neither a letter, a digit, `-` nor `_`.
    """
    body = {**claims, UNTIL: int((now + lifetime).timestamp())}
    return signing.Signer(salt=_salt(purpose)).sign_object(body)


def spend_token(token: str, *, purpose: str, now: datetime) -> dict[str, Any]:
    """Use up `token`, as part of the running transaction, and return its claims.

    Of many tries, at the same moment or not, one succeeds; a change that is rolled back leaves the token unused.

    Raises:
        SpentToken: it was used before.
        InvalidToken: as `read_token`.
        TransactionManagementError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A token is spent in the transaction of what it is spent on.")
    body = _body(token, purpose=purpose, now=now)
    until = datetime.fromtimestamp(body.pop(UNTIL), tz=UTC)
    try:
        with transaction.atomic():
            UsedToken.objects.create(fingerprint=_fingerprint(token), until=until)
    except IntegrityError:
        raise SpentToken(purpose) from None
    return body


def is_spent(token: str) -> bool:
    """Tell whether `token` was used up."""
    return UsedToken.objects.filter(fingerprint=_fingerprint(token)).exists()


def forget_used_tokens(*, now: datetime) -> int:
    """Remove the hashes of tokens that have ended by `now`; return how many."""
    return UsedToken.objects.filter(until__lte=now).delete()[0]


def read_token(token: str, *, purpose: str, now: datetime) -> dict[str, Any]:
    """Return the claims of `token`. The signature is compared in constant time.

    Raises `InvalidToken` when the token is not one for `purpose` that is still good at `now`.
    """
    body = _body(token, purpose=purpose, now=now)
    del body[UNTIL]
    return body


def _body(token: str, *, purpose: str, now: datetime) -> dict[str, Any]:
    if len(token) > LONGEST:
        raise InvalidToken(purpose)
    try:
        body = signing.Signer(salt=_salt(purpose)).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise InvalidToken(purpose) from error
    if not isinstance(body, dict) or not isinstance(until := body.get(UNTIL), int) or until <= now.timestamp():
        raise InvalidToken(purpose)
    return body


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _salt(purpose: str) -> str:
    return f"ground.tokens.{purpose}"
