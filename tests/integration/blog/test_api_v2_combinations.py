"""The content API asked in every way: nothing private in any combination of parameters, no failure for any input."""

import itertools
import random
from datetime import timedelta

import pytest
import wagtail_factories
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    ImageFactory,
    ReferenceFactory,
    SeriesFactory,
    SiteFactory,
)
from tests.factories.content import PUBLISHED, block, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PRIVATE = "quokka"
"""In every word of what readers may not see."""

KINDS = ("pages", "images", "documents", "references", "redirects", "authors", "categories", "tags", "series")


@pytest.fixture
def site():
    return SiteFactory(default=True)


class Shelf:
    """What posts are filed under: rows whose words all begin with `word`."""

    def __init__(self, word):
        self.word = word
        self.category = CategoryFactory(name=f"{word} category", slug=f"{word}-category")
        self.series = SeriesFactory(title=f"{word} series", slug=f"{word}-series")
        portrait = ImageFactory(title=f"{word} portrait", file__width=8, file__height=8)
        self.author = AuthorFactory(name=f"{word} author", slug=f"{word}-author", portrait=portrait)
        self.paper = ReferenceFactory(csl__title=f"{word} paper")
        self.image = ImageFactory(title=f"{word} image", file__width=8, file__height=8)
        self.document = wagtail_factories.DocumentFactory(title=f"{word} document")

    def fields(self):
        link = f'<p><a id="{self.document.pk}" linktype="document">{self.word}</a></p>'
        return {
            "in_categories": [self.category],
            "series": self.series,
            "authors": [self.author],
            "references": [self.paper],
            "hero_image": self.image,
            "tagged": [f"{self.word} tag"],
            "body": body_of([block("paragraph", link)]),
            "first_published_at": PUBLISHED,
        }


