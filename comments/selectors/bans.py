"""Who is banned, where and until when."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from comments.models import Ban
from comments.submission import Submission


def bans_on(submission: Submission, *, now: datetime) -> QuerySet[Ban]:
    """Return the bans, on whatever branch, in force at `now` on the sender of `submission`, normalised."""
    return bans_of_sender(email=submission.email, origins=submission.origins, now=now)


def bans_of_sender(*, email: str, origins: Iterable[str], now: datetime) -> QuerySet[Ban]:
    """Return the bans, on whatever branch, in force at `now` on an address, its domain, or one of these networks."""
    return bans_among(networks=[origin for origin in origins if origin], **values_of(email), now=now)


def bans_among(*, networks: Any, addresses: Any, domains: Any, now: Any) -> QuerySet[Ban]:
    """Return the bans, on whatever branch, in force at `now` with one of these values: lists, or slots for them."""
    meant = Q(kind=Ban.Kinds.NETWORK, value__in=networks)
    meant |= Q(kind=Ban.Kinds.ADDRESS, value__in=addresses) | Q(kind=Ban.Kinds.DOMAIN, value__in=domains)
    return Ban.objects.filter(meant).filter(Q(until__isnull=True) | Q(until__gt=now))


def values_of(email: str) -> dict[str, list[str]]:
    """Return the `addresses` and `domains` under which an address may be banned: none without one."""
    return {"addresses": [address_value(email)], "domains": list(_domains(email))} if email else _NONE


_NONE: dict[str, list[str]] = {"addresses": [], "domains": []}


def address_value(email: str) -> str:
    """Return the keyed hash under which an address is banned: without case, and without what follows a plus sign."""
    local, at, domain = email.strip().casefold().rpartition("@")
    return salted_hmac("comments.ban", f"{local.partition('+')[0]}{at}{domain}", algorithm="sha256").hexdigest()


def _domains(email: str) -> Iterator[str]:
    labels = email.rpartition("@")[2].casefold().split(".")
    for number in range(len(labels) - 1):
        yield ".".join(labels[number:])
