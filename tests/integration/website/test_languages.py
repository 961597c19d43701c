"""Several languages and sites from one install: what readers of each are told, and that nothing mixes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from blog.models import RelatedPost
from comments import services
from comments.models import CommentPolicy
from ground.models import OutboxMessage
from tests.factories.blog import (
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    SeriesFactory,
    SiteFactory,
)
from tests.factories.comments import CommentFactory
from tests.factories.languages import translated
from website import caching

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

API = "/api/site/v1/"


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def index(site):
    return BlogIndexPageFactory(parent=site.root_page, slug="blog", title="Blog", show_in_menus=True)


@pytest.fixture
def post(index):
    return BlogPostPageFactory(parent=index, slug="sleep", title="Sleep")


@pytest.fixture
def german(post):
    return translated(post, "de", slug="schlaf", title="Schlaf")


@pytest.fixture
def resolve(client):
    def ask(path, **query):
        return client.get(f"{API}resolve/", {"path": path, **query})

    return ask


def test_a_page_says_its_language_and_where_the_others_are(resolve, german):
    translated(Page.objects.get(slug="sleep", locale__language_code="en"), "ar", slug="sleep")
    answer = resolve("/de/blog/schlaf/").json()
    assert (answer["language"], answer["direction"], answer["page"]["id"]) == ("de", "ltr", german.pk)
    assert answer["alternates"] == [
        {"language": "en", "name": "English", "direction": "ltr", "path": "/blog/sleep/"},
        {"language": "de", "name": "Deutsch", "direction": "ltr", "path": "/de/blog/schlaf/"},
        {"language": "ar", "name": "العربيّة", "direction": "rtl", "path": "/ar/blog/sleep/"},
    ]
    links = {each["hreflang"]: each["href"] for each in answer["head"]["alternates"]}
    root = "http://localhost:8000"
    assert links == {
        "en": f"{root}/blog/sleep/",
        "de": f"{root}/de/blog/schlaf/",
        "ar": f"{root}/ar/blog/sleep/",
        "x-default": f"{root}/blog/sleep/",
    }
    assert answer["head"]["canonical"] == f"{root}/de/blog/schlaf/"
    assert [crumb["path"] for crumb in answer["breadcrumbs"]] == ["/de/", "/de/blog/", "/de/blog/schlaf/"]
    assert {node.get("inLanguage") for node in answer["head"]["structured_data"]["@graph"]} <= {"de", None}
    assert {feed["path"] for feed in answer["head"]["feeds"] if "comments" not in feed["path"]} == {
        f"/de/feeds/site/{file}" for file in ("rss.xml", "atom.xml", "feed.json")
    }


def test_a_page_in_one_language_has_no_alternates(resolve, post):
    answer = resolve("/blog/sleep/").json()
    assert (answer["language"], answer["alternates"], answer["head"]["alternates"]) == ("en", [], [])


@pytest.mark.parametrize("state", ["draft", "expired", "locked"])
def test_what_readers_may_not_see_is_no_alternate(resolve, german, state):
    if state == "draft":
        german.unpublish()
    elif state == "expired":
        Page.objects.filter(pk=german.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    else:
        PageViewRestriction.objects.create(page=german, restriction_type="login")
    assert resolve("/blog/sleep/").json()["alternates"] == []


def test_resolve_keeps_to_ten_statements_in_three_languages(
    resolve, german, post, django_assert_max_num_queries, settings
):
    translated(post, "ar")
    resolve("/blog/sleep/")
    for path in ("/blog/sleep/", "/de/blog/schlaf/", "/de/blog/", "/de/", "/ar/blog/"):
        with django_assert_max_num_queries(10):
            assert resolve(path).status_code == 200


def test_lists_have_the_posts_of_their_language_only(resolve, german):
    for path, titles in (("/", ["Sleep"]), ("/blog/", ["Sleep"]), ("/de/", ["Schlaf"]), ("/de/blog/", ["Schlaf"])):
        listing = resolve(path).json()["listing"]
        assert [card["title"] for card in listing["items"]] == titles
    assert resolve("/de/blog/").json()["listing"]["items"][0]["path"] == "/de/blog/schlaf/"


def test_subjects_authors_and_months_are_of_a_language_and_lead_to_the_others(resolve, index, post):
    post.categories.add(CategoryFactory(slug="rest"))
    post.save_revision().publish()
    translated(post, "de", title="Schlaf")
    found = resolve("/de/blog/category/rest/").json()
    assert [card["title"] for card in found["listing"]["items"]] == ["Schlaf"]
    assert [each["path"] for each in found["alternates"]] == ["/blog/category/rest/", "/de/blog/category/rest/"]
    assert found["head"]["alternates"][-1]["href"].endswith("/blog/category/rest/")
    assert found["breadcrumbs"][0]["path"] == "/de/"
    BlogPostPageFactory(parent=index, title="Only here", in_categories=[CategoryFactory(slug="alone")])
    assert resolve("/blog/category/alone/").json()["alternates"] == []
    assert resolve("/de/blog/category/alone/").status_code == 404
    archive = resolve(f"/de/blog/archive/{timezone.now():%Y/%m}/").json()
    with translation.override("de"):
        assert archive["section"]["title"] == date_format(timezone.localdate(), "YEAR_MONTH_FORMAT")


def test_a_series_is_numbered_within_its_language(resolve, index):
    series = SeriesFactory(slug="nights")
    first = BlogPostPageFactory(parent=index, title="One", series=series, series_position=1)
    second = BlogPostPageFactory(parent=index, title="Two", series=series, series_position=2)
    translated(first, "de", title="Eins")
    there = translated(second, "de", title="Zwei")
    shown = resolve(f"/de/blog/{there.slug}/").json()["page"]["series"]
    assert (shown["position"], shown["total"], shown["previous"]["title"]) == (2, 2, "Eins")
    assert shown["path"] == "/de/blog/series/nights/"


def test_posts_to_read_next_are_in_the_same_language(resolve, index):
    subject = CategoryFactory()
    chosen = BlogPostPageFactory(parent=index, title="Chosen", in_categories=[subject])
    post = BlogPostPageFactory(parent=index, title="Post", in_categories=[subject])
    RelatedPost.objects.create(post=post, target=chosen, sort_order=0)
    post = type(post).objects.get(pk=post.pk)
    there = translated(post, "de", title="Beitrag")
    translated(chosen, "de", title="Gewählt")
    assert [card["title"] for card in resolve(f"/de/blog/{there.slug}/").json()["page"]["related"]] == ["Gewählt"]
    assert [card["title"] for card in resolve(f"/blog/{post.slug}/").json()["page"]["related"]] == ["Chosen"]


def test_the_menu_leads_to_pages_in_the_language_asked(client, german):
    there = client.get(f"{API}settings/", {"locale": "de"}).json()
    assert (there["language"], there["direction"]) == ("de", "ltr")
    assert [(link["label"], link["href"]) for link in there["navigation"]] == [("Blog", "/de/blog/")]
    assert [(each["language"], each["path"]) for each in there["languages"]] == [("en", "/"), ("de", "/de/")]
    here = client.get(f"{API}settings/", {"locale": "xx"}).json()
    assert (here["language"], here["navigation"][0]["href"]) == ("en", "/blog/")


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml", "feed.json"])
def test_feeds_are_by_language(client, german, file):
    own, there = (client.get(f"{prefix}feeds/site/{file}").content.decode() for prefix in ("/", "/de/"))
    assert ">Sleep<" in own or '"Sleep"' in own
    assert "Schlaf" not in own
    assert "Schlaf" in there
    assert "http://localhost:8000/de/blog/schlaf/" in there
    assert re.search(r"<language>de<|xml:lang=\"de\"|\"language\": ?\"de\"", there)
    assert client.get(f"/de/feeds/index/blog/{file}").status_code == 200
    assert client.get(f"/fr/feeds/site/{file}").status_code == 404
    assert client.get(f"/en/feeds/site/{file}").status_code == 404


def test_the_sitemap_names_every_language(client, german):
    text = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://localhost:8000/de/blog/schlaf/</loc>" in text
    link = '<xhtml:link href="http://localhost:8000{}" hreflang="{}" rel="alternate">'
    entry = next(each for each in text.split("<url>") if "/blog/sleep/</loc>" in each)
    for code, path in (("en", "/blog/sleep/"), ("de", "/de/blog/schlaf/"), ("x-default", "/blog/sleep/")):
        assert link.format(path, code) in entry


def test_find_returns_public_paths_of_the_language(client, german, post):
    for query in ({"html_path": "/de/blog/schlaf/"}, {"html_path": "/blog/schlaf/", "locale": "de"}):
        response = client.get("/api/v2/pages/find/", query)
        assert response.status_code == 302
        meta = client.get(response["Location"]).json()["meta"]
        assert (meta["path"], meta["locale"]) == ("/de/blog/schlaf/", "de")
        assert meta["html_url"] == "http://localhost:8000/de/blog/schlaf/"
    assert client.get("/api/v2/pages/find/", {"html_path": "/de/blog/sleep/"}).status_code == 404
    listed = client.get("/api/v2/pages/", {"locale": "de", "child_of": "root"}).json()["items"]
    assert [item["meta"]["html_url"] for item in listed] == ["http://localhost:8000/de/blog/"]


def test_two_sites_with_the_same_slugs_never_mix(client, resolve, german, post):
    other = SiteFactory(hostname="other.example.org")
    blog = BlogIndexPageFactory(parent=other.root_page, slug="blog", title="Blog of others")
    subject = CategoryFactory(slug="rest")
    twin = BlogPostPageFactory(parent=blog, slug="sleep", title="Their sleep", in_categories=[subject])
    there = translated(twin, "de", slug="schlaf", title="Ihr Schlaf")
    comment = CommentFactory(page=twin, approved=True)
    asked = {"site": "other.example.org"}
    assert resolve("/blog/sleep/", **asked).json()["page"]["id"] == twin.pk
    assert resolve("/de/blog/schlaf/", **asked).json()["page"]["id"] == there.pk
    assert resolve("/de/blog/schlaf/").json()["page"]["id"] == german.pk
    assert resolve("/blog/category/rest/").status_code == 404
    assert resolve("/blog/category/rest/", **asked).status_code == 200
    pages = client.get("/api/v2/pages/", {"type": "blog.BlogPostPage", **asked}).json()["items"]
    assert {item["title"] for item in pages} == {"Their sleep", "Ihr Schlaf"}
    assert client.get(f"/api/v2/pages/{twin.pk}/").status_code == 404
    assert client.get("/api/v2/categories/").json()["items"] == []
    found = client.get("/api/v2/pages/find/", {"html_path": "/blog/sleep/", **asked})
    assert f"/pages/{twin.pk}/" in found["Location"]
    assert client.get(f"{API}pages/{twin.pk}/comments/").status_code == 404
    assert client.get(f"{API}pages/{twin.pk}/comments/", asked).json()["count"] == 1
    assert client.get(f"{API}comments/{comment.uuid}/").status_code == 404
    counts = client.get(f"{API}pages/comments/counts/", {"pages": f"{twin.pk},{post.pk}"}).json()["counts"]
    assert counts.get(str(twin.pk), 0) == 0
    for path in ("/feeds/site/rss.xml", "/de/feeds/site/rss.xml", "/sitemap.xml"):
        mine, theirs = (client.get(path, query).content.decode() for query in ({}, asked))
        assert "other.example.org" not in mine
        assert "localhost" not in theirs
        assert "<url>" in theirs or "<item>" in theirs


def test_a_redirect_leads_to_the_page_in_its_language(resolve, site, german):
    Redirect.objects.create(old_path="/alt", site=site, redirect_page=german)
    answer = resolve("/alt/").json()
    assert (answer["kind"], answer["location"]) == ("redirect", "/de/blog/schlaf/")


def test_a_new_slug_leaves_a_redirect_from_the_translated_path(resolve, german, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        german.slug = "nachtruhe"
        german.save_revision().publish()
    answer = resolve("/de/blog/schlaf/").json()
    assert (answer["kind"], answer["location"]) == ("redirect", "/de/blog/nachtruhe/")


def test_what_was_public_is_gone_in_the_language_of_its_path(resolve, german):
    german.unpublish()
    answer = resolve("/de/blog/schlaf/").json()
    assert (answer["kind"], answer["language"]) == ("gone", "de")


def test_nothing_there_is_said_in_the_language_of_the_path(resolve, german):
    assert resolve("/de/nirgends/").json()["title"] == "Hier ist nichts."
    assert resolve("/nowhere/").json()["title"] == "There is nothing here."


def test_the_comments_of_a_page_speak_its_language(client, german, post):
    services.set_policy(page=german, changes={"state": "closed"}, user=None, now=timezone.now())
    thread = client.get(f"{API}pages/{german.pk}/comments/").json()
    assert thread["policy"]["message"] == "Die Kommentare sind geschlossen."
    body = {
        "body": "Guten Tag",
        "name": "Ida",
        "email": "ida@example.org",
        "key": "8d1a4f1e-6f0e-4a0e-9a52-0a4f6a6a8a11",
    }
    refused = client.post(f"{API}pages/{german.pk}/comments/", body, content_type="application/json")
    assert (refused.status_code, refused.json()["title"]) == (403, "Die Kommentare sind geschlossen.")
    CommentPolicy.objects.all().delete()
    held = client.post(f"{API}pages/{german.pk}/comments/", body, content_type="application/json").json()
    assert held["message"].startswith("Vielen Dank. Ihr Kommentar")
    english = client.get(f"{API}pages/{post.pk}/comments/", headers={"accept-language": "de"})
    assert "Die" not in english.json()["policy"]["message"]


def test_a_form_in_a_language_is_answered_in_it(client, german):
    response = client.post(
        f"{API}pages/{german.pk}/comments/",
        {"body": "x", "name": "Ida", "email": "ida@example.org"},
        content_type="application/json",
        headers={"accept-language": "de"},
    )
    assert response.status_code == 400
    assert "Dieses Feld wird gebraucht." in {error["message"] for error in response.json()["errors"]}


def test_an_answer_leaves_no_language_behind(resolve, german):
    before = translation.get_language()
    resolve("/de/blog/schlaf/")
    assert translation.get_language() == before


def test_marketing_translates_a_page_in_the_admin(admin_client, post):
    locale, _made = Locale.objects.get_or_create(language_code="de")
    home = Site.objects.get(is_default_site=True).root_page
    response = admin_client.post(
        f"/admin/translation/submit/page/{home.pk}/", {"locales": [locale.pk], "include_subtree": "on"}
    )
    assert response.status_code == 302
    copy = Page.objects.get(translation_key=post.translation_key, locale=locale)
    assert not copy.live
    site = Site.objects.get(is_default_site=True)
    assert copy.specific.get_url_parts() == (site.pk, site.root_url, "/de/blog/sleep/")


@pytest.mark.parametrize("change", ["publish", "unpublish", "delete"])
def test_a_change_in_a_language_purges_what_names_it_in_the_others(german, change):
    OutboxMessage.objects.all().delete()
    if change == "publish":
        german.save_revision().publish()
    elif change == "unpublish":
        german.unpublish()
    else:
        german.delete()
    keys = {key for message in OutboxMessage.objects.filter(topic=caching.PURGE) for key in message.payload["keys"]}
    assert caching.EVERYTHING in keys
