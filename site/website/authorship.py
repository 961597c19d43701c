"""Who wrote a page, and who is of the house: what the blog knows and the comments ask, met here."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from wagtail.models import Site

from blog.models import Author, PostContributor
from ground.prepared import prepared


def authors_of_pages() -> QuerySet[Any, Any]:
    """Return a row for each contributor with a login: `page` is the post's id, `user` the account's."""
    rows: QuerySet[Any, Any] = PostContributor.objects.filter(author__user__isnull=False).order_by()
    return rows.values(page=F("post_id"), user=F("author__user_id"))


def house_names() -> set[str]:
    """Return the names of all authors, accounts and sites. One statement.

    Accounts are for the house: readers have none. One without a name of its own is known by its user name.
    """
    return {name.strip() for (name,) in _names() if name.strip()}


@prepared()
def _names() -> QuerySet[Any, Any]:
    text = CharField()
    whole = Concat("first_name", Value(" "), "last_name", output_field=text)
    shown = Case(When(first_name="", last_name="", then=F("username")), default=whole, output_field=text)
    names: QuerySet[Any, Any] = (
        Author.objects.order_by()
        .values_list(Cast("name", text))
        .union(
            get_user_model().objects.order_by().filter(is_active=True).values_list(Cast(shown, text)),
            Site.objects.order_by().values_list(Cast("site_name", text)),
        )
    )
    return names
