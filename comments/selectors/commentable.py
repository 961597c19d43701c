"""Which page types take comments, and who wrote a page: what the website tells the comments."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.checks import CheckMessage, Error
from django.db.models import BooleanField, Exists, IntegerField, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.module_loading import import_string
from wagtail.models import Page

from ground.prepared import Several, prepared

Authors = Callable[[], "QuerySet[Any, Any]"]
"""Rows with the id of a `page` and of a `user` who wrote it."""


def commentable_models() -> list[type[Page]]:
    """Return the page types named in the setting COMMENTABLE_PAGE_TYPES."""
    return [apps.get_model(label) for label in settings.COMMENTABLE_PAGE_TYPES]


def commentable_type_ids() -> tuple[int, ...]:
    """Return their content type ids: to a prepared statement about pages with comments, a part of its shape."""
    kinds = ContentType.objects.get_for_models(*commentable_models(), for_concrete_models=False)
    return tuple(kind.pk for kind in kinds.values())


def page_authors(page_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return, by page, the ids of the users who wrote it. One statement."""
    path, users = _authors_path(), defaultdict[int, set[int]](set)
    for page, user in _authors_of(path, page_ids=page_ids) if path else ():
        users[page].add(user)
    return dict(users)


@prepared(page_ids=Several(IntegerField()))
def _authors_of(path: str, *, page_ids: Any) -> "QuerySet[Any, Any]":
    return _authors_at(path).filter(page__in=page_ids).values_list("page", "user")


def by_an_author_of_its_page() -> Combinable:
    """Return an expression that tells whether a comment's account wrote the page that it is on."""
    path = _authors_path()
    if not path:
        return Value(False, output_field=BooleanField())
    return Exists(_authors_at(path).filter(page=OuterRef("page_id"), user=OuterRef("user_id")))


def _authors_path() -> str:
    path: str = getattr(settings, "COMMENTS_PAGE_AUTHORS", "")
    return path


def _authors_at(path: str) -> "QuerySet[Any, Any]":
    """Return what the function that COMMENTS_PAGE_AUTHORS names knows."""
    authors: Authors = import_string(path)
    return authors()


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Django's system check that the names in our settings lead somewhere."""
    found: list[CheckMessage] = []
    for label in settings.COMMENTABLE_PAGE_TYPES:
        try:
            is_page = issubclass(apps.get_model(label), Page)
        except (LookupError, ValueError):
            is_page = False
        if not is_page:
            hint = "Name page models as app.Model."
            found.append(Error(f"COMMENTABLE_PAGE_TYPES: {label} is no page model.", hint=hint, id="comments.E001"))
    for name, number in (("COMMENTS_PAGE_AUTHORS", 2), ("COMMENTS_HOUSE_NAMES", 3), ("COMMENTS_WORDS", 4)):
        path = getattr(settings, name, "")
        try:
            usable = not path or callable(import_string(path))
        except ImportError:
            usable = False
        if not usable:
            hint = "Name a function, with its module, or leave the setting out."
            found.append(Error(f"{name}: there is no function {path}.", hint=hint, id=f"comments.E00{number}"))
    return found
