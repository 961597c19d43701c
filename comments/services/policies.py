"""What a page says about the comments on it and below it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _
from wagtail.models import Page

from comments.models import Comment, CommentPolicy
from comments.permissions import may_set_policy
from comments.policy import State, state_at
from comments.policy.resolving import TIME_FIELDS
from comments.selectors.policies import effective_policy
from comments.services.audit import record
from comments.signals import thread_changed

INHERITABLE = frozenset(
    {
        "state",
        "opens_at",
        "closes_at",
        "close_after_days",
        "reopened_at",
        "who",
        "moderation",
        "max_depth",
        "votes",
        "max_links",
        "message",
    }
)
"""The fields a page can say something about; None is to say nothing."""

TIMES = frozenset(TIME_FIELDS)


def set_policy(*, page: Page, changes: Mapping[str, object], user: Any | None, now: datetime) -> CommentPolicy:
    """Change what `page` says about comments on it and below it, at once, outside its revisions; return all it says.

    `changes` holds new values by field of `INHERITABLE`, where None means to inherit, and may hold `enforce`, the
    fields whose values here beat every nearer one. Without a `user` it is the site itself that speaks.

    A `user` who says that a page is open, of which time or a hand has closed the comments, re-opens it: `reopened_at`
    becomes `now`, so that what closed it by time does so no more and its days count anew. The page then says of its
    times what held for it until now.

    Raises:
        PermissionDenied: `user` may not publish the page.
        ValidationError: a field is unknown or its value is not possible; by field.
    """
    if user is not None and not may_set_policy(user, page=page):
        raise PermissionDenied
    _refuse_impossible(changes)
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        policy = CommentPolicy.objects.filter(page_id=page.pk).first() or CommentPolicy(page_id=page.pk)
        if user is not None and not TIMES & changes.keys():
            changes = {**changes, **_reopening(page, changes, now=now)}
        before = {name: getattr(policy, name) for name in changes}
        for name, value in changes.items():
            setattr(policy, name, sorted(value) if name == "enforce" else value)  # type: ignore[call-overload]  # checked above
        policy.page_title, policy.page_path = page.title, page.url_path
        policy.set_by = "" if user is None else user.get_full_name() or user.get_username()
        policy.set_at = now
        silent = [name for name in INHERITABLE if getattr(policy, name) is None]
        policy.clean_fields(exclude=["page", "branch", "enforce", *silent])
        policy.save()
        after = {name: getattr(policy, name) for name in changes}
        record(subject=page, verb="set_policy", user=user, data={"from": before, "to": after}, now=now)
        thread_changed.send(sender=Comment, page_id=page.pk, comment=None, change="set_policy")
    return policy


def _reopening(page: Page, changes: Mapping[str, object], *, now: datetime) -> dict[str, object]:
    """Return what a hand changes of the times by saying that the page is open; nothing where no time closes it."""
    if changes.get("state") != State.OPEN:
        return {}
    held = effective_policy(page=page, now=now)
    was = state_at(held, now=now, first_published_at=page.first_published_at)
    times = {name: getattr(held, name).value for name in TIMES}
    if was is State.OPEN or (times["closes_at"] is None and times["close_after_days"] is None):
        return {}
    return {**times, "reopened_at": now}


def _refuse_impossible(changes: Mapping[str, object]) -> None:
    errors = {}
    for name, value in changes.items():
        if name == "enforce":
            if (
                isinstance(value, str)
                or not isinstance(value, set | frozenset | list | tuple)
                or set(value) - INHERITABLE
            ):
                errors[name] = _("Only fields of the policy can be enforced.")
        elif name not in INHERITABLE:
            errors[name] = _("There is no such field.")
        elif isinstance(value, datetime) and is_naive(value):
            errors[name] = _("A moment needs a time zone.")
    if errors:
        raise ValidationError(errors)
