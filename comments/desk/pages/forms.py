"""The form in which somebody says what holds for comments on a page and below it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk.pages.explaining import Story, effective
from comments.desk.pages.words import LABELS, value_words
from comments.models import CommentPolicy
from comments.models.page_policy import MESSAGE_MAX
from comments.policy import DEPTH_CAP
from comments.policy.resolving import TIME_FIELDS
from comments.policy.timing import LONGEST_DAYS

LINKS_MAX = 1000
"""More links than a comment has room for."""

FIELDS: Mapping[str, Sequence[str]] = {
    "state": ("state",),
    "times": ("opens_at", "closes_at", "close_after_days", "no_times"),
    "who": ("who",),
    "moderation": ("moderation",),
    "max_depth": ("max_depth",),
    "votes": ("votes",),
    "max_links": ("max_links",),
    "message": ("message", "no_message"),
}
"""The fields of the form by what they are about, in the order of `LABELS`."""

TIMES = ("opens_at", "closes_at", "close_after_days")

VOTES = {"yes": True, "no": False}


class MomentInput(forms.DateTimeInput):
    """The browser's own field for day and time: it works in the panel, without a script, and on a phone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together in the form: its label, its fields, what holds without it, and whether it is enforced.

    `powerless` is the title of the page above that enforces another value, so that what is said here has no effect.
    """

    name: str
    label: str
    fields: list[forms.BoundField]
    inherited: str
    enforced: bool
    powerless: str

    @property
    def offers_inherited(self) -> bool:
        """Whether the first choice of the field names what is inherited."""
        return isinstance(self.fields[0].field, forms.ChoiceField)


class PolicyForm(forms.Form):
    """Everything a page can say about comments. What is left blank is inherited.

    `row` is what the page says now, `story` what holds. `seen` is when the row was last changed, as the person saw it.
    """

    state = forms.ChoiceField(label=gettext_lazy("Comments are"), required=False)
    opens_at = forms.DateTimeField(label=gettext_lazy("Open from"), required=False, widget=MomentInput)
    closes_at = forms.DateTimeField(label=gettext_lazy("Closed from"), required=False, widget=MomentInput)
    close_after_days = forms.IntegerField(
        label=gettext_lazy("Close so many days after first publication"),
        required=False,
        min_value=0,
        max_value=LONGEST_DAYS,
    )
    no_times = forms.BooleanField(label=gettext_lazy("No times here, whatever is set above"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("Who may write"), required=False)
    moderation = forms.ChoiceField(label=gettext_lazy("What is read before it is published"), required=False)
    max_depth = forms.IntegerField(
        label=gettext_lazy("Replies are shown so deep"), required=False, min_value=1, max_value=DEPTH_CAP
    )
    votes = forms.ChoiceField(label=gettext_lazy("Readers can like comments"), required=False)
    max_links = forms.IntegerField(
        label=gettext_lazy("Hold comments with so many links or more"),
        required=False,
        min_value=0,
        max_value=LINKS_MAX,
    )
    message = forms.CharField(
        label=gettext_lazy("Note to readers"),
        required=False,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    no_message = forms.BooleanField(label=gettext_lazy("No note here, whatever is set above"), required=False)
    enforce = forms.MultipleChoiceField(label=gettext_lazy("Enforced"), choices=LABELS.items(), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: CommentPolicy | None, story: Story) -> None:
        self.row = row or CommentPolicy(page=story.page)
        self.story = story
        super().__init__(data, initial=_initial(self.row), auto_id="id_policy_%s")
        self._offer("state", "state", CommentPolicy.States.choices)
        self._offer("who", "who", CommentPolicy.Readers.choices)
        self._offer("moderation", "moderation", CommentPolicy.Moderations.choices)
        self._offer("votes", "votes", [("yes", _("Yes")), ("no", _("No"))])
        if not story.has_below:
            del self.fields["enforce"]

    def groups(self) -> Iterator[Group]:
        """Return the fields as they belong together."""
        enforced = self["enforce"].value() or [] if "enforce" in self.fields else []
        for name, fields in FIELDS.items():
            above = effective(self.story.above, name)
            yield Group(
                name=name,
                label=str(LABELS[name]),
                fields=[self[field] for field in fields],
                inherited=value_words(self.story.above, name),
                enforced=name in enforced,
                powerless=above.origin.page_title if above.enforced else "",
            )

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("Comments would close before they open."))
        if cleaned.get("no_times") and any(cleaned.get(name) is not None for name in TIMES):
            self.add_error("no_times", _("Either there are times here, or there are none."))
        if cleaned.get("no_message") and cleaned.get("message"):
            self.add_error("no_message", _("Either there is a note here, or there is none."))
        for name in cleaned.get("enforce", []):
            fields = FIELDS[name]
            if all(_is_blank(cleaned.get(field)) and field not in self.errors for field in fields):
                self.add_error(fields[0], _("Say here what is to be enforced, or do not enforce it."))
        if cleaned.get("seen", "") != seen_of(self.row):
            stale = _("Meanwhile %(name)s changed this. Below is what you entered; save again if it is still right.")
            self.add_error(None, stale % {"name": self.row.set_by or _("somebody")})
            entered: Any = self.data.copy()  # type: ignore[attr-defined]  # Django's types know no QueryDict here
            entered["seen"] = seen_of(self.row)
            self.data = entered
        return cleaned

    def clean_message(self) -> str:
        """Return the note with plain line ends, as it is stored."""
        return str(self.cleaned_data["message"]).replace("\r\n", "\n")

    def changes(self, *, now: datetime) -> dict[str, object]:
        """Return what the valid form changes of what the page says."""
        cleaned = self.cleaned_data
        wanted: dict[str, object] = {name: cleaned[name] or None for name in ("state", "who", "moderation")}
        wanted |= {name: cleaned[name] for name in ("max_depth", "max_links")}
        wanted["votes"] = VOTES.get(cleaned["votes"])
        wanted["message"] = "" if cleaned["no_message"] else cleaned["message"] or None
        wanted |= self._times(now)
        if "enforce" in self.fields and set(cleaned["enforce"]) != set(_enforced(self.row)):
            wanted["enforce"] = stored_names(cleaned["enforce"])
        return {name: value for name, value in wanted.items() if value != getattr(self.row, name)}

    def _times(self, now: datetime) -> dict[str, object]:
        """Return what the page is to say of its times.

        A hand's re-opening is kept, since days are counted from it, unless it would undo a moment that is entered now.
        """
        times = {
            name: self.cleaned_data[name] if name in self.changed_data else getattr(self.row, name) for name in TIMES
        }
        reopened_at, closes_at = self.row.reopened_at, times["closes_at"]
        if self.cleaned_data["no_times"]:
            return {**times, "reopened_at": reopened_at or now}
        undone = "closes_at" in self.changed_data and closes_at and reopened_at and closes_at <= reopened_at
        nothing = all(value is None for value in times.values())
        return {**times, "reopened_at": None if undone or nothing else reopened_at}

    def _offer(self, field: str, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        inherit = _("As above: %(value)s") % {"value": value_words(self.story.above, name)}
        chooser: Any = self.fields[field]
        chooser.choices = [("", inherit), *choices]


def seen_of(row: CommentPolicy | None) -> str:
    """Return what tells one state of a row from every other."""
    return row.set_at.isoformat() if row is not None and row.pk else ""


def stored_names(groups: Sequence[str]) -> list[str]:
    """Return the fields that are enforced when `groups` are: the four of time travel together."""
    return sorted({name for group in groups for name in (TIME_FIELDS if group == "times" else (group,))})


def _is_blank(value: object) -> bool:
    return value is None or value == "" or value is False


def _enforced(row: CommentPolicy) -> list[str]:
    return [name for name in LABELS if not set(row.enforce).isdisjoint(stored_names([name]))]


def _initial(row: CommentPolicy) -> dict[str, Any]:
    times = {name: getattr(row, name) for name in TIMES}
    shown = {
        name: localtime(value).replace(second=0, microsecond=0) if isinstance(value, datetime) else value
        for name, value in times.items()
    }
    return {
        **{name: getattr(row, name) for name in ("state", "who", "moderation", "max_depth", "max_links", "message")},
        **shown,
        "no_times": row.reopened_at is not None and all(value is None for value in times.values()),
        "votes": {True: "yes", False: "no", None: ""}[row.votes],
        "no_message": row.message == "",
        "enforce": _enforced(row),
        "seen": seen_of(row),
    }
