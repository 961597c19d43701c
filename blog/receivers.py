"""What happens in the blog when Wagtail says that something did."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from blog.models import Author, Category, OncePublicPath, Series
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


def on_shared_saved(sender: type[Model], instance: Category | Series | Author, **kwargs: Any) -> None:
    """See to the picture of a category, series or author."""
    image = instance.portrait_id if isinstance(instance, Author) else instance.picture_id
    if image:
        request_files(image_id=image, now=timezone.now())


def connect() -> None:
    """Listen."""
    page_published.connect(on_page_published)
    for model in (Category, Series, Author):
        post_save.connect(on_shared_saved, sender=model)
    page_unpublished.connect(on_page_unpublished)
    pre_delete.connect(on_any_deleted)
