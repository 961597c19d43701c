"""The form a paper is entered in: plain fields for people, CSL-JSON in the record."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from blog.identifiers import normal_doi
from blog.models.references import Reference, csl_title, csl_year

KINDS = [
    ("article-journal", _("Journal article")),
    ("book", _("Book")),
    ("chapter", _("Chapter of a book")),
    ("report", _("Report or guideline")),
    ("thesis", _("Thesis")),
    ("webpage", _("Web page")),
]

TEXTS = {
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "publisher": "publisher",
    "link": "URL",
}
"""Fields of the form that are one text in CSL-JSON."""


def names_to_lines(people: list[Mapping[str, Any]]) -> str:
    """Write CSL names one to a line, as "Family, Given"; a group by its whole name."""
    return "\n".join(_line(person) for person in people)


def lines_to_names(lines: str, *, known: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Read CSL names from lines of "Family, Given"; a line without a comma is a group.

    A line that stands for one of the `known` names gives that name back whole, with what the line doesn't show.
    """
    remembered = {_line(person): dict(person) for person in known}
    return [remembered.get(line) or _name(line) for raw in lines.splitlines() if (line := " ".join(raw.split()))]


def _line(person: Mapping[str, Any]) -> str:
    parts = (str(person.get("family") or person.get("literal") or ""), str(person.get("given") or ""))
    return " ".join(", ".join(part for part in parts if part).split())


def _name(line: str) -> dict[str, Any]:
    family, comma, given = (part.strip() for part in line.partition(","))
    if not comma:
        return {"literal": line}
    return {"family": family, "given": given} if given else {"family": family}


class ReferenceForm(WagtailAdminModelForm):
    """A paper as a person would describe it. What it doesn't ask for is kept as it was."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial="article-journal")
    paper_title = forms.CharField(label=_("Title"), max_length=500)
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One to a line: family name, comma, initials or given name. A group by its name, without a comma."),
    )
    container = forms.CharField(
        label=_("Journal or book"), required=False, max_length=300, help_text=_("What the paper appeared in.")
    )
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1000, max_value=2999)
    volume = forms.CharField(label=_("Volume"), required=False, max_length=40)
    issue = forms.CharField(label=_("Issue"), required=False, max_length=40)
    pages = forms.CharField(label=_("Pages"), required=False, max_length=60, help_text=_("Such as 192-300."))
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)
    link = forms.URLField(
        label=_("Link"), required=False, assume_scheme="https", help_text=_("Only where there is no DOI.")
    )

    field_order = ["kind", "paper_title", "authors", "container", "year", "volume", "issue", "pages", "publisher"]

    class Meta:
        model = Reference
        fields = ["doi", "pmid"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        csl = self.instance.csl or {}
        if csl:
            for field, key in TEXTS.items():
                self.initial[field] = csl.get(key, "")
            self.initial |= {
                "kind": csl.get("type"),
                "paper_title": csl_title(csl),
                "authors": names_to_lines(csl.get("author", [])),
                "year": csl_year(csl),
            }
            self._keep_kind(str(csl.get("type") or ""))

    def _keep_kind(self, kind: str) -> None:
        choices = [] if kind in dict(KINDS) else [(kind, kind or _("Unknown"))]
        self.fields["kind"].choices = [*choices, *KINDS]
        self.fields["kind"].required = bool(kind)

    def clean_doi(self) -> str | None:
        """Accept a DOI however it was copied: with its address, with "doi:", in capitals."""
        return self._not_of_a_merged_one("doi", normal_doi(self.cleaned_data["doi"]))

    def clean_pmid(self) -> str | None:
        """Accept a PubMed number that no merged reference has."""
        return self._not_of_a_merged_one("pmid", self.cleaned_data["pmid"] or None)

    def _not_of_a_merged_one(self, name: str, number: str | None) -> str | None:
        merged = Reference.objects.select_related("merged_into").filter(merged_into__isnull=False)
        other = merged.filter(**{name: number}).exclude(pk=self.instance.pk).first() if number else None
        if other and other.merged_into:
            message = _("This paper is in the list already, merged into “%(title)s”.")
            raise forms.ValidationError(message, code="merged", params={"title": other.merged_into.title})
        return number

    def clean(self) -> dict[str, Any]:
        """Put the fields together as CSL-JSON."""
        cleaned: dict[str, Any] = super().clean()
        before = self.instance.csl or {}
        csl = {
            **before,
            "type": cleaned.get("kind"),
            "title": cleaned.get("paper_title"),
            "author": lines_to_names(cleaned.get("authors") or "", known=before.get("author", [])),
            "DOI": cleaned.get("doi"),
            "PMID": cleaned.get("pmid"),
            **{key: cleaned.get(field) for field, key in TEXTS.items()},
        }
        if cleaned.get("year") != csl_year(before):
            csl["issued"] = {"date-parts": [[cleaned["year"]]]} if cleaned.get("year") else None
        self.instance.csl = {key: value for key, value in csl.items() if value}
        self.instance.title = csl_title(csl)
        return cleaned
