"""Who writes. Authors are not logins: an author may have none, and most logins are no authors."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

ORCID_URL = "https://orcid.org/"
_ORCID_LENGTH = 16


def check_orcid(value: str) -> None:
    """Raise `ValidationError` unless `value` is an ORCID iD: four groups of four, the last sign being its checksum.

    The checksum is ISO 7064 MOD 11-2, as ORCID's "Structure of the ORCID Identifier" describes it.
    """
    signs = value.replace("-", "")
    body, last = signs[:-1], signs[-1:]
    total = 0
    for sign in body:
        if sign not in "0123456789":
            break
        total = (total + int(sign)) * 2
    else:
        check = (12 - total % 11) % 11
        grouped = "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))
        if len(signs) == _ORCID_LENGTH and last == ("X" if check == 10 else str(check)) and value == grouped:
            return
    raise ValidationError(_("This isn't an ORCID iD. It looks like 0000-0002-1825-0097."), code="orcid")


class Author(index.Indexed, ClusterableModel):
    """A person whose name stands over posts."""

    name = models.CharField(_("name"), max_length=120, help_text=_("Without letters: those are credentials, below."))
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        allow_unicode=True,
        help_text=_("The part of the address that names the author."),
    )
    portrait = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    biography = models.TextField(
        _("biography"), blank=True, help_text=_("Two or three sentences, shown below the author's posts.")
    )
    orcid = models.CharField(
        "ORCID iD",
        max_length=19,
        blank=True,
        validators=[check_orcid],
        help_text=_("Sixteen digits that name a researcher, such as 0000-0002-1825-0097."),
    )
    website = models.URLField(_("website"), blank=True, help_text=_("The author's own site."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("When this person answers readers with this login, the answer is marked as the author's."),
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Credential(Orderable):
    """Letters an author may put after the name, such as ND."""

    author = ParentalKey(Author, on_delete=models.CASCADE, related_name="credentials")
    letters = models.CharField(_("letters"), max_length=20, help_text=_("As they stand after the name, such as “ND”."))
    meaning = models.CharField(
        _("meaning"), max_length=150, blank=True, help_text=_("In full, such as “Doctor of Naturopathic Medicine”.")
    )
    issuer = models.CharField(_("issued by"), max_length=150, blank=True, help_text=_("The school, board or state."))
    number = models.CharField(
        _("number"), max_length=60, blank=True, help_text=_("Of the licence or certificate. Not shown to readers.")
    )
    expires_on = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("A report lists what lapses. Not shown to readers.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")

    def __str__(self) -> str:
        return self.letters


class PostContributor(Orderable):
    """What an author did for a post."""

    class Role(models.TextChoices):
        """What one can do for a post."""

        AUTHOR = "author", _("Author")
        REVIEWER = "reviewer", _("Expert reviewer")
        EDITOR = "editor", _("Editor")

    post = ParentalKey("blog.BlogPostPage", on_delete=models.CASCADE, related_name="contributors")
    author = models.ForeignKey(Author, verbose_name=_("person"), on_delete=models.PROTECT, related_name="contributions")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.AUTHOR)

    class Meta(Orderable.Meta):
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return f"{self.role} {self.author_id}"
