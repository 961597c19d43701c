"""A page behind a password: what opens it, for whom, for how long, and what it never tells anybody else."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import PageViewRestriction

from ground.viewer import UNLOCK_LIFETIME, unlock_token
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory
from website.unlock import TRIES

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

URL = "/api/site/v1/unlock/"
RESOLVE = "/api/site/v1/resolve/"


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def blog(site):
    return BlogIndexPageFactory(parent=site.root_page, slug="blog")


@pytest.fixture
def club(blog):
    return BlogIndexPageFactory(parent=blog, slug="club")


@pytest.fixture
def letter(club):
    return BlogPostPageFactory(parent=club, slug="letter", title="A letter", first_published_at=timezone.now())


@pytest.fixture
def lock(club):
    return PageViewRestriction.objects.create(page=club, restriction_type="password", password="wagtail")


@pytest.fixture
def unlock(client):
    def ask(path="/blog/club/letter/", word="wagtail", status=200, token=None, **headers):
        if token:
            headers["X-Unlock-Token"] = token
        body = json.dumps({"path": path, "password": word})
        response = client.post(URL, body, content_type="application/json", headers=headers)
        assert response.status_code == status, response.content
        return response.json()

    return ask


@pytest.fixture
def resolve(client):
    def ask(path="/blog/club/letter/", token=None):
        return client.get(RESOLVE, {"path": path}, headers={"X-Unlock-Token": token} if token else {})

    return ask


def test_without_a_token_the_page_says_how_it_opens(resolve, letter, lock):
    answer = resolve().json()
    assert (answer["kind"], answer["status"], answer["lock"], answer["page"]) == ("restricted", 403, "password", None)
    assert "A letter" not in json.dumps(answer)


def test_the_password_opens_the_whole_branch(resolve, unlock, letter, lock, club):
    opened = unlock()
    assert opened["paths"] == ["/blog/club/"]
    assert resolve(token=opened["token"]).json()["page"]["title"] == "A letter"
    assert resolve("/blog/club/", opened["token"]).json()["listing"]["total"] == 1


def test_it_opens_no_other_branch(resolve, unlock, letter, lock, blog):
    other = BlogPostPageFactory(parent=blog, slug="other")
    PageViewRestriction.objects.create(page=other, restriction_type="password", password="magpie")
    assert resolve("/blog/other/", unlock()["token"]).json()["kind"] == "restricted"


def test_a_token_adds_up(resolve, unlock, letter, lock):
    PageViewRestriction.objects.create(page=letter, restriction_type="password", password="magpie")
    first = unlock()["token"]
    assert resolve(token=first).json()["lock"] == "password"
    both = unlock(word="magpie", token=first)
    assert both["paths"] == ["/blog/club/", "/blog/club/letter/"]
    assert resolve(token=both["token"]).json()["kind"] == "page"


def test_drafts_and_expired_pages_stay_shut(resolve, unlock, letter, lock, club):
    token = unlock()["token"]
    draft = BlogPostPageFactory(parent=club, slug="draft", live=False)
    letter.expire_at = timezone.now() - timedelta(seconds=1)
    letter.save()
    assert resolve(token=token).status_code == 200
    assert resolve(token=token).json()["kind"] == "gone"
    assert resolve(f"/blog/club/{draft.slug}/", token).status_code == 404


def test_what_a_token_opened_is_for_its_holder_alone(client, resolve, unlock, letter, lock):
    token = unlock()["token"]
    headers = {"X-Unlock-Token": token}
    for answer in (
        resolve(token=token),
        client.get(f"/api/v2/pages/{letter.pk}/", headers=headers),
        client.get("/api/v2/pages/", headers=headers),
        client.get(f"/api/site/v1/pages/{letter.pk}/comments/", headers=headers),
        resolve("/nowhere/", token),
    ):
        assert answer["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer
    assert client.get(f"/api/v2/pages/{letter.pk}/", headers=headers).json()["title"] == "A letter"


def test_search_engines_are_kept_away(resolve, unlock, letter, lock):
    assert resolve(token=unlock()["token"]).json()["head"]["robots"] == "noindex"


def test_without_it_nothing_is_listed(client, letter, lock):
    assert "A letter" not in client.get("/api/v2/pages/?fields=*&type=blog.BlogPostPage").content.decode()
    assert client.get(f"/api/v2/pages/{letter.pk}/").status_code == 404


def test_a_wrong_password_opens_nothing(unlock, letter, lock):
    problem = unlock(word="magpie", status=403)
    assert problem["code"] == "wrong-password"
    assert problem["errors"][0]["field"] == "password"


def test_a_new_password_ends_old_tokens(resolve, unlock, letter, lock):
    token = unlock()["token"]
    lock.password = "magpie"
    lock.save()
    assert resolve(token=token).json()["kind"] == "restricted"


def test_a_token_ends(resolve, letter, lock):
    past = timezone.now() - UNLOCK_LIFETIME
    assert resolve(token=unlock_token([lock], now=past)).json()["kind"] == "restricted"
    assert resolve(token=unlock_token([lock], now=past + timedelta(seconds=60))).json()["kind"] == "page"


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "e30:1:x"])
def test_a_token_that_is_none_changes_nothing(resolve, letter, lock, token):
    assert resolve(token=token).json()["kind"] == "restricted"


@pytest.mark.parametrize("kind", ["login", "groups"])
def test_pages_for_members_do_not_open_here(resolve, unlock, letter, lock, kind):
    restriction = PageViewRestriction.objects.create(page=letter, restriction_type=kind)
    restriction.groups.set(Group.objects.all()[:1])
    assert resolve().json()["lock"] == "members"
    assert unlock(status=403)["code"] == "restricted"
    assert resolve(token=unlock_token([lock, restriction], now=timezone.now())).json()["kind"] == "restricted"


def test_where_nothing_is_locked_there_is_nothing_to_open(unlock, blog, letter):
    assert unlock(status=404)["code"] == "not-found"
    assert unlock(path="/nowhere/", status=404)["code"] == "not-found"


def test_guessing_has_an_end(unlock, letter, lock):
    for _ in range(TRIES):
        unlock(word="magpie", status=403)
    problem = unlock(status=429)
    assert problem["code"] == "too-many-tries"
    assert 0 < problem["retry_after"] <= 600


@pytest.mark.parametrize("body", ["{}", "[]", '{"path": "/", "password": ""}', '{"path": "x", "password": "y"}', "{"])
def test_bad_input_is_told_what_is_wrong(client, site, body):
    response = client.post(URL, body, content_type="application/json")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
