"""Who is banned, where and until when."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from comments.models import Ban
from comments.submission import Submission


def bans_on(submission: Submission, *, now: datetime) -> QuerySet[Ban]:
    """Return the bans, on whatever branch, in force at `now` on the sender of `submission`, normalised."""
    return bans_of_sender(email=submission.email, origins=submission.origins, now=now)


def bans_of_sender(*, email: str, origins: Iterable[str], now: datetime) -> QuerySet[Ban]:
    """Return the bans, on whatever branch, in force at `now` on an address, its domain, or one of these networks."""
    meant = Q(kind=Ban.Kinds.NETWORK, value__in=[origin for origin in origins if origin])
    if email:
        meant |= Q(kind=Ban.Kinds.ADDRESS, value=address_value(email))
        meant |= Q(kind=Ban.Kinds.DOMAIN, value__in=list(_domains(email)))
    return Ban.objects.filter(meant).filter(Q(until__isnull=True) | Q(until__gt=now))


def address_value(email: str) -> str:
    """Return the keyed hash under which an address is banned: without case, and without what follows a plus sign."""
    local, at, domain = email.strip().casefold().rpartition("@")
    return salted_hmac("comments.ban", f"{local.partition('+')[0]}{at}{domain}", algorithm="sha256").hexdigest()


def _domains(email: str) -> Iterator[str]:
    labels = email.rpartition("@")[2].casefold().split(".")
    for number in range(len(labels) - 1):
        yield ".".join(labels[number:])
