"""A program that fills an empty database: a site, a post, an administrator. Prints their ids."""

import json
import os
import shutil
from pathlib import Path

import django

from scripts.migrated import fill, migrated_database


def main():
    django.setup()
    from django.core.management import call_command
    from wagtail.models import Site

    from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, HomePageFactory, UserFactory

    begin_with_what_was_kept()
    call_command("migrate", verbosity=0)
    Site.objects.all().delete()
    home = HomePageFactory(title="Home", slug="front")
    Site.objects.create(hostname="blog.example", port=443, root_page=home, is_default_site=True, site_name="Walks")
    post = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=home, slug="news"), title="A walk", slug="a-walk")
    UserFactory(username="chief", administrator=True)
    print(json.dumps({"post": post.pk, "path": "/news/a-walk/"}))  # noqa: T201 - what it is asked for


def begin_with_what_was_kept():
    """Put a migrated database in place of the empty one, if other tests have kept one."""
    if url := os.environ.get("BLOG_DATABASE_URL"):
        fill(url)
    elif migrated_database().exists():
        shutil.copyfile(migrated_database(), Path(os.environ["BLOG_DATA"]) / "blog.sqlite3")


if __name__ == "__main__":
    main()
