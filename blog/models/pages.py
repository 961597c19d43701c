"""The pages that marketing writes."""

from typing import ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from blog.blocks import INTRO_FEATURES
from blog.citation_panel import CitationPanel
from blog.models.fields import BodyField
from blog.models.previews import PreviewSnapshot, preview_token
from blog.models.taxonomy import Category, PostTag, Series
from ground.roots import place_of

MAX_RELATED = 3
"""Posts to read next at the foot of a post: a row of cards on a wide screen."""


class PublicPage(Page):
    """What all pages share: they are shown by the public site, never by this one."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise `ValidationError` for a slug that stands for a language in addresses."""
        super().clean()
        if not isinstance(self, HomePage) and self.slug in {
            code.lower() for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
        }:
            raise ValidationError({"slug": _("This word stands for a language in addresses. Please take another.")})

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return the id and address of the page's site and its public path there; None for a page of no site."""
        place = place_of(self, request=request if isinstance(request, HttpRequest) else None)
        return (place[0].pk, place[0].root_url, place[1]) if place else None

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Keep the page as it is in the editor and send its frame to where the public site shows it.

        Raises `Http404` when the page belongs to no site.
        """
        parts = self.get_url_parts(request)
        if parts is None or not request.user.pk:
            raise Http404
        now = timezone.now()
        snapshot = PreviewSnapshot.objects.keep(self, user_id=request.user.pk, now=now)
        token = preview_token(snapshot, in_panel=bool(getattr(request, "in_preview_panel", False)), now=now)
        response = HttpResponseRedirect(f"{parts[1]}/preview/{token}/")
        response["Cache-Control"] = "private, no-store"
        return response


def editor(*, content: list[Panel | str], details: list[Panel | str] | None = None) -> TabbedInterface:
    """Return the tabs a page is edited in; without `details` that tab is left out."""
    tabs = [ObjectList([*Page.content_panels, *content], heading=_("Content"))]
    if details:
        tabs.append(ObjectList([*details, *Page.settings_panels], heading=_("Details")))
    promote = Page.promote_panels if details else [*Page.promote_panels, *Page.settings_panels]
    return TabbedInterface([*tabs, ObjectList(promote, heading=_("Promote"))])


class HomePage(PublicPage):
    """The front page of a site."""

    intro = RichTextField(
        _("introduction"),
        features=list(INTRO_FEATURES),
        blank=True,
        help_text=_("A sentence or two that tell a newcomer where they are."),
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    page_description = _("The front page of a site. Blogs and other pages go below it.")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["blog.BlogIndexPage", "blog.StandardPage"]
    edit_handler = editor(content=[FieldPanel("intro"), FieldPanel("body")])
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class BlogIndexPage(PublicPage):
    """A blog, or a section of one: it lists the posts below it."""

    intro = RichTextField(
        _("introduction"),
        features=list(INTRO_FEATURES),
        blank=True,
        help_text=_("Shown above the list of posts."),
    )
    archive_introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("A sentence or two, shown above the posts of a year or month."),
    )
    archive_picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    page_description = _("A blog, or a section of one: lists the posts below it.")
    parent_page_types = ["blog.HomePage", "blog.BlogIndexPage"]
    subpage_types = ["blog.BlogPostPage", "blog.BlogIndexPage"]
    edit_handler = editor(
        content=[
            FieldPanel("intro"),
            MultiFieldPanel(
                [FieldPanel("archive_introduction"), FieldPanel("archive_picture")],
                heading=_("Archive"),
                classname="collapsed",
            ),
        ]
    )
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")


class BlogPostPage(PublicPage):
    """An article."""

    excerpt = models.TextField(
        _("excerpt"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences for lists and search results."),
    )
    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown above the text and in lists. At least 1,600 pixels wide looks best."),
    )
    hero_alt = models.CharField(
        _("description"),
        max_length=250,
        blank=True,
        help_text=_(
            "What the picture shows, for readers who can't see it. Leave empty to use the description in the library."
        ),
    )
    hero_caption = models.CharField(_("caption"), max_length=300, blank=True, help_text=_("Shown below the picture."))
    hero_credit = models.CharField(_("credit"), max_length=150, blank=True, help_text=_("Who made the picture."))
    body = BodyField(verbose_name=_("body"), blank=True)
    categories = ParentalManyToManyField(Category, verbose_name=_("categories"), blank=True, related_name="posts")
    tags = ClusterTaggableManager(
        verbose_name=_("tags"), through=PostTag, blank=True, help_text=_("Words that posts have in common.")
    )
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    series_position = models.PositiveSmallIntegerField(
        _("part"), null=True, blank=True, help_text=_("1 for the first part. Parts without a number come last.")
    )

    reviewed_on = models.DateField(
        _("reviewed on"),
        null=True,
        blank=True,
        help_text=_("The day the expert reviewer last checked the text. Shown to readers."),
    )
    review_due = models.DateField(
        _("review due"),
        null=True,
        blank=True,
        help_text=_("The day by which it should be checked again. A report lists what is overdue."),
    )

    page_description = _("An article with authors, references and reader comments.")
    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = editor(
        content=[
            FieldPanel("excerpt"),
            MultiFieldPanel(
                [
                    FieldPanel("hero_image"),
                    FieldPanel("hero_alt"),
                    FieldPanel("hero_caption"),
                    FieldPanel("hero_credit"),
                ],
                heading=_("Opening picture"),
            ),
            FieldPanel("body"),
            InlinePanel(
                "post_references",
                label=_("Reference"),
                heading=_("References"),
                help_text=_("Cited papers are numbered in the order of the text; the others follow in this order."),
            ),
            CitationPanel(heading=_("Citations and references")),
        ],
        details=[
            InlinePanel("contributors", label=_("Contributor"), heading=_("Written and checked by")),
            FieldRowPanel(["reviewed_on", "review_due"], heading=_("Review")),
            FieldPanel("categories", widget=forms.CheckboxSelectMultiple),
            FieldPanel("tags"),
            MultiFieldPanel([FieldPanel("series"), FieldPanel("series_position")], heading=_("Part of a series")),
            InlinePanel(
                "chosen_posts",
                label=_("Post"),
                heading=_("Read next"),
                max_num=MAX_RELATED,
                help_text=_(
                    "Shown at the foot, in this order. Free places go to posts with the same references, tags or "
                    "categories."
                ),
            ),
        ],
    )
    search_fields = [*Page.search_fields, index.SearchField("excerpt"), index.SearchField("body")]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")


class RelatedPost(Orderable):
    """A post that editors chose to be read after another."""

    post = ParentalKey(BlogPostPage, on_delete=models.CASCADE, related_name="chosen_posts")
    target = models.ForeignKey(BlogPostPage, verbose_name=_("post"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("post to read next")
        verbose_name_plural = _("posts to read next")

    def __str__(self) -> str:
        return str(self.target_id)


class StandardPage(PublicPage):
    """A page outside the blog, such as "About us"."""

    body = BodyField(verbose_name=_("body"), blank=True)

    page_description = _("A page outside the blog, such as “About us”.")
    parent_page_types = ["blog.HomePage", "blog.StandardPage"]
    subpage_types = ["blog.StandardPage"]
    edit_handler = editor(content=[FieldPanel("body")])
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
