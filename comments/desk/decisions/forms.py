"""What a moderator sends with a decision."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.desk import words
from comments.lifecycle import Decision, Status
from comments.models import REASON_WORDS_MAX, Batch
from comments.services import Seen

DECISIONS = [(decision.value, "") for decision in words.BUTTONS]
STATUSES = [(status.value, "") for status in Status]


class Lines(forms.CharField):
    """A text in which the end of a line is one character, as the browser counts it."""

    def to_python(self, value: Any) -> Any:
        """Return the text."""
        text: Any = super().to_python(value)
        return text.replace("\r\n", "\n")


class WhyForm(forms.Form):
    """A decision and why it is taken, which its authors are told where they asked for it."""

    decision = forms.TypedChoiceField(choices=DECISIONS, coerce=Decision)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", ""), *Batch.Reasons.choices], required=False)
    words = Lines(label=_("Words to the author"), max_length=REASON_WORDS_MAX, required=False)


class SeenForm(forms.Form):
    """The comment as the moderator saw it."""

    seen_status = forms.TypedChoiceField(choices=STATUSES, coerce=Status)
    seen_revision = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class DecisionForm(SeenForm, WhyForm):
    """A decision about one comment. `canned` asks for the words of a canned reply, and decides nothing."""

    canned = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class UnreadableSeen(ValueError):
    """Raised when what came is not what a list of comments sends."""


def seen_of(values: list[str]) -> list[Seen]:
    """Return the comments that were chosen in a list, each sent as `uuid:status:revision`.

    Raises `UnreadableSeen`.
    """
    try:
        return [_seen(*value.split(":")) for value in dict.fromkeys(values)]
    except (TypeError, ValueError) as error:
        raise UnreadableSeen from error


def _seen(uuid: str, status: str, revision: str) -> Seen:
    if not revision.isdecimal() or len(revision) > 9:
        raise UnreadableSeen
    return Seen(UUID(uuid), Status(status), int(revision))


def wrong_fields(form: forms.Form) -> set[str]:
    """Return the names of the fields that are wrong."""
    errors: Any = form.errors
    return set(errors)
