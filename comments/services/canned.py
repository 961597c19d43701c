"""Moderators keep the words that they need again and again."""

import re
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from comments.models import PLACES, CannedReply
from comments.permissions import may_moderate
from comments.services.audit import record

BRACED = re.compile(r"\{([^{}]*)\}")
"""What stands in braces."""


def save_canned_reply(
    *, canned: CannedReply | None, page: Page, use: str, name: str, text: str, user: Any, now: datetime
) -> CannedReply:
    """Store a text that is offered for comments on `page` and below, in place of `canned` if that is given.

    Raises:
        PermissionDenied: `user` does not moderate the branch, or not that of `canned`.
        ValidationError: a field is empty, too long, or names a place that does not exist; the name is taken; by field.
    """
    if not may_moderate(user, page=page) or (canned is not None and not may_moderate(user, page=canned.page)):
        raise PermissionDenied
    stored = canned or CannedReply()
    stored.page, stored.use, stored.name, stored.text = page, use, name.strip(), text.strip()
    stored.set_by, stored.set_at = str(user.get_full_name() or user.get_username()), now
    try:
        refuse_unknown_places(stored.text)
    except ValidationError as error:
        raise ValidationError({"text": error.messages}) from error
    stored.clean_fields(exclude=["page"])
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        same = CannedReply.objects.filter(page=page, use=use, name=stored.name).exclude(pk=stored.pk)
        if same.exists():
            raise ValidationError({"name": _("There is a text of this name and use on this branch already.")})
        stored.save()
        data: dict[str, object] = {"canned": stored.pk, "use": use}
        record(subject=page, verb="save_canned", user=user, data=data, now=now)
    return stored


def remove_canned_reply(*, canned: CannedReply, user: Any, now: datetime) -> None:
    """Remove a text. Raises `PermissionDenied` when `user` does not moderate its branch."""
    if not may_moderate(user, page=canned.page):
        raise PermissionDenied
    with transaction.atomic():
        data: dict[str, object] = {"canned": canned.pk, "use": canned.use}
        if CannedReply.objects.filter(pk=canned.pk).delete()[0]:
            record(subject=canned.page, verb="remove_canned", user=user, data=data, now=now)


def refuse_unknown_places(text: str) -> None:
    """Raise `ValidationError` when something stands in braces that is none of `PLACES`."""
    unknown = sorted({found for found in BRACED.findall(text) if found not in PLACES})
    if unknown:
        known = ", ".join(f"{{{place}}}" for place in PLACES)
        sentence = _("There is no place “%(unknown)s”. These are filled: %(known)s.")
        raise ValidationError(sentence % {"unknown": f"{{{unknown[0]}}}", "known": known})
