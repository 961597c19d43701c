"""Places below a blog that are no pages: categories, tags, authors, series, archives."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.models import Locale, Page, PageViewRestriction

from blog.models import TagDetails
from blog.tasks import FILES, PICTURES_READY, make_files
from ground.models import OutboxMessage
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    HomePageFactory,
    ImageFactory,
    SeriesFactory,
    SiteFactory,
)
from tests.factories.content import full_posts, picture_with_files
from website.caching import EVERYTHING, PURGE, on_pictures_ready

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

URL = "/api/site/v1/resolve/"
MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Wagtail remembers renditions by image id, and ids come back in the next test."""
    cache.clear()


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, title="Journal", slug="blog")


@pytest.fixture
def ask(client):
    def resolve(path, status=200, **query):
        response = client.get(URL, {"path": path, "site": "localhost:8000", **query})
        assert response.status_code == status, response.content
        return response.json()

    return resolve


def titles(answer):
    return [item["title"] for item in answer["listing"]["items"]]


def post(blog, title, **kwargs):
    return BlogPostPageFactory(parent=blog, title=title, **{"first_published_at": MARCH, **kwargs})


class TestCategories:
    def test_one_lists_its_posts_and_those_of_the_categories_inside(self, ask, blog):
        outer = CategoryFactory(name="Body", slug="body", introduction="All of it.", picture=ImageFactory())
        inner = CategoryFactory(name="Back", slug="back", parent=outer)
        post(blog, "Whole", in_categories=[outer])
        post(blog, "Spine", in_categories=[inner, outer], first_published_at=MARCH + timedelta(days=1))
        post(blog, "Mind", in_categories=[CategoryFactory()])
        answer = ask("/blog/category/body/")
        assert (answer["kind"], answer["type"], answer["page"]) == ("listing", "category", None)
        assert titles(answer) == ["Spine", "Whole"]
        section = answer["section"]
        assert (section["title"], section["introduction"]) == ("Body", "All of it.")
        assert section["picture"]["src"]
        assert section["subjects"] == [{"title": "Back", "path": "/blog/category/back/"}]
        assert titles(ask("/blog/category/back/")) == ["Spine"]

    def test_the_way_to_it_leads_through_those_above(self, ask, blog):
        outer = CategoryFactory(name="Body", slug="body")
        post(blog, "Spine", in_categories=[CategoryFactory(name="Back", slug="back", parent=outer)])
        assert [crumb["path"] for crumb in ask("/blog/category/back/")["breadcrumbs"]] == [
            "/",
            "/blog/",
            "/blog/category/body/",
            "/blog/category/back/",
        ]

    def test_cards_and_posts_lead_to_it(self, ask, blog):
        post(blog, "Spine", slug="spine", in_categories=[CategoryFactory(slug="back")], tagged=["Sore knee"])
        path = "/blog/category/back/"
        assert ask("/blog/")["listing"]["items"][0]["categories"][0]["path"] == path
        page = ask("/blog/spine/")["page"]
        assert page["categories"][0]["path"] == path
        assert ask(page["tags"][0]["path"])["section"]["title"] == "Sore knee"


def test_a_tag_lists_its_posts_below_its_words_and_picture(ask, blog):
    post(blog, "Knee", tagged=["joints"])
    post(blog, "Mind")
    answer = ask("/blog/tag/joints/")
    assert titles(answer) == ["Knee"]
    assert (answer["section"]["introduction"], answer["section"]["picture"]) == ("", None)
    TagDetails.objects.create(tag=Tag.objects.get(), introduction="They bend.", picture=picture_with_files())
    answer = ask("/blog/tag/joints/")
    assert answer["section"]["introduction"] == answer["head"]["description"] == "They bend."
    assert answer["section"]["picture"]["sources"]
    assert answer["head"]["feeds"][0]["path"] == "/feeds/tag/joints/rss.xml"


def test_an_author_is_introduced_with_letters_and_portrait(ask, blog):
    author = AuthorFactory(slug="ada", biography="Walks.", credentials=["ND", "MD"], portrait=ImageFactory())
    written = post(blog, "Hers", slug="hers", authors=[author])
    post(blog, "His", authors=[AuthorFactory()])
    path = ask("/blog/hers/")["page"]["contributors"][0]["author"]["path"]
    answer = ask(path)
    assert titles(answer) == ["Hers"]
    section = answer["section"]
    assert [each["letters"] for each in section["author"]["credentials"]] == ["ND", "MD"]
    assert section["introduction"] == "Walks."
    assert section["picture"]["src"]
    assert f"comments:{written.pk}" in answer["keys"]
    assert EVERYTHING in answer["keys"]


