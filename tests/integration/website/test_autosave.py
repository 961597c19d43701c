"""Saving and previewing at the same time, as an open editor does, on a database with one writer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from blog.models import BlogPostPage
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory, UserFactory
from tests.integration.website.test_preview import entered

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6


def test_autosave_and_preview_do_not_shut_each_other_out():
    post = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=SiteFactory(default=True).root_page), slug="walk")
    writer = UserFactory(administrator=True)

    def editor():
        client = Client()
        client.force_login(writer)
        return client

    def save(number):
        url = reverse("wagtailadmin_pages:edit", args=[post.pk])
        return editor().post(url, entered(f"Saved {number}")).status_code

    def preview(number):
        client, url = editor(), reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])
        return client.post(url, entered(f"Typed {number}")).status_code, client.get(url).status_code

    def closing(call):
        def run(number):
            try:
                return call(number)
            finally:
                connection.close()

        return run

    with ThreadPoolExecutor(4) as pool:
        saved = [pool.submit(closing(save), number) for number in range(ROUNDS)]
        shown = [pool.submit(closing(preview), number) for number in range(ROUNDS)]
        assert {each.result() for each in saved} == {302}
        assert {each.result() for each in shown} == {(200, 302)}
    assert BlogPostPage.objects.get(pk=post.pk).revisions.count() == ROUNDS
