"""The reports of what lapses and what is overdue."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from blog.models import Credential, PostContributor
from blog.reports import state
from tests.factories.blog import AuthorFactory, BlogIndexPageFactory, BlogPostPageFactory, SiteFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(("days", "expected"), [(-1, "past"), (0, "soon"), (60, "soon"), (61, "later")])
def test_what_is_urgent(days, expected):
    assert state(TODAY + timedelta(days=days), today=TODAY) == expected


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


@pytest.fixture
def index():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page)


def test_credentials_that_lapse(editor, django_assert_max_num_queries):
    today = timezone.localdate()
    author = AuthorFactory(name="Ada Park", credentials=["FOREVER"])
    for letters, days in (("LATER", 400), ("LAPSED", -1), ("SOON", 30)):
        Credential.objects.create(author=author, letters=letters, number="7", expires_on=today + timedelta(days=days))
    page = editor.get(reverse("blog_reports:credentials")).content.decode()
    assert page.index("LAPSED") < page.index("SOON") < page.index("LATER")
    assert "FOREVER" not in page
    assert date_format(today + timedelta(days=400)) in page
    assert reverse("wagtailsnippets_blog_author:edit", args=[author.pk]) in page
    assert page.count("Lapsed") == page.count("Later") == 1
    results = editor.get(reverse("blog_reports:credentials_results"))
    assert results.status_code == 200
    sheet = editor.get(reverse("blog_reports:credentials"), {"export": "csv"})
    assert "LAPSED" in b"".join(sheet.streaming_content).decode()


def test_reviews_that_are_overdue(editor, index):
    today = timezone.localdate()
    reviewer = AuthorFactory(name="Leena Varga")
    overdue = BlogPostPageFactory(parent=index, title="Old advice", review_due=today - timedelta(days=3))
    PostContributor.objects.create(post=overdue, author=reviewer, role="reviewer")
    BlogPostPageFactory(parent=index, title="Fresh advice", review_due=today + timedelta(days=300))
    BlogPostPageFactory(parent=index, title="Draft advice", review_due=today, draft=True)
    BlogPostPageFactory(parent=index, title="Undated advice")
    page = editor.get(reverse("blog_reports:reviews")).content.decode()
    assert page.index("Old advice") < page.index("Fresh advice")
    assert "Leena Varga" in page
    assert page.count("Overdue") == 1
    assert "Draft advice" not in page
    assert "Undated advice" not in page


def test_the_reports_are_in_the_menu_of_those_who_may_see_them(editor, client, index):
    menu = editor.get(reverse("wagtailadmin_reports:aging_pages")).content.decode()
    assert reverse("blog_reports:credentials") in menu
    assert reverse("blog_reports:reviews") in menu
    stranger = UserFactory()
    stranger.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(stranger)
    assert client.get(reverse("blog_reports:credentials")).status_code == 302


def test_empty_reports_say_so(editor):
    assert "No credential has a day" in editor.get(reverse("blog_reports:credentials")).content.decode()
    assert "No live post has a day" in editor.get(reverse("blog_reports:reviews")).content.decode()
