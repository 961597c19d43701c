"""The two indexes of ours on a table of Wagtail's."""

from typing import Any

from django.db import connections, router
from wagtail.models import Page

NAME = "blog_pages_by_kind_and_date"

STATEMENT = (
    f"CREATE INDEX IF NOT EXISTS {NAME} ON wagtailcore_page"
    " (content_type_id, first_published_at DESC%(nulls)s, live, path, expire_at)"
)


BY_ADDRESS = "blog_pages_by_address"

ADDRESS_STATEMENT = f"CREATE INDEX IF NOT EXISTS {BY_ADDRESS} ON wagtailcore_page %(hashed)s (url_path)"


def make_indexes(using: str, **kwargs: Any) -> None:
    """See to it that lists of posts are read and counted from one index, and a page is found by its address from one.

    Whether a post is public stands in Wagtail's table, which post it is in ours: without an index over kind, state and
    date a list of twelve sorts all there are, and grows with them. It is asked for after every `migrate` and not in a
    migration, because SQLite makes Wagtail's table anew when Wagtail changes it, without indexes Django does not know.
    """
    if not router.allow_migrate_model(using, Page):
        return
    connection = connections[using]
    if Page._meta.db_table not in connection.introspection.table_names():
        return
    embedded = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT % {"nulls": "" if embedded else " NULLS LAST"})
        # A path may be longer than an entry of a tree can be in PostgreSQL; hashed, its length does not matter.
        cursor.execute(ADDRESS_STATEMENT % {"hashed": "" if embedded else "USING hash"})
