"""Two tags made one: posts, pictures and documents change over, the old address and the old word lead to the new."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, Model, OuterRef
from taggit.models import Tag, TaggedItem
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from blog.merging import CannotMerge, Obstacle
from blog.models import FormerSlug, PostTag, TagDetails

MERGE = "blog.tag.merge"


def check_tag_merge(*, duplicate: Tag, into: Tag) -> None:
    """Raise `CannotMerge` where a chain or a circle would come of merging."""
    if duplicate.pk == into.pk:
        raise CannotMerge(Obstacle.ITSELF)
    if survivor_of(duplicate.pk):
        raise CannotMerge(Obstacle.MERGED_ALREADY)
    if survivor_of(into.pk):
        raise CannotMerge(Obstacle.TARGET_MERGED)


def survivor_of(tag_id: int) -> int | None:
    """Return the id of the tag that the tag with this id was merged into; None for one that stands for itself."""
    return TagDetails.objects.filter(tag_id=tag_id).values_list("merged_into_id", flat=True).first()


def merge_tag(*, duplicate: int, into: int, user: AbstractBaseUser | AnonymousUser | None) -> Tag:
    """Put the tag `into` wherever `duplicate` is, and return it.

    The addresses that led to the duplicate lead to it from now on, and so do words merged into the duplicate before.
    The duplicate stays as a word, because drafts and older versions of posts know it: see `stand_in_for_merged`.
    Logged with who did it. Raises `CannotMerge` and `Tag.DoesNotExist`.
    """
    with transaction.atomic():
        rows = {row.pk: row for row in Tag.objects.select_for_update().filter(pk__in={duplicate, into}).order_by("pk")}
        if missing := {duplicate, into} - rows.keys():
            raise Tag.DoesNotExist(missing)
        source, target = rows[duplicate], rows[into]
        check_tag_merge(duplicate=source, into=target)
        _move(PostTag, ("content_object_id",), source=source, target=target)
        _move(TaggedItem, ("content_type_id", "object_id"), source=source, target=target)
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Tag), to_object_id=str(source.pk)
        ).update(to_object_id=str(target.pk))
        FormerSlug.objects.filter(tag=source).update(tag=target)
        FormerSlug.objects.remember(kind="tag", slug=source.slug, target=target)
        TagDetails.objects.filter(merged_into=source).update(merged_into=target)
        TagDetails.objects.update_or_create(tag=source, defaults={"merged_into": target})
        log(instance=source, action=MERGE, user=user, data={"into": target.pk, "title": target.name})
        return target


def stand_in_for_merged(item: PostTag) -> None:
    """Put the tag that a merged one stands for in its place on `item`, which is about to be saved."""
    if survivor := survivor_of(item.tag_id):
        item.tag_id = survivor


def drop_repeated(item: PostTag) -> None:
    """Remove `item`, which was saved, where its post has the same tag already."""
    same = PostTag.objects.filter(content_object_id=item.content_object_id, tag_id=item.tag_id)
    if same.filter(pk__lt=item.pk).exists():
        same.filter(pk=item.pk).delete()


def _move(model: type[Model], owner: tuple[str, ...], *, source: Tag, target: Tag) -> None:
    rows: Any = model._default_manager.filter(tag=source)
    there = model._default_manager.filter(tag=target, **{name: OuterRef(name) for name in owner})
    rows.filter(Exists(there)).delete()
    rows.update(tag=target)
