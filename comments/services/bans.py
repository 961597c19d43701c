"""Who may not write, on a branch, until a moment."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import DomainNameValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from comments.models import Ban, Batch
from comments.permissions import may_moderate
from comments.selectors.bans import address_value
from comments.services.audit import record

LONGEST_OF_A_NETWORK = timedelta(days=30)
"""A network's hash can be compared for as long as its key is kept."""

ORIGIN_LENGTH = 32


def ban(
    *,
    kind: str,
    value: str,
    page: Page,
    user: Any,
    until: datetime | None = None,
    reason: str = "",
    hint: str = "",
    batch: Batch | None = None,
    now: datetime,
) -> Ban:
    """Let nobody of this address, domain or network write on `page` and below, for ever or until `until`.

    `kind` is one of `Ban.Kinds`; `value` an e-mail address, a domain (its subdomains are meant too), or the origin of a
    comment. Only a keyed hash of an address is kept. A ban of the same on the same page is replaced. `hint` is how
    moderators know it again; without one it is made so that it tells as little as does.

    Raises:
        PermissionDenied: `user` does not moderate the branch.
        ValidationError: the value is not of its kind, or the time is not possible; by field.
    """
    if not may_moderate(user, page=page):
        raise PermissionDenied
    stored, shown = _stored(kind, value.strip())
    if until is None and kind == Ban.Kinds.NETWORK:
        until = now + LONGEST_OF_A_NETWORK
    _refuse_time(kind, until, now=now)
    values = {
        "until": until,
        "reason": reason,
        "hint": hint or shown,
        "set_by": str(user.get_full_name() or user.get_username()),
        "set_at": now,
        "batch": batch,
    }
    Ban(kind=kind, value=stored, **values).clean_fields(exclude=["page"])
    with transaction.atomic():
        made, _created = Ban.objects.update_or_create(kind=kind, value=stored, page=page, defaults=values)
        data: dict[str, object] = {"ban": str(made.uuid), "kind": kind, "until": until and until.isoformat()}
        record(subject=page, verb="ban", user=user, data=data, now=now)
    return made


def lift_ban(*, ban: Ban, user: Any, now: datetime) -> None:
    """Let them write again. Raises `PermissionDenied` when `user` does not moderate the branch of `ban`."""
    if not may_moderate(user, page=ban.page):
        raise PermissionDenied
    with transaction.atomic():
        if Ban.objects.filter(pk=ban.pk).delete()[0]:
            record(subject=ban.page, verb="lift_ban", user=user, data={"ban": str(ban.uuid), "kind": ban.kind}, now=now)


def _stored(kind: str, value: str) -> tuple[str, str]:
    """Return what is compared later, and how it is shown."""
    try:
        if kind == Ban.Kinds.ADDRESS:
            validate_email(value)
            return address_value(value), f"{value[0]}…@{value.rpartition('@')[2].casefold()}"
        if kind == Ban.Kinds.DOMAIN:
            domain = value.removeprefix("@").casefold()
            DomainNameValidator()(domain)
            return domain, domain
    except ValidationError as error:
        raise ValidationError({"value": error.messages}) from error
    if kind != Ban.Kinds.NETWORK:
        raise ValidationError({"kind": _("There is no such ban.")})
    if len(value) != ORIGIN_LENGTH:
        raise ValidationError({"value": _("Where this comment came from is no longer known.")})
    return value, value[:8]


def _refuse_time(kind: str, until: datetime | None, *, now: datetime) -> None:
    if until is not None and until <= now:
        raise ValidationError({"until": _("Please choose a time that is still to come.")})
    if kind == Ban.Kinds.NETWORK and until is not None and until > now + LONGEST_OF_A_NETWORK:
        days = LONGEST_OF_A_NETWORK.days
        raise ValidationError({"until": _("A network can be banned for %(days)s days at most.") % {"days": days}})
