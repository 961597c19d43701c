"""Images and documents in the content API: those that a page readers may see makes use of, and no others."""

from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Cast
from rest_framework.fields import Field
from wagtail.api.v2.serializers import TagsField
from wagtail.api.v2.utils import BadRequestError
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.v2.serializers import ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.images.models import AbstractImage
from wagtail.models import Page, ReferenceIndex

from blog.api import filters
from blog.api.answers import Answers
from blog.api.parameters import fields_config, invalid
from blog.models import BlogPostPage
from blog.pictures import FALLBACK
from ground.viewer import public_pages

COLUMNS = frozenset({"id", "title"})


class PrefetchedTagsField(TagsField):
    """The words on a file, by name, without asking the database for each file."""

    def to_representation(self, value: Any) -> list[str]:
        return sorted(tag.name for tag in value.all())


class PrefetchedTags:
    """Mixed into Wagtail's serializers, before them."""

    def build_property_field(self, field_name: str, model_class: type[Model]) -> tuple[type[Field], dict[str, Any]]:
        field, arguments = super().build_property_field(field_name, model_class)  # type: ignore[misc]  # Wagtail's
        return (PrefetchedTagsField if field is TagsField else field), arguments


class UsedFiles(Answers):
    """Files of the library that public pages use.

    Use is read from Wagtail's reference index, because it sees every way a page can use a file: foreign keys, blocks in
    bodies, links in text. It is written with the page's own row, so what only a draft uses does not count.
    """

    list_parameters: ClassVar[frozenset[str]] = COLUMNS
    model: type[Model]

    def used(self) -> Q:
        """Return the condition under which a file is in use."""
        pages = public_pages(self.viewer, now=self.now).annotate(as_text=Cast("pk", CharField())).order_by()
        uses = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=pages.values("as_text"),
            to_content_type=ContentType.objects.get_for_model(self.model),
            to_object_id=Cast(OuterRef("pk"), CharField()),
        )
        return Q(Exists(uses))

    def shown_with(self) -> tuple["Prefetch[Any]", ...]:
        """Return what is told of a file beside its own row and its words."""
        return ()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the files in use, without those of collections closed to readers."""
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]  # the next class is Wagtail's
        return files.filter(self.used())

    def listed(self) -> Any:
        """Return the files the list shows. Raises `Problem` 400 naming the parameter that is misused."""
        files = filters.by_columns(self.request, self.get_queryset(), columns=COLUMNS)
        return filters.searched(self.request, filters.ordered(self.request, files, orders=COLUMNS))

    def represent(self, rows: list[Any]) -> list[Any]:
        """Return files as Wagtail's own serializers write them. Raises `Problem` 400 for fields that aren't there."""
        fields_config(self.request.GET)
        prefetch_related_objects(rows, "tags", *self.shown_with())
        try:
            return list(self.get_serializer(rows, many=True).data)  # type: ignore[attr-defined]  # Wagtail's
        except BadRequestError as error:
            raise invalid("fields", str(error)) from error


class PublicFileField(Field):
    """Where the file of an image is that every browser understands; never what editors uploaded."""

    def get_attribute(self, instance: AbstractImage) -> AbstractImage:
        return instance

    def to_representation(self, value: AbstractImage) -> str | None:
        return next((each.file.url for each in value.renditions.all()), None)


class UsedImageSerializer(PrefetchedTags, ImageSerializer):
    """An image of the library."""

    download_url = PublicFileField(read_only=True)


class UsedDocumentSerializer(PrefetchedTags, DocumentSerializer):
    """A document of the library."""


class ImagesViewSet(UsedFiles, ImagesAPIViewSet):
    """Images that public pages show, portraits of those who contributed to them among them."""

    base_serializer_class = UsedImageSerializer

    def shown_with(self) -> tuple["Prefetch[Any]", ...]:
        """Return the file that readers get."""
        files = get_image_model().get_rendition_model().objects.filter(filter_spec=FALLBACK.filter_spec)
        return (Prefetch("renditions", files),)

    def used(self) -> Q:
        """Return the condition under which an image is in use: by a page, or as a portrait, as authors are no pages."""
        posts = public_pages(self.viewer, now=self.now, model=BlogPostPage).order_by()
        return super().used() | Q(pk__in=posts.values("contributors__author__portrait"))


class DocumentsViewSet(UsedFiles, DocumentsAPIViewSet):
    """Documents that public pages lead to."""

    base_serializer_class = UsedDocumentSerializer
