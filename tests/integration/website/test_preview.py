"""What an editor sees while writing: the unsaved page in the live shape, for them alone and for a while."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.models import BlogIndexPage, BlogPostPage, HomePage, PreviewSnapshot, StandardPage
from blog.models.previews import LIFETIME, preview_token
from tests.factories.blog import (
    BlogIndexPageFactory,
    BlogPostPageFactory,
    SiteFactory,
    StandardPageFactory,
    UserFactory,
)
from tests.factories.content import full_posts

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def blog(site):
    return BlogIndexPageFactory(parent=site.root_page, slug="blog", title="Journal")


@pytest.fixture
def writer(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    return user


def entered(title, html="<p>Walk.</p>", **fields):
    return nested_form_data(
        {
            "title": title,
            "slug": "walk",
            "body": streamfield([("paragraph", rich_text(html, features=["bold", "link", "citation"]))]),
            "excerpt": "",
            "post_references": inline_formset([]),
            "contributors": inline_formset([]),
            "chosen_posts": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def token_in(response):
    assert response.status_code == 302, response
    parts = urlsplit(response["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == "http://localhost:8000"
    return parts.path.removeprefix("/preview/").removesuffix("/")


def shown(client, token, status=200):
    response = client.get(f"/api/site/v1/preview/{token}/")
    assert response.status_code == status, response.content
    return response


@pytest.mark.usefixtures("writer")
class TestPanel:
    def test_it_shows_what_is_typed_and_not_saved(self, client, blog):
        post = BlogPostPageFactory(parent=blog, slug="walk", title="Stored")
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])
        assert client.post(url, entered("Typed")).json() == {"is_valid": True, "is_available": True}
        frame = client.get(url, {"in_preview_panel": "true"})
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        answer = shown(client, token_in(frame)).json()
        assert answer["in_panel"] is True
        assert answer["screen"]["page"]["title"] == "Typed"
        assert answer["screen"]["page"]["body"][0]["html"].endswith(">Walk.</p>")
        assert answer["screen"]["breadcrumbs"][-2:] == [
            {"title": "Journal", "path": "/blog/"},
            {"title": "Typed", "path": "/blog/walk/"},
        ]
        assert Page.objects.get(pk=post.pk).title == "Stored"

    def test_it_follows_the_editor(self, client, blog):
        post = BlogPostPageFactory(parent=blog, slug="walk")
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])
        for title in ("One", "Two"):
            client.post(url, entered(title))
            token = token_in(client.get(url))
            assert shown(client, token).json()["screen"]["page"]["title"] == title
        assert PreviewSnapshot.objects.count() == 1

    def test_it_shows_a_page_that_was_never_saved(self, client, blog):
        url = reverse("wagtailadmin_pages:preview_on_add", args=["blog", "blogpostpage", blog.pk])
        client.post(url, entered("Brand new"))
        answer = shown(client, token_in(client.get(url))).json()["screen"]
        assert (answer["page"]["title"], answer["page"]["id"]) == ("Brand new", 0)
        assert answer["page"]["meta"]["path"] == "/blog/walk/"
        assert [crumb["title"] for crumb in answer["breadcrumbs"]][-2:] == ["Journal", "Brand new"]

    def test_a_draft_is_shown_in_a_window_of_its_own(self, client, blog):
        post = BlogPostPageFactory(parent=blog, slug="walk", live=False, title="Draft")
        url = reverse("wagtailadmin_pages:view_draft", args=[post.pk])
        answer = shown(client, token_in(client.get(url))).json()
        assert (answer["in_panel"], answer["screen"]["page"]["title"]) == (False, "Draft")

    def test_nothing_of_it_is_kept(self, client, blog):
        post = BlogPostPageFactory(parent=blog, slug="walk")
        response = client.get(reverse("wagtailadmin_pages:view_draft", args=[post.pk]))
        answer = shown(client, token_in(response))
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "ETag" not in answer
        assert "no-store" in response["Cache-Control"]
        assert answer.json()["screen"]["head"]["robots"] == "noindex, nofollow"


@pytest.mark.parametrize("model", [HomePage, BlogIndexPage, BlogPostPage, StandardPage])
def test_the_shape_is_that_of_the_live_page(client, site, blog, model):
    pages = {
        HomePage: lambda: site.root_page.specific,
        BlogIndexPage: lambda: blog,
        BlogPostPage: lambda: full_posts(parent=blog, count=1)[0],
        StandardPage: lambda: StandardPageFactory(parent=site.root_page, slug="about"),
    }
    page = model.objects.get(pk=pages[model]().pk)
    now = timezone.now()
    snapshot = PreviewSnapshot.objects.keep(page, user_id=UserFactory().pk, now=now)
    preview = shown(client, preview_token(snapshot, in_panel=True, now=now)).json()["screen"]
    live = client.get("/api/site/v1/resolve/", {"path": preview["page"]["meta"]["path"]}).json()
    for member in ("keys", "head"):
        del preview[member], live[member]
    assert preview == live


class TestToken:
    @pytest.fixture
    def user(self):
        return UserFactory()

    @pytest.fixture
    def post(self, blog):
        return BlogPostPageFactory(parent=blog)

    def test_it_ends(self, client, post, user):
        past = timezone.now() - LIFETIME
        snapshot = PreviewSnapshot.objects.keep(post, user_id=user.pk, now=timezone.now())
        shown(client, preview_token(snapshot, in_panel=False, now=past), 404)
        shown(client, preview_token(snapshot, in_panel=False, now=past + timedelta(seconds=60)))

    def test_an_old_snapshot_is_not_shown(self, client, post, user):
        snapshot = PreviewSnapshot.objects.keep(post, user_id=user.pk, now=timezone.now() - LIFETIME)
        shown(client, preview_token(snapshot, in_panel=False, now=timezone.now()), 404)

    @pytest.mark.parametrize("change", ["subject", "user_id", "pk"])
    def test_it_is_for_one_page_of_one_person(self, client, post, user, change):
        now = timezone.now()
        snapshot = PreviewSnapshot.objects.keep(post, user_id=user.pk, now=now)
        shown(client, preview_token(snapshot, in_panel=False, now=now))
        setattr(snapshot, change, {"subject": "page:999999", "user_id": UserFactory().pk, "pk": 999_999}[change])
        shown(client, preview_token(snapshot, in_panel=False, now=now), 404)

    def test_it_dies_with_the_login(self, client, post, user):
        now = timezone.now()
        snapshot = PreviewSnapshot.objects.keep(post, user_id=user.pk, now=now)
        user.is_active = False
        user.save()
        shown(client, preview_token(snapshot, in_panel=False, now=now), 404)

    @pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "e30:1:x"])
    def test_nonsense_shows_nothing(self, client, site, token):
        shown(client, token, 404)


class TestUserbar:
    def test_pages_of_the_sites_may_read_it(self, client, site):
        SiteFactory(hostname="second.example", root_page=site.root_page)
        for origin in ("http://localhost:8000", "http://second.example"):
            response = client.get("/userbar/", headers={"Origin": origin})
            assert response["Access-Control-Allow-Origin"] == origin
            assert "Origin" in response["Vary"]
        assert b"wagtail-userbar" in response.content
        assert b"allowedOrigins" in response.content

    def test_all_its_files_come_from_the_editors_site(self, client, site):
        body = client.get("/userbar/").content.decode()
        assert 'href="http://localhost:8001/static/comments/desk' in body
        assert '="/static/' not in body

    def test_nobody_else_may(self, client, site):
        assert "Access-Control-Allow-Origin" not in client.get("/userbar/", headers={"Origin": "http://evil.example"})
        assert "Access-Control-Allow-Origin" not in client.get("/userbar/")

    def test_it_knows_no_login(self, client, site, blog, writer):
        Site.objects.update(site_name="x")
        body = client.get("/userbar/", headers={"Origin": "http://localhost:8000"}).content.decode()
        assert "logout" not in body
        assert writer.username not in body

    def test_the_editor_and_the_page_trust_each_other(self, client, blog, writer):
        post = BlogPostPageFactory(parent=blog)
        editor = client.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content.decode()
        assert '"allowedOrigins": ["http://localhost:8000"]' in editor
        bar = client.get("/userbar/?panel=1").content.decode()
        assert '"allowedOrigins": ["http://localhost:8001"]' in bar
