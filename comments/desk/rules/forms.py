"""What moderators fill in about rules, word lists and bans."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from comments.desk.choosing import GuardedPageChooser
from comments.desk.pages.forms import MomentInput
from comments.desk.rules.words import HELP, LABELS, inherited_words
from comments.models import Ban, WordList
from comments.models.rules import PHRASES_MAX
from comments.permissions import may_moderate
from comments.selectors.commenters import LATEST
from comments.selectors.rules import SaidNumber

HUNDRED = Decimal(100)

YEAR_MAX = 2999
"""The last year that a ban can end in; later ones may not exist in every time zone."""


def _number(name: str, *, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=LABELS[name], help_text=HELP[name], required=False, min_value=least, max_value=most)


class SeenForm(forms.Form):
    """A form about something that others may change meanwhile; `seen` tells what the moderator saw of it.

    Whoever comes too late is told so, and keeps what was entered.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: str, by: str, **kwargs: Any) -> None:
        self.current, self.by = seen, by
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else did."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("seen", "") != self.current:
            stale = _("Meanwhile %(name)s changed this. Below is what you entered; save again if it is still right.")
            self.add_error(None, stale % {"name": self.by or _("somebody")})
            entered: Any = self.data.copy()  # type: ignore[attr-defined]  # Django's types know no QueryDict here
            entered["seen"] = self.current
            self.data = entered
        return cleaned


class RulesForm(SeenForm):
    """Every number that a branch can set; what is left blank is inherited."""

    newcomer_links = _number("newcomer_links", least=0, most=1000)
    trusted_after = _number("trusted_after", least=0, most=LATEST)
    similar_hours = _number("similar_hours", least=0, most=24)
    record_rejected = forms.DecimalField(
        label=LABELS["record_rejected"],
        help_text=HELP["record_rejected"],
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=1,
    )
    record_least = _number("record_least", least=1, most=LATEST)
    form_seconds = forms.DecimalField(
        label=LABELS["form_seconds"],
        help_text=HELP["form_seconds"],
        required=False,
        min_value=0,
        max_value=600,
        decimal_places=1,
    )
    report_threshold = _number("report_threshold", least=1, most=1000)

    def __init__(self, *args: Any, numbers: Mapping[str, Any], above: Mapping[str, SaidNumber], **kwargs: Any) -> None:
        self.numbers, self.above = numbers, above
        super().__init__(*args, initial=_shown(numbers), **kwargs)

    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """Return each field with what holds if it is left blank."""
        return [(self[name], inherited_words(name, self.above[name])) for name in LABELS]

    def wanted(self) -> dict[str, Any]:
        """Return the numbers of the valid form, as they are stored."""
        numbers = {name: self.cleaned_data[name] for name in LABELS}
        share, seconds = numbers["record_rejected"], numbers["form_seconds"]
        numbers["record_rejected"] = None if share is None else float(share / HUNDRED)
        numbers["form_seconds"] = None if seconds is None else float(seconds)
        return numbers

    def changes(self) -> dict[str, Any]:
        """Return what of them differs from what is set."""
        return {name: value for name, value in self.wanted().items() if value != self.numbers[name]}


class ModeratedPageChooser(GuardedPageChooser):
    """The desk's chooser; it shows nothing of pages that the moderator does not moderate, nor of what is no page."""

    user: Any = None

    def get_instance(self, value: Any) -> Any:
        """Return the page to show, if there is one."""
        page = super().get_instance(value)
        return page if page is not None and may_moderate(self.user, page=page) else None


class BranchField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it is not generic when it runs
    """A page whose comments the moderator decides about."""

    def __init__(self, *, label: Any, help_text: Any = "", root: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            queryset=Page.objects.all() if root else Page.objects.filter(depth__gt=1),
            widget=ModeratedPageChooser(show_edit_link=False, can_choose_root=root),
            error_messages={
                "required": gettext_lazy("Please choose a page."),
                "invalid_choice": gettext_lazy("There is no such page. Please choose another."),
            },
        )

    def for_user(self, user: Any) -> None:
        """Take only the pages that `user` moderates."""
        self.user = user
        chooser: Any = self.widget
        chooser.user = user

    def clean(self, value: Any) -> Any:
        """Refuse pages of others; whether such a page exists is not told."""
        page = super().clean(value)
        if page is not None and not may_moderate(self.user, page=page):
            raise forms.ValidationError(_("You do not moderate the comments on this page. Please choose another."))
        return page


class BranchForm(forms.Form):
    """For which page?"""

    page = BranchField(label=gettext_lazy("Page"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].for_user(user)  # type: ignore[attr-defined]  # it is the field declared above


class WordListForm(SeenForm):
    """A word list; without a branch where it has one already."""

    page = BranchField(
        label=gettext_lazy("Branch"), help_text=gettext_lazy("The list holds on this page and on everything below it.")
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=WordList._meta.get_field("name").max_length,
        help_text=gettext_lazy("How moderators find it; readers never see it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What to do with a comment that has one of the phrases"),
        choices=WordList.Outcomes.choices,
        widget=forms.RadioSelect,
        initial=WordList.Outcomes.HOLD,
        error_messages={"required": gettext_lazy("Please choose what to do.")},
    )
    phrases = forms.CharField(
        label=gettext_lazy("Phrases"),
        max_length=PHRASES_MAX,
        help_text=gettext_lazy(
            "One a line, as words, not as patterns. Capitals, accents and look-alike letters make no difference; "
            "whole words are found in the text, the name, the website and the address."
        ),
        error_messages={"required": gettext_lazy("Please write at least one phrase, one a line.")},
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: Any, word_list: WordList | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if word_list is None:
            self.fields["page"].for_user(user)  # type: ignore[attr-defined]  # it is the field declared above
        else:
            del self.fields["page"]


class BanForm(forms.Form):
    """Whom to keep away, where, and until when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What to ban"),
        choices=[(kind.value, kind.label) for kind in (Ban.Kinds.ADDRESS, Ban.Kinds.DOMAIN)],
        widget=forms.RadioSelect,
        initial=Ban.Kinds.ADDRESS,
        help_text=gettext_lazy("A network is banned from the page of a commenter who wrote from it."),
    )
    value = forms.CharField(
        label=gettext_lazy("Address or domain"),
        max_length=254,
        help_text=gettext_lazy("Of an address only a fingerprint is kept, and its first letter to know it again by."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )
    page = BranchField(
        label=gettext_lazy("Branch"), help_text=gettext_lazy("On this page and everything below they can't write.")
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Until"), required=False, widget=MomentInput, help_text=gettext_lazy("Blank: for ever.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=Ban._meta.get_field("reason").max_length,
        required=False,
        help_text=gettext_lazy("For other moderators. The reader is not told."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].for_user(user)  # type: ignore[attr-defined]  # it is the field declared above

    def clean_until(self) -> datetime | None:
        """Refuse moments so far that they are not meant."""
        until: datetime | None = self.cleaned_data["until"]
        if until is not None and until.year > YEAR_MAX:
            raise forms.ValidationError(_("That is very far. Leave it blank to ban for ever."))
        return until


def _shown(numbers: Mapping[str, Any]) -> dict[str, Any]:
    share, seconds = numbers["record_rejected"], numbers["form_seconds"]
    percent = None if share is None else round(share * 100, 1)
    return {**numbers, "record_rejected": _short(percent), "form_seconds": _short(seconds)}


def _short(number: float | None) -> float | None:
    """Return the number without an empty decimal place."""
    return int(number) if number is not None and float(number).is_integer() else number
