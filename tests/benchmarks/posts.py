"""Blogs of any size, made in bulk."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page

from blog.models import BlogPostPage
from tests.factories.blog import paragraph

NEWEST = datetime(2026, 1, 1, tzinfo=UTC)


def many_posts(index, count, text=lambda number: "Walk."):
    """Put `count` live posts below `index`, an hour apart, after those there are; `text` is by number."""
    before = BlogPostPage.objects.child_of(index).count()
    kind = ContentType.objects.get_for_model(BlogPostPage)
    numbers = range(before, before + count)
    pages = [
        Page(
            path=Page._get_path(index.path, index.depth + 1, number + 1),
            depth=index.depth + 1,
            title=f"Post {number}",
            draft_title=f"Post {number}",
            slug=f"post-{number}",
            url_path=f"{index.url_path}post-{number}/",
            content_type=kind,
            locale=index.locale,
            translation_key=uuid4(),
            live=True,
            first_published_at=NEWEST - timedelta(hours=number),
        )
        for number in numbers
    ]
    made = Page.objects.bulk_create(pages, batch_size=500)
    table = connection.ops.quote_name(BlogPostPage._meta.db_table)
    columns = {
        field.column: field.get_prep_value(field.get_default())
        for field in BlogPostPage._meta.local_concrete_fields
        if not field.primary_key
    }
    columns.pop("body")
    names = ", ".join(connection.ops.quote_name(name) for name in ("page_ptr_id", "body", *columns))
    marks = ", ".join(["%s"] * (len(columns) + 2))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names are our own
            [
                [page.pk, json.dumps([paragraph(f"<p>{text(number)}</p>")]), *columns.values()]
                for number, page in zip(numbers, made, strict=True)
            ],
        )
    Page.objects.filter(pk=index.pk).update(numchild=before + count)
