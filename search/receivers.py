"""What search does when Wagtail or the blog says that something changed: it asks the worker, nothing else."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from django.utils import timezone
from taggit.models import Tag
from wagtail.signals import page_published, page_unpublished

from blog.models import Author, BlogPostPage, Category, Reference, Series
from search.models import Label
from search.tasks import request_index, request_refresh

KINDS: dict[type[Model], str] = {
    Author: "author",
    Category: "category",
    Reference: "reference",
    Series: "series",
    Tag: "tag",
}
"""What stands on many posts, by the name that `posts_with` has for it."""


def on_post_changed(sender: type[BlogPostPage], instance: BlogPostPage, **kwargs: Any) -> None:
    """Index a post that was published or unpublished; one that is deleted takes its document with it."""
    request_index(post_id=instance.pk, now=timezone.now())


def on_shared_saved(sender: type[Model], instance: Model, created: bool, **kwargs: Any) -> None:
    """Index the posts that show what was saved: its name may have changed."""
    if not created:
        request_refresh(kind=KINDS[sender], value=str(instance.pk), now=timezone.now())


def on_shared_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Index the posts that show what is about to be deleted, as far as the index knows them."""
    if KINDS[sender] in Label.Kind:
        request_refresh(kind="label", value=f"{KINDS[sender]} {instance.slug}", now=timezone.now())  # type: ignore[attr-defined]  # every kind of label has one


def connect() -> None:
    """Listen."""
    for signal in (page_published, page_unpublished):
        signal.connect(on_post_changed, sender=BlogPostPage)
    for model in KINDS:
        post_save.connect(on_shared_saved, sender=model)
        pre_delete.connect(on_shared_deleted, sender=model)
