"""Signing in to the admin, with as many guesses as a person needs and no more.

Wagtail counts none. Counted are failures, by account and by network, whether the account exists or not: what is said
tells nobody which names there are. So is a guess at the old password where one makes a new one. Nothing is kept but
counts under keyed hashes, until the hour is over.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext
from wagtail.admin.forms.auth import LoginForm

from ground.address import client_address, origin_hash
from ground.figures import SIGN_INS_REFUSED
from ground.throttle import Throttled, count_try, give_back

logger = logging.getLogger(__name__)

WINDOW = timedelta(hours=1)

BY_ACCOUNT = 15
"""Failures an hour. Around the turn of an hour twice as many may pass: 30, more than a forgetful person needs."""

BY_NETWORK = 60
"""Failures an hour of everybody in one office or household together."""


class Guess(TypedDict):
    """The arguments of `count_try`, but for the moment."""

    scope: str
    key: str
    limit: int
    per: timedelta


@contextmanager
def one_guess(*, account: str, request: HttpRequest) -> Iterator[None]:
    """Count a guess at the password of `account`, and no longer if what is done inside raises nothing.

    Raises `ValidationError`, before anything is done, when there were too many.
    """
    now, guesses = timezone.now(), _guesses(account, request)
    counted: list[Guess] = []
    try:
        for guess in guesses:
            count_try(**guess, now=now)
            counted.append(guess)
    except Throttled as throttled:
        for guess in counted:
            give_back(**guess, now=now)
        SIGN_INS_REFUSED.labels(guess["scope"].removeprefix("sign-in.")).inc()
        logger.warning("Too many wrong passwords: signing in was refused by %s.", guess["scope"])
        raise too_many(throttled.retry_after) from None
    yield
    for guess in guesses:
        give_back(**guess, now=now)


def _guesses(account: str, request: HttpRequest) -> list[Guess]:
    hashed = salted_hmac("website.sign_in", account.strip().casefold(), algorithm="sha256").hexdigest()[:32]
    network = origin_hash(client_address(request))
    return [
        Guess(scope="sign-in.account", key=hashed, limit=BY_ACCOUNT, per=WINDOW),
        Guess(scope="sign-in.network", key=network, limit=BY_NETWORK, per=WINDOW),
    ]


class ThrottledLoginForm(LoginForm):
    """Wagtail's form, which looks at no password once there were too many guesses."""

    def clean(self) -> dict[str, Any]:
        """Return what was typed, with the user found. Raises `ValidationError` as Django's form does, or to wait."""
        with one_guess(account=str(self.cleaned_data.get("username") or ""), request=self.request):
            try:
                cleaned: dict[str, Any] = super().clean()
            except ValidationError:
                SIGN_INS_REFUSED.labels("wrong").inc()
                raise
        return cleaned


def too_many(seconds: int) -> ValidationError:
    """Return the error that says when to try again."""
    minutes = max(1, -(-seconds // 60))
    words = ngettext(
        "There were too many wrong passwords. Please try again in %(minutes)d minute.",
        "There were too many wrong passwords. Please try again in %(minutes)d minutes.",
        minutes,
    )
    return ValidationError(words % {"minutes": minutes}, code="too-many")
