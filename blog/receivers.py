"""What happens in the blog when Wagtail says that something did."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from blog.models import Author, Category, FormerSlug, ImageColour, OncePublicPath, PostTag, Series, TagDetails
from blog.picture_privacy import forget_metadata
from blog.tag_merging import drop_repeated, stand_in_for_merged
from blog.tasks import request_files, request_renditions


def on_page_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """See to the pictures of a page that has just gone live."""
    request_renditions(page=instance, now=timezone.now())


def on_page_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Remember where a page was that readers no longer see."""
    OncePublicPath.objects.remember(instance, now=timezone.now())


def on_any_deleted(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Remember where a page was that readers see until it is deleted now."""
    if isinstance(instance, Page) and instance.live:
        OncePublicPath.objects.remember(instance, now=timezone.now())


def on_shared_saved(sender: type[Model], instance: Category | Series | Author | TagDetails, **kwargs: Any) -> None:
    """See to the picture of a category, series, author or tag."""
    image = instance.portrait_id if isinstance(instance, Author) else instance.picture_id
    if image:
        request_files(image_id=image, now=timezone.now(), at_once=True)


def on_slug_saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Let the old address of a category, tag, author or series lead to the one it is about to be saved with."""
    if raw or not instance.pk:
        return
    before = sender._default_manager.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if before and before != instance.slug:
        kind = SUBJECTS[sender]
        FormerSlug.objects.remember(kind=kind, slug=before, target=instance)
        FormerSlug.objects.filter(kind=kind, slug=instance.slug, **{kind: instance}).delete()


def on_tagging(sender: type[PostTag], instance: PostTag, raw: bool = False, **kwargs: Any) -> None:
    """Put on a post the tag that a merged one stands for."""
    if not raw:
        stand_in_for_merged(instance)


def on_tagged(sender: type[PostTag], instance: PostTag, raw: bool = False, **kwargs: Any) -> None:
    """See to it that a post has a tag once."""
    if not raw:
        drop_repeated(instance)


def on_image_saving(sender: type[Model], instance: AbstractImage, raw: bool = False, **kwargs: Any) -> None:
    """Take out of a new file what a camera wrote into it."""
    instance.has_new_file = not raw and not instance.file._committed
    if instance.has_new_file:
        forget_metadata(instance)


def on_image_saved(sender: type[Model], instance: AbstractImage, created: bool, **kwargs: Any) -> None:
    """Have the files made again that were made of another picture."""
    if instance.has_new_file and not created:
        instance.renditions.all().delete()
        ImageColour.objects.filter(image_id=instance.pk).delete()
        request_files(image_id=instance.pk, now=timezone.now())


SUBJECTS: dict[type[Model], str] = {Category: "category", Tag: "tag", Author: "author", Series: "series"}
"""What has an address below each blog, and how its kind is called there."""


def connect() -> None:
    """Listen."""
    page_published.connect(on_page_published)
    for model in (Category, Series, Author, TagDetails):
        post_save.connect(on_shared_saved, sender=model)
    for subject in SUBJECTS:
        pre_save.connect(on_slug_saved, sender=subject)
    pre_save.connect(on_image_saving, sender=get_image_model())
    post_save.connect(on_image_saved, sender=get_image_model())
    pre_save.connect(on_tagging, sender=PostTag)
    post_save.connect(on_tagged, sender=PostTag)
    page_unpublished.connect(on_page_unpublished)
    pre_delete.connect(on_any_deleted)
