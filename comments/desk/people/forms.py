"""What moderators fill in about a commenter."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from comments.lifecycle import Decision
from comments.models import NOTE_MAX, Ban
from comments.selectors.commenters import Writer
from comments.services.cleaning_up import SPANS, CleanUp

DURATIONS: Mapping[str, tuple[Any, timedelta | None]] = {
    "day": (gettext_lazy("1 day"), timedelta(days=1)),
    "week": (gettext_lazy("1 week"), timedelta(weeks=1)),
    "month": (gettext_lazy("1 month (30 days)"), timedelta(days=30)),
    "ever": (gettext_lazy("For ever"), None),
}
"""How long a ban can be."""

SPAN_LABELS: Mapping[str, Any] = {
    "week": gettext_lazy("of the last 7 days (%(number)d)"),
    "month": gettext_lazy("of the last 30 days (%(number)d)"),
    "ever": gettext_lazy("ever (%(number)d)"),
}

CLEANING: Mapping[str, Any] = {
    "": gettext_lazy("Leave them as they are"),
    Decision.SPAM.value: gettext_lazy("Mark as spam"),
    Decision.REJECT.value: gettext_lazy("Reject"),
}


class NoteForm(forms.Form):
    """A note about the writer."""

    text = forms.CharField(
        label=gettext_lazy("New note"),
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For whoever moderates here; handed out to its subject on request. Kept for a year."),
    )


class BanForm(forms.Form):
    """Whom to keep away, for how long, where, and what becomes of what they wrote."""

    kind = forms.ChoiceField(label=gettext_lazy("Ban"), widget=forms.RadioSelect)
    duration = forms.ChoiceField(
        label=gettext_lazy("For"), choices=[(code, label) for code, (label, _span) in DURATIONS.items()], initial="week"
    )
    branch = forms.ChoiceField(label=gettext_lazy("On"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=Ban._meta.get_field("reason").max_length,
        required=False,
        help_text=gettext_lazy("For other moderators. The reader is not told."),
    )
    clean_up = forms.ChoiceField(
        label=gettext_lazy("Their comments there"), choices=list(CLEANING.items()), required=False
    )
    span = forms.ChoiceField(label=gettext_lazy("Which of them"), initial="week")

    def __init__(
        self,
        *args: Any,
        writer: Writer,
        origin: str,
        branches: Sequence[Page],
        numbers: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"auto_id": "id_ban_%s", **kwargs})
        self.pages = {str(page.pk): page for page in branches}
        kinds = ban_choices(writer, origin=origin)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # it is the choice field declared above
        self.fields["kind"].initial = kinds[0][0] if kinds else None
        self.fields["branch"].choices = [  # type: ignore[attr-defined]  # the same
            (key, _("Everywhere") if page.is_root() else page.title) for key, page in self.pages.items()
        ]
        self.fields["span"].choices = [  # type: ignore[attr-defined]  # the same
            (code, label % {"number": numbers[code]}) for code, label in SPAN_LABELS.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse to ban a network for ever."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Ban.Kinds.NETWORK and cleaned.get("duration") == "ever":
            self.add_error("duration", _("A network can be banned for 30 days at most."))
        return cleaned

    @property
    def page(self) -> Page:
        """The branch that was chosen."""
        return self.pages[self.cleaned_data["branch"]]

    @property
    def cleaning(self) -> CleanUp | None:
        """What becomes of their comments."""
        chosen = self.cleaned_data["clean_up"]
        return CleanUp(Decision(chosen), SPANS[self.cleaned_data["span"]]) if chosen else None

    def until(self, *, now: datetime) -> datetime | None:
        """Return when the ban ends."""
        length = DURATIONS[self.cleaned_data["duration"]][1]
        return None if length is None else now + length


class EraseForm(forms.Form):
    """The word of the moderator that this is what the reader wants."""

    asked = forms.BooleanField(
        label=gettext_lazy("The reader asked for this, and I know that the address is theirs."),
        error_messages={"required": gettext_lazy("Please confirm that the reader asked for it.")},
    )


def ban_choices(writer: Writer, *, origin: str) -> list[tuple[str, str]]:
    """Return the kinds of bans that there are for `writer`, with what each is of."""
    choices = []
    if writer.email:
        domain = writer.email.rpartition("@")[2]
        choices.append((Ban.Kinds.ADDRESS.value, _("the address %(address)s") % {"address": writer.email}))
        choices.append((Ban.Kinds.DOMAIN.value, _("all addresses of %(domain)s") % {"domain": domain}))
    if origin:
        choices.append((Ban.Kinds.NETWORK.value, _("the network they wrote from, and everybody in it")))
    return choices
