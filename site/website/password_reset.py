"""A new password by mail: asked for by anybody, answered to all alike, mailed by the worker.

Whether there is an account is told by no word, no time and no statement: its link is made and mailed afterwards. Asked
is so often, by address and by network, and no more.
"""

from datetime import timedelta
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetView
from wagtail.users.models import UserProfile

from comments.notifications.mail import deliver, one_line
from ground import outbox
from ground.address import client_address, origin_hash
from ground.throttle import Throttled, count_try

RESET = "website.password_reset"
FOLDER = "wagtailadmin/account/password_reset"

WINDOW = timedelta(hours=1)
BY_ADDRESS, BY_NETWORK = 3, 20
"""How often an hour, for one address and by one network."""


class ThrottledResetForm(PasswordResetForm):
    """Wagtail's form; it asks the worker for the mail."""

    def __init__(self, *args: Any, request: HttpRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """Return what was typed. Raises `ValidationError` when it was asked too often."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        address = str(cleaned.get("email") or "").casefold()
        if not address:
            return cleaned
        hashed = salted_hmac(RESET, address, algorithm="sha256").hexdigest()[:32]
        network, now = origin_hash(client_address(self.request)), timezone.now()
        try:
            count_try(scope="reset.network", key=network, limit=BY_NETWORK, per=WINDOW, now=now)
            count_try(scope="reset.account", key=hashed, limit=BY_ADDRESS, per=WINDOW, now=now)
        except Throttled:
            message = _("This was asked often in the last hour. Please look into your mail, or try again later.")
            raise ValidationError(message, code="too-many") from None
        return cleaned

    def save(self, **options: Any) -> None:
        """Ask for a mail to each account with the address; where there is none, the same is asked for nobody."""
        accounts = [user.pk for user in self.get_users(self.cleaned_data["email"])] or [None]
        with transaction.atomic():
            messages = [("", {"account": account}) for account in accounts]
            outbox.write_many(topic=RESET, messages=messages, now=timezone.now())


class ResetView(PasswordResetView):
    """Wagtail's view, with that form."""

    def get_form_class(self) -> type[ThrottledResetForm]:
        """Return the form that counts."""
        return ThrottledResetForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the form's arguments: it looks at who asks."""
        return {**super().get_form_kwargs(), "request": self.request}


@outbox.handles(RESET)
def send_link(payload: outbox.Payload) -> None:
    """Mail an account the link to a new password, in its own language. Raises `NotTaken` while that can't be done."""
    user = get_user_model()._default_manager.filter(pk=payload["account"], is_active=True).first()
    if user is None:
        return
    context = {
        "user": user,
        "uid": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    language = cast("UserProfile", UserProfile.get_for_user(user)).get_preferred_language()
    with translation.override(language):
        subject = one_line(render_to_string(f"{FOLDER}/email_subject.txt", context))
        text = render_to_string(f"{FOLDER}/email.txt", context)
    deliver(EmailMultiAlternatives(subject, text, to=[user.email]), release=lambda: None)
