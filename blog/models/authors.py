"""Who writes. Authors are not logins: an author may have none, and most logins are no authors."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index


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