@pytest.fixture
def hidden(site):
    """Make a public post and one of each private state, all on shelves of their own; return the hidden ones."""
    blog = BlogIndexPageFactory(parent=site.root_page, slug="blog")
    other = SiteFactory(hostname="other.example.org")
    now, posts = timezone.now(), []
    BlogPostPageFactory(parent=blog, title="Open walk", slug="open-walk", **Shelf("open").fields())

    def make(name, *, below=blog, **state):
        title = f"{PRIVATE} {name}"
        fields = Shelf(f"{PRIVATE} {name}".replace(" ", "-")).fields()
        posts.append(BlogPostPageFactory(parent=below, title=title, slug=f"{PRIVATE}-{name}", **fields, **state))
        return posts[-1]

    make("draft", live=False)
    make("expired", expire_at=now - timedelta(seconds=1))
    make("scheduled", live=False, go_live_at=now - timedelta(hours=1))
    make("elsewhere", below=BlogIndexPageFactory(parent=other.root_page, slug="blog"))
    PageViewRestriction.objects.create(page=make("login"), restriction_type="login")
    PageViewRestriction.objects.create(page=make("password"), restriction_type="password", password="x")
    locked = BlogIndexPageFactory(parent=blog, title=f"{PRIVATE} section", slug=f"{PRIVATE}-section")
    PageViewRestriction.objects.create(page=locked, restriction_type="password", password="x")
    make("below", below=locked)
    call_command("update_index", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    return posts


def ways(posts):
    """Return parameters with values, of which any two are asked together."""
    some = posts[0]
    yield from (("fields", value) for value in ("*", "*,-body", "_,title,tags,categories,series,contributors"))
    yield from (("order", value) for value in ("title", "-first_published_at", "random"))
    yield from (("search", value) for value in (PRIVATE, "open", "walk"))
    yield from (("tags", f"{word} tag") for word in ("open", f"{PRIVATE}-draft"))
    for kind in ("category", "tag", "author", "series"):
        yield from ((kind, f"{word}-{kind}") for word in ("open", f"{PRIVATE}-login", f"{PRIVATE}-elsewhere"))
    yield from (("year", "2026"), ("limit", "100"), ("offset", "1"), ("locale", "en"), ("site", "localhost:8000"))
    yield from (("slug", some.slug), ("title", some.title), ("id", str(some.pk)), ("show_in_menus", "false"))
    yield from (("child_of", "root"), ("descendant_of", "root"), ("search_operator", "or"))


def pairs(posts):
    """Return all pairs of parameters of different names, with and without the type of posts."""
    for first, second in itertools.combinations(ways(posts), 2):
        if first[0] != second[0]:
            yield dict([first, second, ("type", "blog.BlogPostPage")])
    yield from ({name: value} for name, value in ways(posts))


@pytest.mark.parametrize("most", [120, pytest.param(10_000, marks=pytest.mark.full)])
def test_nothing_private_is_in_any_combination(client, hidden, most):
    asked = list(pairs(hidden))
    random.Random(7).shuffle(asked)
    answered = 0
    for query in asked[:most]:
        response = client.get("/api/v2/pages/", query)
        assert response.status_code in {200, 400}, query
        if response.status_code == 200:
            answered += 1
            assert PRIVATE not in response.content.decode(), query
            assert response.json()["meta"]["total_count"] <= 3, query
    assert answered > min(most, len(asked)) / 2
    assert "Open walk" in client.get("/api/v2/pages/", {"category": "open-category", "type": "blog.BlogPostPage"}).text


def test_nothing_private_is_on_any_shelf(client, hidden):
    for kind in KINDS:
        for query in ({}, {"limit": "100"}, {"order": "-id"}):
            text = client.get(f"/api/v2/{kind}/", query).content.decode()
            assert PRIVATE not in text, (kind, query)
    for kind in ("images", "documents"):
        assert "open" in client.get(f"/api/v2/{kind}/").content.decode()
        for query in ({"search": PRIVATE}, {"fields": "*", "search": "image"}):
            assert PRIVATE not in client.get(f"/api/v2/{kind}/", query).content.decode()
    for post in hidden:
        ways = [
            {"id": post.pk},
            {"html_path": f"/blog/{post.slug}/"},
            {"html_path": f"/blog/{PRIVATE}-section/{post.slug}/", "locale": "en"},
        ]
        assert {client.get("/api/v2/pages/find/", way).status_code for way in ways} == {404}, post
        assert client.get(f"/api/v2/pages/{post.pk}/").status_code == 404
        author = post.contributors.get().author
        for image in (post.hero_image, author.portrait):
            assert client.get(f"/api/v2/images/{image.pk}/").status_code == 404
        rows = {"authors": author, "series": post.series, "categories": post.categories.get(), "tags": post.tags.get()}
        for kind, row in rows.items():
            assert client.get(f"/api/v2/{kind}/{row.pk}/").status_code == 404, (kind, post)


def test_find_leads_to_public_paths(client, hidden):
    found = client.get("/api/v2/pages/find/", {"html_path": "/blog/open-walk/"}, follow=True).json()
    assert found["meta"]["path"] == "/blog/open-walk/"
    assert found["meta"]["html_url"] == "http://localhost:8000/blog/open-walk/"


class TestAnyInput:
    @pytest.fixture(autouse=True)
    def _something(self, site):
        BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page, slug="blog"), slug="a", tagged=["back"])

    NAMES = (
        *("type", "fields", "order", "search", "search_operator", "limit", "offset", "locale", "site", "tags", "id"),
        *("slug", "title", "show_in_menus", "child_of", "ancestor_of", "descendant_of", "translation_of", "category"),
        *("tag", "author", "series", "year", "month", "html_path", "doi", "pmid", "old_path", "format", "nonsense"),
    )
    VALUES = st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [
                "blog.BlogPostPage",
                "blog.HomePage,blog.BlogIndexPage",
                "root",
                "*",
                "-id",
                "2026",
                "12",
                "0",
                "1",
                "true",
            ]
        ),
        st.integers(-(10**25), 10**25).map(str),
    )

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        kind=st.sampled_from(KINDS),
        end=st.sampled_from(["", "", "find/", "1/"]),
        query=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
    )
    def test_is_answered_or_named(self, client, kind, end, query):
        if kind == "references" and end == "1/":
            end = ""
        response = client.get(f"/api/v2/{kind}/{end}", query)
        assert response.status_code in {200, 302, 400, 404}
        if response.status_code == 400:
            assert response["Content-Type"] == "application/problem+json"
            assert {each["field"] for each in response.json()["errors"]} <= query.keys()
            assert response.json()["errors"]

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ({"search": "x" * 2001}, "search"),
            ({"nonsense": "x" * 3000}, "nonsense"),
            ({"fields": "title," * 800}, "fields"),
            ({"type": "blog.BlogPostPage", "tags": ",".join(map(str, range(80)))}, "tags"),
            ({"order": ",".join(["id"] * 300)}, "order"),
            ({"order": "title,-title"}, "order"),
            ({"type": "blog.BlogPostPage", "tag": "x" * 5000}, "tag"),
        ],
    )
    def test_too_much_is_a_problem_that_names_it(self, client, query, name):
        response = client.get("/api/v2/pages/", query)
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        assert response.json()["errors"][0]["field"] == name
