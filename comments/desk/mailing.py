"""Whether a moderator is told of what waits by mail: a panel of Wagtail's account settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from comments.models import ModeratorMail
from comments.permissions import may_moderate


class ModeratorMailForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's form is generic for types only
    """How often to be told."""

    class Meta:
        model = ModeratorMail
        fields = ("mode",)


class ModeratorMailPanel(BaseSettingsPanel):
    """The panel, for those who moderate something."""

    name = "comment_mail"
    title = _("Reader comments")
    tab = notifications_tab
    order = 200
    form_class = ModeratorMailForm

    def is_active(self) -> bool:
        """Show it to moderators alone."""
        return may_moderate(self.user)

    def get_form(self) -> ModeratorMailForm:
        """Return the form of this moderator's wish, which is "never" until they say otherwise."""
        wish = ModeratorMail.objects.filter(user=self.user).first() or ModeratorMail(user=self.user)
        data: Any = self.request.POST if self.request.method == "POST" else None
        return ModeratorMailForm(data, instance=wish, prefix=self.name)
