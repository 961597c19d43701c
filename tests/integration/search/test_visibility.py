"""Who may find what: what cannot be read cannot be found, counted, suggested or guessed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from ground import outbox
from ground.viewer import UNLOCK_HEADER, unlock_token
from search.models import PostDocument
from tests.factories.blog import BlogIndexPageFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def traces(client, ask):
    """A function that tells where a quokka can be found: in hits, numbers or suggestions."""

    def look(**parameters):
        answer = ask("quokka", **parameters)
        asked = {"site": "localhost:8000", **parameters, "q": "quok"}
        suggested = client.get("/api/site/v1/suggest/", asked).json()["suggestions"]
        counted = [facet for kind in answer["facets"].values() for facet in kind]
        return len(answer["hits"]), answer["total"], len(counted), len(suggested)

    return look


@pytest.fixture
def quokka(post):
    return post("Quokka", "quokka", tagged=["quokkas"])


EVERYWHERE, NOWHERE = (1, 1, 2, 2), (0, 0, 0, 0)


def test_a_public_post_is_found(quokka, traces):
    assert traces() == EVERYWHERE


def test_an_unpublished_post_is_gone_at_once(quokka, traces):
    quokka.unpublish()
    assert PostDocument.objects.filter(pk=quokka.pk).exists(), "the worker has not been here yet"
    assert traces() == NOWHERE
    outbox.deliver_due(now=timezone.now())
    assert not PostDocument.objects.exists()


def test_a_post_is_gone_the_second_it_expires(quokka, traces):
    quokka.expire_at = timezone.now() + timedelta(hours=1)
    quokka.save(update_fields=["expire_at"])
    assert traces() == EVERYWHERE
    quokka.expire_at = timezone.now()
    quokka.save(update_fields=["expire_at"])
    assert quokka.live
    assert traces() == NOWHERE


def test_a_deleted_post_takes_its_document_along(quokka, traces):
    quokka.delete()
    assert not PostDocument.objects.exists()
    assert traces() == NOWHERE


@pytest.mark.parametrize("kind", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN, PageViewRestriction.GROUPS])
def test_a_post_in_a_closed_branch_is_not_found(quokka, blog, traces, kind):
    PageViewRestriction.objects.create(page=blog, restriction_type=kind, password="open")
    assert traces() == NOWHERE


def test_who_has_the_password_finds_it(client, quokka, blog):
    lock = PageViewRestriction.objects.create(page=blog, restriction_type=PageViewRestriction.PASSWORD, password="open")
    token = unlock_token([lock], now=timezone.now())
    asked = {"q": "quokka", "site": "localhost:8000"}
    answer = client.get("/api/site/v1/search/", asked, headers={UNLOCK_HEADER: token})
    assert answer.json()["total"] == 1
    assert "no-store" in answer["Cache-Control"]


def test_sites_are_apart(client, quokka, post, traces):
    other = SiteFactory(hostname="other.example.org")
    blog = BlogIndexPageFactory(parent=other.root_page, slug="blog")
    post("Their quokka", "quokka", parent=blog)
    assert traces() == EVERYWHERE
    theirs = client.get("/api/site/v1/search/", {"q": "quokka", "site": "other.example.org"}).json()
    assert [hit["card"]["title"] for hit in theirs["hits"]] == ["Their quokka"]


def test_languages_are_apart(quokka, post, traces):
    german, _ = Locale.objects.get_or_create(language_code="de")
    post("Das Quokka", "quokka", locale=german)
    assert traces() == EVERYWHERE
    assert traces(language="de")[:2] == (1, 1)
    assert traces(language="ar") == NOWHERE


def test_a_draft_of_a_live_post_is_not_found(quokka, titles):
    quokka.title = "Wombat"
    quokka.save_revision()
    outbox.deliver_due(now=timezone.now())
    assert titles("wombat") == []
    assert titles("quokka") == ["Quokka"]