def test_a_series_is_in_the_order_of_its_parts(ask, blog):
    series = SeriesFactory(slug="walks", introduction="Step by step.")
    for title, position in [("Third", 3), ("Last", None), ("First", 1)]:
        post(blog, title, slug=title.lower(), series=series, series_position=position)
    assert titles(ask("/blog/series/walks/")) == ["First", "Third", "Last"]
    assert ask("/blog/first/")["page"]["series"]["path"] == "/blog/series/walks/"


class TestArchives:
    @pytest.fixture(autouse=True)
    def _posts(self, blog):
        for title, day in [("Old", MARCH.replace(year=2025, month=12, day=31)), ("One", MARCH), ("Two", MARCH)]:
            post(blog, title, first_published_at=day)
        post(blog, "April", first_published_at=MARCH.replace(month=4))

    def test_a_year_and_a_month_list_their_posts(self, ask):
        assert set(titles(ask("/blog/archive/2026/"))) == {"One", "Two", "April"}
        answer = ask("/blog/archive/2026/03/")
        assert set(titles(answer)) == {"One", "Two"}
        assert answer["section"]["title"] == "March 2026"

    def test_months_are_counted(self, ask):
        entries = ask("/blog/archive/")["section"]["archive"]
        assert [(entry["path"], entry["count"]) for entry in entries] == [
            ("/blog/archive/2026/04/", 1),
            ("/blog/archive/2026/03/", 2),
            ("/blog/archive/2025/12/", 1),
        ]

    def test_are_introduced_and_followed_as_the_blog_says(self, ask, blog):
        blog.archive_introduction, blog.archive_picture = "Since 2025.", picture_with_files()
        blog.save()
        for path in ("", "2026/", "2026/03/"):
            answer = ask(f"/blog/archive/{path}")
            assert answer["section"]["introduction"] == answer["head"]["description"] == "Since 2025."
            assert answer["section"]["picture"]["sources"]
            assert answer["head"]["feeds"][0]["path"] == "/feeds/index/blog/rss.xml"

    @pytest.mark.parametrize("path", ["2024/", "2026/13/", "2026/3/", "0000/", "99999/", "2026/03/01/", "x/"])
    def test_others_are_not_there(self, ask, path):
        ask(f"/blog/archive/{path}", status=404)


class TestWhatIsNotThere:
    @pytest.mark.parametrize(
        "path",
        ["/blog/category/none/", "/blog/tag/none/", "/blog/author/none/", "/blog/series/none/", "/category/body/"],
    )
    def test_is_missing(self, ask, blog, path):
        post(blog, "Spine", in_categories=[CategoryFactory(slug="body")])
        ask(path, status=404)

    def test_nor_is_what_only_drafts_have(self, ask, blog):
        series, category, author = SeriesFactory(slug="s"), CategoryFactory(slug="c"), AuthorFactory(slug="a")
        post(blog, "Draft", live=False, tagged=["t"], series=series, in_categories=[category], authors=[author])
        assert Tag.objects.filter(slug="t").exists()
        for path in ("series/s", "category/c", "author/a", "tag/t", "archive/2026", "archive"):
            ask(f"/blog/{path}/", status=404)

    def test_nor_are_those_of_a_locked_blog(self, ask, blog):
        post(blog, "Spine", in_categories=[CategoryFactory(name="Secret", slug="c")])
        PageViewRestriction.objects.create(page=blog, restriction_type="password", password="x")
        response = ask("/blog/category/c/", status=404)
        assert "Secret" not in str(response)

    def test_a_page_at_the_same_path_comes_first(self, ask, blog):
        post(blog, "Spine", in_categories=[CategoryFactory(slug="x")])
        shelf = BlogIndexPageFactory(parent=blog, slug="category")
        BlogIndexPageFactory(parent=shelf, slug="x", title="A page")
        assert ask("/blog/category/x/")["page"]["title"] == "A page"


def test_it_is_cut_into_pages_with_addresses_of_their_own(ask, blog):
    category = CategoryFactory(name="Back", slug="back")
    for number in range(13):
        post(blog, f"Post {number}", in_categories=[category])
    answer = ask("/blog/category/back/", page=2)
    assert (answer["listing"]["total"], answer["listing"]["pages"], len(answer["listing"]["items"])) == (13, 2, 1)
    assert answer["head"]["canonical"] == "http://localhost:8000/blog/category/back/?page=2"
    assert {feed["path"] for feed in answer["head"]["feeds"]} == {
        f"/feeds/category/back/{file}" for file in ("rss.xml", "atom.xml", "feed.json")
    }
    ask("/blog/category/back/", page=3, status=404)


