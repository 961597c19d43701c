"""Whoever takes over an account changes its password or its address: its owner is told, in whatever way it was done.

A changed password is told to the account's address, a changed address to the one it had before. An account's first
password is none that was changed, nor is a hash that was renewed.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from comments.notifications.mail import AUTOMATIC, deliver, one_line
from ground import outbox

CHANGED = "website.account_changed"

TOLD_OF = frozenset({"email", "password"})


def connect() -> None:
    """Listen to accounts being saved."""
    pre_save.connect(on_account_saved, sender=get_user_model())


def on_account_saved(
    sender: type[User], instance: User, *, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """Ask for a mail about each of the two things that will be another one."""
    if raw or instance.pk is None or (update_fields is not None and not TOLD_OF & update_fields):
        return
    before = sender._default_manager.filter(pk=instance.pk).first()
    messages = [("", {"account": instance.pk, **changed}) for changed in _changes(before, instance)] if before else []
    if messages:
        with transaction.atomic():
            outbox.write_many(topic=CHANGED, messages=messages, now=timezone.now())


def _changes(before: User, after: User) -> Iterator[dict[str, str]]:
    if before.email and before.email.casefold() != after.email.casefold():
        yield {"what": "email", "address": before.email}
    is_new = getattr(after, "_password", None) is not None  # Django's mark; it is not there when a hash is renewed
    if is_new and before.password and is_password_usable(before.password):
        yield {"what": "password"}


@outbox.handles(CHANGED)
def tell(payload: outbox.Payload) -> None:
    """Mail the owner of an account what was changed, in its language. Raises `NotTaken` while that can't be done."""
    user = get_user_model()._default_manager.filter(pk=payload["account"]).first()
    address = payload.get("address") or (user and user.email)
    if user is None or not address:
        return
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        subject, text = _words(payload["what"], name=user.get_username())
    deliver(EmailMultiAlternatives(subject, text, to=[address], headers=dict(AUTOMATIC)), release=lambda: None)


def _words(what: str, *, name: str) -> tuple[str, str]:
    site = settings.WAGTAILADMIN_BASE_URL
    values = {"name": one_line(name), "site": site, "link": f"{site}{reverse('wagtailadmin_password_reset')}"}
    if what == "email":
        return _("Your account has another mail address now"), _(
            "The mail address of your account “%(name)s” at %(site)s was changed: this one is no longer its own.\n\n"
            "If you know of this, there is nothing to do. If not, please tell an administrator of the site at once.\n"
        ) % values
    return _("Your password was changed"), _(
        "The password of your account “%(name)s” at %(site)s was changed.\n\n"
        "If you know of this, there is nothing to do. If not, make a new one at once, and tell an administrator:\n"
        "%(link)s\n"
    ) % values
