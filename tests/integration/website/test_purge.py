"""After a change the frontend is told, signed, once it is committed; a frontend that is away is told later."""

import hmac
import json
import re
import time
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from blog.tasks import PICTURES_READY
from comments.services import set_policy
from ground import outbox
from ground.outbox import OutboxMessage
from website import caching

pytestmark = pytest.mark.django_db


@pytest.fixture
def frontend(settings):
    """A listener in the frontend's place: what it was sent, and which status it answers."""
    received = []

    class Hook(BaseHTTPRequestHandler):
        status = 204

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, dict(self.headers), body))
            self.send_response(Hook.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.FRONTEND_URL = f"http://127.0.0.1:{server.server_port}"
    Hook.received = received
    yield Hook
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def home():
    return Site.objects.get(is_default_site=True).root_page


def dropped():
    return set().union(*(message.payload["gone"] for message in OutboxMessage.objects.filter(topic=caching.PURGE)))


def purged():
    return set().union(*(message.payload["keys"] for message in OutboxMessage.objects.filter(topic=caching.PURGE)))


def test_the_frontend_is_told_with_a_signature_over_time_and_body(frontend, settings):
    caching.purge({"page:1", "comments:1"}, ["/a/"])
    call_command("run_worker", once=True)
    [(path, headers, body)] = frontend.received
    assert path == "/hooks/purge"
    assert json.loads(body) == {"keys": ["comments:1", "page:1"], "paths": ["/a/"], "gone": []}
    stamp, signed = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["X-Purge-Signature"]).groups()
    assert abs(time.time() - int(stamp)) < 10
    message = f"purge;{stamp};".encode() + body
    assert signed == hmac.new(settings.FRONTEND_SECRET.encode(), message, sha256).hexdigest()
    assert not OutboxMessage.objects.exists()


def test_a_frontend_that_fails_is_told_again(frontend, caplog):
    frontend.status = 503
    caching.purge({"page:1"})
    outbox.deliver_due(now=timezone.now())
    assert OutboxMessage.objects.get().attempts == 1
    frontend.status = 204
    outbox.deliver_due(now=timezone.now() + outbox.FIRST_DELAY)
    assert len(frontend.received) == 2
    assert not OutboxMessage.objects.exists()


def test_every_process_of_the_frontend_is_told_for_itself(frontend, settings):
    settings.FRONTEND_URL += " , http://127.0.0.1:9/"
    caching.purge({"page:1"})
    caching.purge_by({"comments:1"}, name="x", per=timedelta(seconds=30))
    outbox.deliver_due(now=timezone.now() + timedelta(minutes=1))
    assert [json.loads(body)["keys"] for _, _, body in frontend.received] == [["page:1"], ["comments:1"]]
    waiting = OutboxMessage.objects.values_list("payload__to", "attempts")
    assert list(waiting) == [("http://127.0.0.1:9", 1)] * 2


def test_publishing_purges_everything_for_others_list_it_and_lead_to_it(home):
    section = home.add_child(instance=Page(title="Section", slug="section"))
    page = section.add_child(instance=Page(title="Page", slug="page"))
    OutboxMessage.objects.all().delete()
    page.save_revision().publish()
    assert purged() == {caching.EVERYTHING}
    assert dropped() == set()


def test_saving_a_draft_purges_nothing(home):
    page = home.add_child(instance=Page(title="Page", slug="page"))
    OutboxMessage.objects.all().delete()
    page.title = "Only a draft"
    page.save_revision()
    assert purged() == set()


def test_unpublishing_moving_and_deleting_purge(home):
    section = home.add_child(instance=Page(title="Section", slug="section"))
    page = home.add_child(instance=Page(title="Page", slug="page"))
    OutboxMessage.objects.all().delete()
    page.unpublish()
    assert purged() == {caching.EVERYTHING}
    assert dropped() == {f"page:{page.pk}"}
    OutboxMessage.objects.all().delete()
    page.move(section, pos="last-child")
    assert (purged(), dropped()) == ({caching.EVERYTHING}, set())
    OutboxMessage.objects.all().delete()
    Page.objects.get(pk=page.pk).delete()
    assert purged() == {caching.EVERYTHING}
    assert dropped() == {f"page:{page.pk}"}


def test_what_is_moved_behind_a_lock_is_dropped(home):
    section = home.add_child(instance=Page(title="Section", slug="section"))
    page = home.add_child(instance=Page(title="Page", slug="page"))
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    OutboxMessage.objects.all().delete()
    page.move(section, pos="last-child")
    assert dropped() == {caching.EVERYTHING}


def test_deleting_a_branch_drops_every_page_in_it(home):
    section = home.add_child(instance=Page(title="Section", slug="section"))
    page = section.add_child(instance=Page(title="Page", slug="page"))
    OutboxMessage.objects.all().delete()
    Page.objects.get(pk=section.pk).delete()
    assert dropped() == {f"page:{section.pk}", f"page:{page.pk}"}


def test_a_changed_site_purges_everything(home):
    OutboxMessage.objects.all().delete()
    Site.objects.get(is_default_site=True).save()
    assert caching.EVERYTHING in purged()


def test_more_files_of_a_picture_purge_what_shows_it(home):
    with transaction.atomic():
        outbox.write(topic=PICTURES_READY, payload={"page": home.pk}, now=timezone.now())
    outbox.deliver_due(now=timezone.now(), limit=1)
    assert caching.EVERYTHING in purged()


def test_a_policy_holds_for_a_branch_so_everything_is_told(home):
    set_policy(page=home, changes={"state": "closed"}, user=None, now=timezone.now())
    assert purged() == {caching.EVERYTHING}


def test_locking_and_unlocking_a_branch_purge_everything(home):
    OutboxMessage.objects.all().delete()
    restriction = PageViewRestriction.objects.create(page=home, restriction_type="login")
    assert (purged(), dropped()) == ({caching.EVERYTHING}, {caching.EVERYTHING})
    OutboxMessage.objects.all().delete()
    restriction.delete()
    assert (purged(), dropped()) == ({caching.EVERYTHING}, set())
