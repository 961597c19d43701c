"""What a reader may see: the matrix of page states, each with a control that is seen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from wagtail.models import Locale, Page, PageViewRestriction, Site

from ground.problems import Problem
from ground.viewer import Viewer, public_pages, viewer_for

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    Locale.objects.get_or_create(language_code="en")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


@pytest.fixture
def site(root):
    home = root.add_child(instance=Page(title="Home", slug="our-home"))
    Site.objects.all().delete()
    return Site.objects.create(hostname="blog.example", port=80, root_page=home, is_default_site=True)


@pytest.fixture
def page(site):
    return site.root_page.add_child(instance=Page(title="Seen", slug="seen"))


def seen(site, now=NOW):
    return set(public_pages(Viewer.anonymous(site=site), now=now).values_list("title", flat=True))


def test_a_live_page_is_seen(site, page):
    assert seen(site) == {"Home", "Seen"}


def test_a_draft_is_not(site, page):
    Page.objects.filter(pk=page.pk).update(live=False)
    assert seen(site) == {"Home"}


def test_a_page_is_gone_at_the_second_it_expires(site, page):
    Page.objects.filter(pk=page.pk).update(expire_at=NOW)
    assert seen(site, NOW - timedelta(seconds=1)) == {"Home", "Seen"}
    assert seen(site, NOW) == {"Home"}


@pytest.mark.parametrize("kind", ["none", "login", "groups", "password"])
def test_a_restricted_branch_is_not(site, page, kind):
    page.add_child(instance=Page(title="Below", slug="below"))
    other = site.root_page.add_child(instance=Page(title="Beside", slug="beside"))
    assert seen(site) == {"Home", "Seen", "Below", "Beside"}
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    assert seen(site) == {"Home", "Beside"}
    restriction.delete()
    PageViewRestriction.objects.create(page=other, restriction_type=kind, password="x")
    assert seen(site) == {"Home", "Seen", "Below"}


def test_another_site_is_not(site, page, root):
    there = root.add_child(instance=Page(title="There", slug="there"))
    other = Site.objects.create(hostname="other.example", port=80, root_page=there)
    assert seen(site) == {"Home", "Seen"}
    assert seen(other) == {"There"}


def test_it_is_one_statement(site, page, django_assert_num_queries):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    viewer = Viewer.anonymous(site=site)
    with django_assert_num_queries(1):
        assert list(public_pages(viewer, now=NOW).values_list("pk", flat=True)) == [site.root_page_id]


class TestWhichSite:
    def ask(self, query="", host="testserver"):
        return viewer_for(RequestFactory().get(f"/{query}", headers={"host": host})).site

    def test_the_one_named(self, site, root):
        other = Site.objects.create(hostname="other.example", port=8080, root_page=root)
        assert self.ask("?site=other.example:8080") == other
        assert self.ask("?site=other.example") == other

    def test_else_the_host(self, site, root, settings):
        settings.ALLOWED_HOSTS = ["other.example"]
        other = Site.objects.create(hostname="other.example", port=80, root_page=root)
        assert self.ask(host="other.example") == other

    def test_else_the_default(self, site):
        assert self.ask() == site

    def test_a_port_that_does_not_fit_is_refused(self, site, root):
        Site.objects.create(hostname="other.example", port=8080, root_page=root)
        with pytest.raises(Problem) as caught:
            self.ask("?site=other.example:9090")
        assert caught.value.status == 400
        assert caught.value.errors[0].field == "site"

    @pytest.mark.parametrize(
        "name", ["", "nowhere.example", "a%00b", "x:y", "x:99999999999999999999", ":80", "%D9%A3:%D9%A3"]
    )
    def test_nonsense_is_refused(self, site, name):
        with pytest.raises(Problem) as caught:
            self.ask(f"?site={name}")
        assert caught.value.status == 400

    def test_an_ambiguous_host_is_refused(self, site, root):
        Site.objects.create(hostname="other.example", port=8080, root_page=root)
        Site.objects.create(hostname="other.example", port=8081, root_page=root)
        with pytest.raises(Problem):
            self.ask("?site=other.example")

    def test_without_any_site_there_is_nothing(self, root):
        Site.objects.all().delete()
        with pytest.raises(Problem) as caught:
            self.ask()
        assert caught.value.status == 404
