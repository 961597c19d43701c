"""The page about the system: plain words for administrators, what to do, and two buttons."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from ground import clock, outbox
from ground.clock import ClockTask, note
from ground.outbox import OutboxMessage
from ground.pulse import BEAT
from search.models import PostDocument
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from website.backup import NOTED
from website.housekeeping import CHECK, NAME, SEARCH_CHECKED
from website.system.facts import STATEMENTS, facts, version

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
URL = "/admin/system/"


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(administrator=True))
    return client


def found(title):
    return next(fact for fact in facts(now=timezone.now()) if fact.title == title)


def failed(topic, error, *, given_up):
    now = timezone.now()
    return OutboxMessage.objects.create(
        topic=topic,
        created_at=now - DAY,
        due_at=now + DAY / 24,
        attempts=9,
        last_error=error,
        failed_at=now if given_up else None,
    )


def test_only_administrators_see_it(client):
    assert reverse("website_system") == URL
    assert client.get(URL).status_code == 302, "nobody has signed in"
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    for answer in (client.get(URL), client.post(URL, {"deed": "retry"})):
        assert answer.status_code == 302
        assert answer["Location"] == reverse("wagtailadmin_home")
    assert URL not in client.get(reverse("wagtailadmin_home")).text


def test_it_costs_the_same_whatever_is_there(administrator, django_assert_num_queries):
    with django_assert_num_queries(STATEMENTS - 1):
        facts(now=timezone.now())
    index = BlogIndexPageFactory()
    for number in range(4):
        BlogPostPageFactory(parent=index)
        failed("comments.notice", "TimeoutError: x", given_up=number % 2)
        failed(f"tests.{number}", "ValueError: x", given_up=True)
    clock.run_due(now=timezone.now())
    with django_assert_num_queries(STATEMENTS):
        facts(now=timezone.now())
    text = administrator.get(URL).text
    assert f"Motacilla {version()}" in text
    assert URL in administrator.get(reverse("wagtailadmin_home")).text, "the menu leads there"


def test_each_part_says_how_it_is_and_what_to_do():
    now = timezone.now()
    assert (found("Worker").state, found("Backup").state, found("Housekeeping").state) == ("act", "act", "look")
    for name in (BEAT, NAME, NOTED, SEARCH_CHECKED):
        note(name, now=now)
    for title in ("Version", "Database", "Worker", "Mail", "Public pages", "Search", "Housekeeping", "Backup"):
        fact = found(title)
        assert (fact.state, fact.advice) == ("well", ""), fact
    assert "Redis" not in {fact.title for fact in facts(now=now)}, "none is configured"
    for name in (BEAT, NAME, NOTED):
        ClockTask.objects.filter(name=name).update(done_until=now - 3 * DAY)
    assert (found("Worker").state, found("Backup").state, found("Housekeeping").state) == ("act", "look", "look")
    assert "3\xa0days" in found("Backup").found
    OutboxMessage.objects.create(topic="website.purge", created_at=now - DAY, due_at=now - DAY)
    assert (found("Public pages").state, found("Public pages").deed) == ("act", "")
    failed("website.purge", "ConnectionError: x", given_up=False)
    assert found("Public pages").deed == "retry"
    assert found("Public pages").advice
    post = BlogPostPageFactory(parent=BlogIndexPageFactory(), live=False)
    revision = post.save_revision(approved_go_live_at=now + DAY)
    assert found("Scheduled publishing").state == "well"
    assert "goes live on" in found("Scheduled publishing").found
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=now - DAY)
    assert found("Scheduled publishing").state == "act"


def test_what_collectors_are_told_is_said_without_their_addresses(settings):
    assert found("Error reports and traces").found == "Nothing is sent to a collector: errors are in the log."
    settings.COLLECTED = {"errors": True, "traces": True}
    assert found("Error reports and traces").found == "Errors are reported and traces sent to your collectors."


def test_mail_that_failed_is_told_in_words_and_tried_again_by_a_button(administrator, monkeypatch):
    secret = "ConnectionRefusedError: 10.0.0.9 refused ada@example.org"
    given_up, waits = failed("comments.notice", secret, given_up=True), failed("comments.link", secret, given_up=False)
    text = administrator.get(URL).text
    assert "Last failure: nothing answers at its address." in text
    assert "1 failed and is tried again. 1 was given up." in text
    assert "ada@" not in text
    assert administrator.get(URL, {"deed": "retry"}).status_code == 200
    assert OutboxMessage.objects.filter(failed_at__isnull=False).exists(), "asking changes nothing"
    answer = administrator.post(URL, {"deed": "retry"}, follow=True)
    assert "2 are tried again now." in answer.text
    done = []
    for each in (given_up, waits):
        monkeypatch.setitem(outbox._handlers, each.topic, done.append)
    outbox.deliver_due(now=timezone.now())
    assert len(done) == 2
    assert "There was nothing to try again." in administrator.post(URL, {"deed": "retry"}, follow=True).text
    assert administrator.post(URL, {"deed": "format"}).status_code == 400


def test_the_index_is_checked_by_a_button(administrator):
    BlogPostPageFactory(parent=BlogIndexPageFactory())
    OutboxMessage.objects.all().delete()
    PostDocument.objects.all().delete()
    assert found("Search").state == "look"
    assert "0 of 1 post is found." in found("Search").found
    answer = administrator.post(URL, {"deed": "check-search"}, follow=True)
    assert "look again in a minute" in answer.text
    assert OutboxMessage.objects.filter(topic=CHECK).exists()
    outbox.deliver_due(now=timezone.now())
    assert found("Search").state == "well"
    assert "Last checked" in found("Search").found
