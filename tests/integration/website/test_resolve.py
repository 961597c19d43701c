"""One answer for each public path: what it is, what it shows, and what it never does."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from comments.services import set_policy
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

URL = "/api/site/v1/resolve/"


@pytest.fixture
def site():
    home = HomePageFactory(title="Home", slug="front")
    Site.objects.all().delete()
    return Site.objects.create(
        hostname="blog.example", port=80, root_page=home, is_default_site=True, site_name="The blog"
    )


@pytest.fixture
def blog(site):
    return BlogIndexPageFactory(parent=site.root_page, title="Journal", slug="blog")


@pytest.fixture
def post(blog):
    return BlogPostPageFactory(parent=blog, title="A walk", slug="a-walk", first_published_at=timezone.now())


@pytest.fixture
def ask(client):
    def resolve(path, status=200, **query):
        response = client.get(URL, {"path": path, **query})
        assert response.status_code == status, response.content
        return response.json()

    return resolve


def test_a_post_comes_whole(ask, post, blog, site):
    answer = ask("/blog/a-walk/")
    assert (answer["kind"], answer["type"], answer["status"]) == ("page", "blog.BlogPostPage", 200)
    assert answer["page"]["title"] == "A walk"
    assert answer["breadcrumbs"] == [
        {"title": "Home", "path": "/"},
        {"title": "Journal", "path": "/blog/"},
        {"title": "A walk", "path": "/blog/a-walk/"},
    ]
    assert answer["head"]["canonical"] == "http://blog.example/blog/a-walk/"
    assert answer["comments"]["state"] == "open"
    assert answer["comment_count"] == 0
    assert set(answer["keys"]) >= {f"page:{post.pk}", f"comments:{post.pk}"}


def test_the_page_is_what_v2_says_it_is(ask, client, post):
    assert ask("/blog/a-walk/")["page"] == client.get(f"/api/v2/pages/{post.pk}/").json()


@pytest.mark.parametrize("kind", ["home", "index", "standard"])
def test_so_is_every_other_page(ask, client, site, blog, kind):
    page, path = {
        "home": (site.root_page, "/"),
        "index": (blog, "/blog/"),
        "standard": (StandardPageFactory(parent=site.root_page, slug="about"), "/about/"),
    }[kind]
    assert ask(path)["page"] == client.get(f"/api/v2/pages/{page.pk}/").json()


@pytest.mark.parametrize(
    "spelling", ["/blog/a-walk", "/blog/a-walk/?utm=1", "/blog/a-walk/#comments", "//blog/a-walk//"]
)
def test_a_path_has_many_spellings(ask, post, spelling):
    assert ask(spelling)["page"]["id"] == post.pk


def test_a_closed_post_says_so(ask, post):
    set_policy(page=post, changes={"state": "closed"}, user=None, now=timezone.now())
    comments = ask("/blog/a-walk/")["comments"]
    assert (comments["state"], comments["accepts"]) == ("closed", False)
    assert comments["message"] == "Commenting has been turned off."


def test_a_listing_is_cut_into_pages(ask, blog):
    now = timezone.now()
    for day in range(13):
        BlogPostPageFactory(
            parent=blog, title=f"Post {day}", slug=f"post-{day}", first_published_at=now - timedelta(days=day)
        )
    first, second = ask("/blog/")["listing"], ask("/blog/", page=2)
    assert [item["title"] for item in first["items"]] == [f"Post {day}" for day in range(12)]
    assert (first["page"], first["pages"], first["total"]) == (1, 2, 13)
    assert [item["title"] for item in second["listing"]["items"]] == ["Post 12"]
    assert second["head"]["canonical"].endswith("/blog/?page=2")
    ask("/blog/", page=3, status=404)


def test_a_section_lists_its_own_and_the_blog_lists_all(ask, blog, post):
    section = BlogIndexPageFactory(parent=blog, title="Section", slug="section")
    BlogPostPageFactory(parent=section, title="Deep", slug="deep", first_published_at=timezone.now())
    assert {item["title"] for item in ask("/blog/")["listing"]["items"]} == {"A walk", "Deep"}
    assert {item["title"] for item in ask("/blog/section/")["listing"]["items"]} == {"Deep"}


@pytest.mark.parametrize("state", ["draft", "missing"])
def test_what_is_not_public_is_not_there(ask, post, state):
    changes = {
        "draft": {"live": False},
        "missing": {"slug": "x", "url_path": "/x/"},
    }
    Page.objects.filter(pk=post.pk).update(**changes[state])
    answer = ask("/blog/a-walk/", status=404)
    assert answer["code"] == "not-found"
    assert "A walk" not in str(answer)


def test_a_restricted_page_says_only_that_it_is(ask, blog, post):
    PageViewRestriction.objects.create(page=blog, restriction_type="password", password="x")
    answer = ask("/blog/a-walk/")
    assert (answer["kind"], answer["status"], answer["page"]) == ("restricted", 403, None)
    assert "A walk" not in str(answer)


def test_a_restricted_draft_is_not_there(ask, blog, post):
    PageViewRestriction.objects.create(page=blog, restriction_type="password", password="x")
    Page.objects.filter(pk=post.pk).update(live=False)
    ask("/blog/a-walk/", status=404)


class TestRedirects:
    @pytest.mark.parametrize("spelling", ["/old", "/old/", "/old/?utm=1"])
    def test_an_old_address_leads_on(self, ask, post, spelling):
        Redirect.objects.create(old_path="/old", redirect_page=post)
        answer = ask(spelling)
        assert (answer["kind"], answer["status"], answer["location"]) == ("redirect", 301, "/blog/a-walk/")

    def test_a_temporary_one_says_so(self, ask, site):
        Redirect.objects.create(old_path="/old", redirect_link="https://elsewhere.example/", is_permanent=False)
        answer = ask("/old/")
        assert (answer["status"], answer["location"]) == (302, "https://elsewhere.example/")

    def test_one_to_a_hidden_page_is_not_there(self, ask, post):
        Redirect.objects.create(old_path="/old", redirect_page=post)
        Page.objects.filter(pk=post.pk).update(live=False)
        ask("/old/", status=404)

    def test_a_page_at_its_place_comes_first(self, ask, post, blog):
        Redirect.objects.create(old_path="/blog/a-walk", redirect_page=blog)
        assert ask("/blog/a-walk/")["kind"] == "page"


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({}, "path"),
            ({"path": ""}, "path"),
            ({"path": "blog/"}, "path"),
            ({"path": "/a\x00b/"}, "path"),
            ({"path": "/" + "a" * 3000}, "path"),
            ({"path": "/", "page": "0"}, "page"),
            ({"path": "/", "page": "x"}, "page"),
            ({"path": "/", "page": "9" * 30}, "page"),
            ({"path": "/", "site": "nowhere.example"}, "site"),
            ({"path": "/", "pgae": "2"}, "pgae"),
        ],
    )
    def test_is_a_problem_that_names_the_parameter(self, client, site, query, field):
        response = client.get(URL, query)
        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["errors"][0]["field"] == field


def test_another_site_has_its_own_paths(ask, post):
    other = Site.objects.create(
        hostname="other.example", port=80, root_page=HomePageFactory(title="Other", slug="other")
    )
    assert ask("/", site="other.example")["page"]["title"] == "Other"
    ask("/blog/a-walk/", site=other.hostname, status=404)


def test_an_answer_is_validated_again_instead_of_sent(client, post):
    first = client.get(URL, {"path": "/blog/a-walk/"})
    again = client.get(URL, {"path": "/blog/a-walk/"}, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_costs_few_statements_however_many_posts_there_are(client, blog, post, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert client.get(URL, {"path": "/blog/a-walk/"}).status_code == 200
    for number in range(11):
        BlogPostPageFactory(parent=blog, slug=f"post-{number}", first_published_at=timezone.now())
    with django_assert_max_num_queries(12):
        assert client.get(URL, {"path": "/blog/"}).status_code == 200
