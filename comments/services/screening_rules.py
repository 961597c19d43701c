"""The numbers that moderators set for screening, by branch."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from comments.models import ScreeningRules
from comments.permissions import may_moderate
from comments.selectors.rules import NUMBERS
from comments.services.audit import record


def set_rules(
    *, page: Page, changes: Mapping[str, object], user: Any, now: datetime, back_to: datetime | None = None
) -> ScreeningRules:
    """Change what is set for screening on `page` and below, at once; return all that is set there.

    `changes` holds new values by field of `NUMBERS`, where None means to inherit. The log keeps what was and what is;
    `back_to` says that this is how it was at that moment.

    Raises:
        PermissionDenied: `user` does not moderate the branch.
        ValidationError: a field is unknown or its value is not possible; by field.
    """
    if not may_moderate(user, page=page):
        raise PermissionDenied
    unknown = {name: _("There is no such field.") for name in changes if name not in NUMBERS}
    if unknown:
        raise ValidationError(unknown)
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        rules = ScreeningRules.objects.filter(page_id=page.pk).first() or ScreeningRules(page_id=page.pk)
        before = {name: getattr(rules, name) for name in changes}
        for name, value in changes.items():
            setattr(rules, name, value)
        rules.set_by, rules.set_at = str(user.get_full_name() or user.get_username()), now
        silent = [name for name in NUMBERS if getattr(rules, name) is None]
        rules.clean_fields(exclude=["page", *silent])
        rules.save()
        after = {name: getattr(rules, name) for name in changes}
        data: dict[str, object] = {"from": before, "to": after}
        if back_to is not None:
            data["back_to"] = back_to.isoformat()
        record(subject=page, verb="set_rules", user=user, data=data, now=now)
    return rules
