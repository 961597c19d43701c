"""What a site says in its own words about commenting comes before ours, and after what a page says itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.services import set_policy
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory
from tests.factories.website import SiteBrandFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

OWN = {
    "words_open": "Be kind.",
    "words_closed": "We have said enough.",
    "words_not_yet_open": "Come back on {when}!",
    "words_hidden": "No talk here.",
    "words_staff": "This one is among us.",
    "words_confirmed": "Tell us your address first.",
    "words_held": "We read it tonight.",
}


@pytest.fixture
def post():
    site = SiteFactory(default=True)
    index = BlogIndexPageFactory(parent=site.root_page, slug="blog")
    return BlogPostPageFactory(parent=index, slug="walk", first_published_at=timezone.now())


@pytest.fixture
def own(post):
    return SiteBrandFactory(site=post.get_site(), **OWN)


def policy(**changes):
    def states(post):
        set_policy(page=post, changes=changes, user=None, now=timezone.now())

    return states


CASES = [
    pytest.param(policy(state="open"), "Be kind.", "", id="open"),
    pytest.param(policy(state="closed"), "We have said enough.", "Commenting has been turned off.", id="closed"),
    pytest.param(policy(state="hidden"), "No talk here.", "Commenting has been turned off.", id="hidden"),
    pytest.param(policy(who="staff"), "This one is among us.", "Only our team writes here.", id="staff"),
    pytest.param(
        policy(who="confirmed"),
        "Tell us your address first.",
        "To write here, please confirm your e-mail address first.",
        id="confirmed",
    ),
]


def messages(client, post):
    """The sentence about commenting in the answer of the page and, where there is one, in that of its thread."""
    resolved = client.get("/api/site/v1/resolve/", {"path": "/blog/walk/"}).json()["comments"]["message"]
    thread = client.get(f"/api/site/v1/pages/{post.pk}/comments/")
    return {resolved, *([thread.json()["policy"]["message"]] if thread.status_code == 200 else [])}


@pytest.mark.parametrize(("states", "theirs", "ours"), CASES)
def test_each_state_is_told_in_the_site_s_words(client, post, states, theirs, ours):
    states(post)
    assert messages(client, post) == {ours}
    SiteBrandFactory(site=post.get_site(), **OWN)
    assert messages(client, post) == {theirs}


def test_a_page_that_is_to_open_says_when(client, post, own):
    policy(opens_at=timezone.now() + timedelta(days=3))(post)
    [message] = messages(client, post)
    assert message.startswith("Come back on ")
    assert "{when}" not in message


def test_what_the_page_says_itself_comes_first(client, post, own):
    policy(state="closed", message="The author is on a boat.")(post)
    assert messages(client, post) == {"The author is on a boat."}


def send(client, post):
    body = {"body": "A thought.", "name": "Ada", "email": "ada@example.org", "key": str(uuid4())}
    return client.post(f"/api/site/v1/pages/{post.pk}/comments/", body, content_type="application/json")


def test_thanks_for_what_waits_are_the_site_s(client, post, own):
    answer = send(client, post)
    assert (answer.status_code, answer.json()["message"]) == (202, "We read it tonight.")


@pytest.mark.parametrize(
    ("states", "sentence"),
    [(policy(state="closed"), "We have said enough."), (policy(who="staff"), OWN["words_staff"])],
)
def test_a_refusal_is_in_the_site_s_words(client, post, own, states, sentence):
    states(post)
    answer = send(client, post)
    assert (answer.status_code, answer.json()["title"]) == (403, sentence)


def test_the_words_cost_no_statement(client, post):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/api/site/v1/pages/{post.pk}/comments/").status_code == 200
        return len(asked)

    statements()
    before = statements()
    SiteBrandFactory(site=post.get_site(), **OWN)
    assert statements() == before


def test_a_function_that_is_not_there_is_named(settings):
    settings.COMMENTS_WORDS = "website.brand.words.nothing"
    assert [each.id for each in run_checks(tags=["models"])] == ["comments.E004"]


def test_without_a_function_the_words_are_ours(client, post, own, settings):
    settings.COMMENTS_WORDS = ""
    policy(state="closed")(post)
    thread = client.get(f"/api/site/v1/pages/{post.pk}/comments/").json()
    assert thread["policy"]["message"] == "Commenting has been turned off."
