"""Every example of docs/integrators.md is asked of the demo, and the answer is the one the guide shows."""

import re
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import pytest
import requests
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory, TestCase, override_settings
from django.utils import timezone

from blog.models import BlogPostPage
from blog.models.previews import PreviewSnapshot, preview_token
from ground.address import client_address
from tests.contract.integrator_guide import GUIDE, REST, Comparison, examples
from website.caching import send_purge
from website.demo.drawing import canvas
from website.demo.loading import load_demo

PREVIEW = "eyJwcmV2…"
"""What the guide calls the token of a preview."""

WAGTAIL_JS = Path(__file__).parents[2] / "frontend" / "tests" / "contract" / "wagtail-js.mjs"
"""What is tried with that client elsewhere."""

pytestmark = pytest.mark.any_database


class ExamplesOfTheGuide(TestCase):
    """The guide is read from its beginning: what one example writes is there for the next."""

    @classmethod
    def setUpTestData(cls):
        passwords = Path(tempfile.mkdtemp(dir=settings.SCRATCH)) / "secrets" / "demo_passwords.json"
        with patch.object(canvas, "SCALE", 1), cls.captureOnCommitCallbacks() as after:  # rough pictures will do
            load_demo(now=timezone.now(), passwords=passwords)
        for changed_slug in (each for each in after if each.__module__ == "wagtail.models.pages"):
            changed_slug()  # makes the redirects from earlier addresses

    def asked(self, example, comparison):
        headers = {name: comparison.translated(value) for name, value in example.headers.items()}
        kind = headers.pop("Content-Type", "")
        target = comparison.translated(example.target)
        body = comparison.translated(example.body)
        client = Client(SERVER_NAME="localhost", SERVER_PORT="8001")
        return client.generic(example.method, target, body, content_type=kind, headers=headers)

    def faults(self, example, comparison):
        answer = self.asked(example, comparison)
        if answer.status_code != example.status:
            return [f"answered {answer.status_code}: {answer.content.decode()[:300]}"]
        found = [
            f"{name} is {answer.headers.get(name)!r}"
            for name, value in example.answer_headers.items()
            if name not in answer.headers or not answer.headers[name].startswith(value.removesuffix(REST))
        ]
        if example.shown is not None:
            found += comparison.differences(example.shown, answer.json())
        parts = [part.strip() for part in example.text.split(REST)]
        text = answer.content.decode() if example.text else ""
        return found + [f"no {part!r} in the answer" for part in parts if part not in text]

    def preview(self):
        """Return the token of an article somebody is changing."""
        now, article = timezone.now(), BlogPostPage.objects.get(slug="between-rest-and-surgery")
        kept = PreviewSnapshot.objects.keep(
            article, user_id=get_user_model().objects.get(username="marketer").pk, now=now
        )
        return preview_token(kept, in_panel=False, now=now)

    @override_settings(ALLOWED_HOSTS=["localhost"])
    def test_every_example(self):
        comparison, found, read = Comparison(), [], list(examples(GUIDE.read_text()))
        comparison.names[PREVIEW] = self.preview()
        assert len(read) > 20
        for example in read:
            told = f"line {example.line}, {example.method} {example.target}"
            found += [f"{told}: {fault}" for fault in self.faults(example, comparison)]
        assert not found, "\n".join(found)


def programs():
    """Return what the guide's pieces of Python define."""
    defined = {}
    for program in re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL):
        exec(program.replace('secret, "', f'{settings.FRONTEND_SECRET!r}, "'), defined)  # noqa: S102 - our own guide
    return defined


@pytest.mark.django_db
def test_the_guide_knows_a_purge_of_ours_from_one_that_is_not():
    with patch.object(requests, "post") as sent:
        send_purge({"keys": ["comments:12"], "paths": [], "gone": [], "to": "https://front.example"})
    ((url,), told) = sent.call_args
    assert url == "https://front.example/hooks/purge"
    is_ours, signature = programs()["is_ours"], told["headers"]["X-Purge-Signature"]
    assert is_ours(settings.FRONTEND_SECRET, signature, told["data"])
    assert not is_ours(settings.FRONTEND_SECRET, signature, told["data"] + b" ")
    assert not is_ours("another", signature, told["data"])
    assert not is_ours(settings.FRONTEND_SECRET, f"t={int(time.time())},v1=é", told["data"])
    assert not is_ours(settings.FRONTEND_SECRET, "", told["data"])


def test_the_guide_signs_a_readers_address_as_the_backend_believes_it():
    signed = programs()["headers"]["X-Reader-Address"]
    assert client_address(RequestFactory().get("/", headers={"X-Reader-Address": signed})) == "203.0.113.7"


def test_what_the_guide_shows_of_wagtail_js_is_what_is_tried_with_it():
    (program,) = re.findall(r"^```js\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    tried = WAGTAIL_JS.read_text()
    assert not [line for line in program.splitlines() if line not in tried]
