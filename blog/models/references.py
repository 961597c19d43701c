"""Papers that posts rest on, kept once and shared."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable
from wagtail.search import index

from blog.identifiers import normal_doi
from blog.models.fields import SpelledUUIDField

Csl = Mapping[str, Any]
"""An item of CSL-JSON: https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types and after."""

TITLE_LENGTH = 500

_NOT_A_LETTER = re.compile(r"[\W_]+")


def csl_title(csl: Csl) -> str:
    """Return the title to list a paper under: at most `TITLE_LENGTH` characters, empty when it has none."""
    return " ".join(str(csl.get("title") or "").split())[:TITLE_LENGTH]


def csl_year(csl: Csl) -> int | None:
    """Return the year a paper appeared, or None when its data doesn't say."""
    try:
        return int(csl["issued"]["date-parts"][0][0])
    except (TypeError, ValueError, IndexError, KeyError):
        return None


def csl_names(csl: Csl) -> list[str]:
    """Return the family names of a paper's authors in order; groups by their whole name."""
    people = csl.get("author") or []
    return [name for person in people if (name := str(person.get("family") or person.get("literal") or ""))]


def fingerprint(*, title: str, year: int | None) -> tuple[str, int | None]:
    """Return what the same paper without a number is known by: its title without case and punctuation, and its year."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return _NOT_A_LETTER.sub(" ", folded).strip(), year


def check_csl(value: object) -> None:
    """Raise `ValidationError` unless `value` has the outline of a CSL-JSON item: an object with a title."""
    if not isinstance(value, Mapping) or not csl_title(value):
        raise ValidationError(_("A reference needs at least a title."), code="no-title")
    authors = value.get("author", [])
    if not isinstance(authors, list) or not all(isinstance(person, Mapping) for person in authors):
        raise ValidationError(_("The authors must be a list of names."), code="bad-authors")


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """Sets of papers."""

    def current(self) -> Self:
        """Return the papers that are not merged into another: the ones to list and to choose from."""
        return self.filter(merged_into__isnull=True)


class Reference(index.Indexed, models.Model):  # type: ignore[django-manager-missing]  # Wagtail has no types
    """A paper, book or page that posts cite.

    `csl` is a CSL-JSON item and the only source; `title`, `doi` and `pmid` repeat it for finding and for uniqueness.
    A duplicate stays, with `merged_into` naming the paper it is read as wherever it is cited; that one is never merged
    itself. `blog.merging` is the only writer of `merged_into`.
    """

    id = SpelledUUIDField(primary_key=True, default=uuid4, editable=False)
    csl = models.JSONField(_("bibliographic data"), validators=[check_csl])
    title = models.CharField(_("title"), max_length=TITLE_LENGTH, editable=False)
    doi = models.CharField(
        _("DOI"),
        max_length=255,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI looks like 10.1000/182."))],
        error_messages={"unique": _("This paper is in the list already: another reference has this DOI.")},
    )
    pmid = models.CharField(
        _("PubMed number"),
        max_length=10,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{1,10}$", _("A PubMed number has digits only."))],
        error_messages={"unique": _("This paper is in the list already: another reference has this PubMed number.")},
    )

    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="duplicates",
    )

    objects = ReferenceQuerySet.as_manager()

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("authors_text"),
        index.AutocompleteField("authors_text"),
        index.SearchField("numbers_text"),
        index.FilterField("id"),
        index.FilterField("title"),
        index.FilterField("merged_into"),
    ]

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="reference_merged_into_another"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def from_csl(cls, csl: Csl) -> Self:
        """Return an unsaved reference for a CSL-JSON item.

        Raises `ValidationError` when the item lacks a title or its DOI or PubMed number can't be one.
        """
        reference = cls(csl=dict(csl))
        reference.describe()
        reference.clean_fields()
        return reference

    def describe(self) -> None:
        """Set `title`, `doi` and `pmid` from `csl`."""
        self.title = csl_title(self.csl)
        self.doi = normal_doi(self.csl.get("DOI"))
        self.pmid = str(self.csl.get("PMID") or "").strip() or None

    @property
    def year(self) -> int | None:
        """The year the paper appeared."""
        return csl_year(self.csl)

    @property
    def authors_text(self) -> str:
        """All authors' family names, separated by commas."""
        return ", ".join(csl_names(self.csl))

    @property
    def numbers_text(self) -> str:
        """DOI and PubMed number, as far as there are any."""
        return " ".join(filter(None, (self.doi, self.pmid)))

    @property
    def authors_brief(self) -> str:
        """The authors' names as in a list: one, two, or the first "et al."."""
        names = csl_names(self.csl)
        return f"{names[0]} et al." if len(names) > 2 else ", ".join(names)


class PostReference(Orderable):
    """A paper in the list under a post, in the order the editors chose."""

    post = ParentalKey("blog.BlogPostPage", on_delete=models.CASCADE, related_name="post_references")
    reference = models.ForeignKey(Reference, verbose_name=_("reference"), on_delete=models.PROTECT, related_name="uses")

    class Meta(Orderable.Meta):
        verbose_name = _("reference")
        verbose_name_plural = _("references")

    def __str__(self) -> str:
        return str(self.reference_id)
