"""What posts are filed under, in the content API: as filters, and as lists of their own."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect

from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    SeriesFactory,
    SiteFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

POSTS = "/api/v2/pages/?type=blog.BlogPostPage"


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, slug="blog")


@pytest.fixture
def _filed(blog):
    body = CategoryFactory(name="Body", slug="body")
    back = CategoryFactory(name="Back", slug="back", parent=body)
    ada, series = AuthorFactory(name="Ada", slug="ada", credentials=["ND"]), SeriesFactory(title="S", slug="s")
    BlogPostPageFactory(
        parent=blog,
        title="Spine walks",
        in_categories=[back],
        tagged=["sore"],
        authors=[ada],
        series=series,
        first_published_at=datetime(2026, 3, 5, tzinfo=UTC),
    )
    BlogPostPageFactory(
        parent=blog, title="Skin", in_categories=[body], first_published_at=datetime(2026, 4, 5, tzinfo=UTC)
    )
    BlogPostPageFactory(parent=blog, title="Mind", tagged=["calm"], first_published_at=datetime(2025, 3, 5, tzinfo=UTC))
    BlogPostPageFactory(
        parent=blog,
        title="Draft",
        live=False,
        tagged=["secret"],
        authors=[AuthorFactory(name="Nobody")],
        series=SeriesFactory(title="Secret"),
        in_categories=[CategoryFactory(name="Secret")],
    )
    call_command("rebuild_search", verbosity=0)


def get(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.usefixtures("_filed")
class TestFilters:
    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("category=body", {"Spine walks", "Skin"}),
            ("category=back", {"Spine walks"}),
            ("category=none", set()),
            ("tag=sore", {"Spine walks"}),
            ("author=ada", {"Spine walks"}),
            ("series=s", {"Spine walks"}),
            ("year=2026", {"Spine walks", "Skin"}),
            ("year=2026&month=3", {"Spine walks"}),
            ("category=body&year=2026&month=4", {"Skin"}),
            ("category=body&tag=calm", set()),
            ("category=body&author=ada&tag=sore&series=s&year=2026", {"Spine walks"}),
            ("category=body&search=skin", {"Skin"}),
            ("tag=secret", set()),
        ],
    )
    def test_combine(self, client, query, titles):
        assert {item["title"] for item in get(client, f"{POSTS}&{query}")["items"]} == titles

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            (f"{POSTS}&year=x", "year"),
            (f"{POSTS}&year=99999", "year"),
            (f"{POSTS}&year=0", "year"),
            (f"{POSTS}&year=2026&month=13", "month"),
            (f"{POSTS}&month=3", "month"),
            ("/api/v2/pages/?category=body", "category"),
            (f"{POSTS}&tag=%00", "tag"),
        ],
    )
    def test_bad_values_are_named(self, client, query, name):
        assert get(client, query, status=400)["errors"][0]["field"] == name


@pytest.mark.usefixtures("_filed")
class TestLists:
    @pytest.mark.parametrize(
        ("name", "column", "values"),
        [
            ("authors", "name", ["Ada"]),
            ("categories", "name", ["Back", "Body"]),
            ("tags", "name", ["calm", "sore"]),
            ("series", "title", ["S"]),
        ],
    )
    def test_show_only_what_public_posts_have(self, client, name, column, values):
        answer = get(client, f"/api/v2/{name}/")
        assert [item[column] for item in answer["items"]] == values
        assert answer["meta"]["total_count"] == len(values)
        first = answer["items"][0]
        assert get(client, f"/api/v2/{name}/{first['id']}/") == first
        get(client, f"/api/v2/{name}/999999/", status=404)

    def test_an_author_has_letters(self, client):
        (ada,) = get(client, "/api/v2/authors/?slug=ada")["items"]
        assert [each["letters"] for each in ada["credentials"]] == ["ND"]

    @pytest.mark.parametrize("query", ["search=x", "fields=name", "order=name", "nmae=x", "limit=x"])
    def test_bad_values_are_named(self, client, query):
        answer = get(client, f"/api/v2/tags/?{query}", status=400)
        assert answer["errors"][0]["field"] == query.split("=")[0]


def test_redirects_lead_only_to_public_pages(client, blog):
    shown, hidden = BlogPostPageFactory(parent=blog, slug="new"), BlogPostPageFactory(parent=blog, live=False)
    Redirect.objects.create(old_path="/old", redirect_page=shown)
    Redirect.objects.create(old_path="/hidden", redirect_page=hidden)
    Redirect.objects.create(old_path="/out", redirect_link="https://elsewhere.example/")
    items = get(client, "/api/v2/redirects/")["items"]
    assert [(item["old_path"], item["location"]) for item in items] == [
        ("/old", "/blog/new/"),
        ("/out", "https://elsewhere.example/"),
    ]
    found = client.get("/api/v2/redirects/find/?html_path=/old/", follow=True)
    assert found.json()["location"] == "/blog/new/"
