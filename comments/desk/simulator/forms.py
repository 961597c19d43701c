"""What is asked of the simulator."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from comments.desk.rules.forms import BranchField
from comments.desk.simulator.words import SENDERS
from comments.services.simulating import Who
from comments.submission import BODY_MAX, EMAIL_MAX, NAME_MAX, WEBSITE_MAX


class SimulatorForm(forms.Form):
    """Who would write what, where."""

    page = BranchField(label=gettext_lazy("On this page"), root=False)
    who = forms.TypedChoiceField(
        label=gettext_lazy("Somebody writes as"),
        choices=[(who.value, label) for who, label in SENDERS.items()],
        coerce=Who,
        initial=Who.GUEST.value,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose who writes.")},
    )
    body = forms.CharField(
        label=gettext_lazy("The text"),
        max_length=4 * BODY_MAX,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("As a reader would type it."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_MAX,
        required=False,
        initial=gettext_lazy("A reader"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=EMAIL_MAX,
        required=False,
        help_text=gettext_lazy("If you want to try word lists and bans on an address. It is not stored."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    website = forms.CharField(
        label=gettext_lazy("Website"),
        max_length=WEBSITE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].for_user(user)  # type: ignore[attr-defined]  # it is the field declared above
