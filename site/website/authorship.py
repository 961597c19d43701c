"""Who wrote a page, and who is of the house: what the blog knows and the comments ask, met here."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat
from wagtail.models import Site

from blog.models import Author, PostContributor


def author_user_ids(page_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return, by page, the ids of the users behind its contributors; those without a login are not among them."""
    users: dict[int, set[int]] = defaultdict(set)
    rows = PostContributor.objects.filter(post_id__in=page_ids, author__user__isnull=False)
    for page_id, user_id in rows.values_list("post_id", "author__user_id"):
        users[page_id].add(user_id)
    return dict(users)


def house_names() -> set[str]:
    """Return the names of all authors, accounts and sites. One statement.

    Accounts are for the house: readers have none. One without a name of its own is known by its user name.
    """
    text = CharField()
    whole = Concat("first_name", Value(" "), "last_name", output_field=text)
    shown = Case(When(first_name="", last_name="", then=F("username")), default=whole, output_field=text)
    names = (
        Author.objects.order_by()
        .values_list(Cast("name", text))
        .union(
            get_user_model().objects.order_by().filter(is_active=True).values_list(Cast(shown, text)),
            Site.objects.order_by().values_list(Cast("site_name", text)),
        )
    )
    return {name.strip() for (name,) in names if name.strip()}
