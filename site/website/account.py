"""An editor's own account: a portrait is bounded like any picture, a guess at the old password counts as at the door.

Wagtail's view makes its forms anew whenever it looks at them. Here a request has each once: a guess counts once.
"""

from functools import cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, BaseSettingsPanel, ChangePasswordPanel

from website.sign_in import one_guess
from website.uploads import BOMB, BROKEN, BoundedPictureField


class BoundedPortraitForm(AvatarPreferencesForm):
    """Wagtail's form, with the field that pictures have."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["avatar"] = BoundedPictureField(label=self.fields["avatar"].label, required=False)

    def clean_avatar(self) -> Any:
        """Return the portrait, made smaller, or the one there was. Raises `ValidationError` for one that is broken."""
        if "avatar" not in self.changed_data:
            return self.instance.avatar  # nothing was sent, and Wagtail would open what is kept
        try:
            return super().clean_avatar()
        except (*BROKEN, *BOMB) as error:
            said = self.fields["avatar"].error_messages["invalid_image"]
            raise ValidationError(said, code="invalid_image") from error


class ThrottledPasswordForm(PasswordChangeForm):
    """Wagtail's form, which looks at no old password once there were too many guesses."""

    def __init__(self, *args: Any, request: HttpRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request

    def clean_old_password(self) -> str:
        """Return the old password. Raises `ValidationError` when it is wrong, or to wait."""
        with one_guess(account=self.user.get_username(), request=self.request):
            return str(super().clean_old_password())


class OwnAccountView(AccountView):
    """Wagtail's view, with those forms."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Return the parts of the screen, the same ones whenever it is asked."""
        if not hasattr(self, "panels"):
            self.panels = [self._with_our_form(panel) for panel in super().get_panels()]
        return self.panels

    def _with_our_form(self, panel: BaseSettingsPanel) -> BaseSettingsPanel:
        if isinstance(panel, AvatarSettingsPanel):
            panel.form_class = BoundedPortraitForm
            panel.template_name = "website/portrait.html"
        elif isinstance(panel, ChangePasswordPanel):
            panel.form_class = partial(ThrottledPasswordForm, request=self.request)
        panel.get_form = cache(panel.get_form)
        return panel