def test_each_costs_ten_statements_at_most_however_many_posts_there_are(client, blog):
    series = SeriesFactory(slug="walks", picture=picture_with_files())
    first, *_ = full_posts(parent=blog, count=3, series=series)
    author, category = first.contributors.first().author, first.categories.first()
    Page.objects.filter(pk=first.pk).update(last_published_at=MARCH)
    paths = ["", "series/walks/", f"author/{author.slug}/", f"category/{category.slug}/", "tag/back/", "archive/2026/"]

    def costs():
        counted = {}
        for path in paths:
            with CaptureQueriesContext(connection) as captured:
                response = client.get(URL, {"path": f"/blog/{path}", "site": "localhost:8000"})
            assert response.status_code == 200, response.content
            counted[path] = len(captured)
        return counted

    few = costs()
    full_posts(parent=blog, count=9, series=series)
    many = costs()
    assert max(many.values()) <= 10, many
    assert many == few


def test_the_worker_makes_the_files_of_its_picture(ask, blog):
    category = CategoryFactory(slug="back", picture=ImageFactory(file__width=40, file__height=20))
    post(blog, "Spine", in_categories=[category])
    before = ask("/blog/category/back/")["section"]["picture"]
    assert [source["type"] for source in before["sources"]] == ["image/jpeg"]
    (wanted,) = OutboxMessage.objects.filter(topic=FILES)
    make_files(wanted.payload)
    assert {source["type"] for source in ask("/blog/category/back/")["section"]["picture"]["sources"]} == {
        "image/avif",
        "image/webp",
        "image/jpeg",
    }
    on_pictures_ready(OutboxMessage.objects.get(topic=PICTURES_READY).payload)
    assert EVERYTHING in OutboxMessage.objects.filter(topic=PURGE).latest("pk").payload["keys"]


def test_in_another_language_posts_lead_to_the_blog_of_that_language(ask, blog):
    german = Locale.objects.create(language_code="de")
    home = blog.get_parent().specific
    front = HomePageFactory(
        parent=home.get_parent(), locale=german, translation_key=home.translation_key, slug="de-home"
    )
    knees = BlogIndexPageFactory(parent=front, slug="knie", locale=german)
    post(knees, "Knie", slug="eins", locale=german, tagged=["knie"], in_categories=[CategoryFactory(slug="gelenke")])
    page = ask("/de/knie/eins/")["page"]
    assert [page["tags"][0]["path"], page["categories"][0]["path"]] == [
        "/de/knie/tag/knie/",
        "/de/knie/category/gelenke/",
    ]
    assert titles(ask("/de/knie/tag/knie/")) == ["Knie"]


class TestLocked:
    """What stands below a locked blog is not told of: to a stranger there is nothing there."""

    PATHS = (
        "/blog/category/c/",
        "/blog/tag/t/",
        "/blog/author/a/",
        "/blog/series/s/",
        "/blog/archive/",
        "/blog/archive/2026/",
    )

    @pytest.fixture(autouse=True)
    def _posts(self, blog):
        shelves = {"series": SeriesFactory(slug="s"), "authors": [AuthorFactory(slug="a")]}
        post(blog, "Secret", in_categories=[CategoryFactory(slug="c")], tagged=["t"], **shelves)

    @pytest.mark.parametrize("kind", ["password", "login"])
    def test_sections_are_not_there(self, client, ask, blog, kind):
        for path in self.PATHS:
            assert titles(ask(path)) == ["Secret"]
        PageViewRestriction.objects.create(page=blog, restriction_type=kind, password="x")
        for path in self.PATHS:
            assert "Secret" not in str(ask(path, status=404))
        for kind, slug in (("index", "blog"), ("category", "c"), ("tag", "t"), ("author", "a"), ("series", "s")):
            assert client.get(f"/feeds/{kind}/{slug}/rss.xml").status_code == 404
        assert "category" not in client.get("/sitemap.xml").content.decode()


class TestAliases:
    def test_name_the_original_as_the_one_to_find(self, client, ask, blog):
        original = post(blog, "Knee", slug="knee")
        original.create_alias(parent=blog, update_slug="copy")
        copy = ask("/blog/copy/")
        assert copy["kind"] == "page"
        assert (
            copy["head"]["canonical"] == ask("/blog/knee/")["head"]["canonical"] == "http://localhost:8000/blog/knee/"
        )
        text = client.get("/sitemap.xml").content.decode()
        assert "/blog/knee/" in text
        assert "/blog/copy/" not in text
        original.live = False
        original.save()
        assert ask("/blog/copy/")["head"]["canonical"] == "http://localhost:8000/blog/copy/"
        assert "/blog/copy/" in client.get("/sitemap.xml").content.decode()
