"""wagtail-js, a client of Wagtail's API v2 that others wrote, lists and fetches what is here as it is."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.documents import get_document_model

from tests.factories.blog import BlogIndexPageFactory, DocumentFactory, SiteFactory
from tests.factories.content import PUBLISHED, block, body_of, full_posts

FRONTEND = Path(__file__).parents[2] / "frontend"
SCRIPT = FRONTEND / "tests" / "contract" / "wagtail-js.mjs"
NODE = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")


@pytest.fixture
def blog(live_server):
    index = BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, slug="blog")
    document = DocumentFactory(title="Plan", file__filename="plan.pdf")
    older, newest = full_posts(parent=index, count=2)
    older.title = "A sore knee"
    older.body = body_of([block("download", {"document": document.pk, "title": "", "note": ""})])
    older.save()
    assert newest.first_published_at == PUBLISHED + timedelta(days=1)
    call_command("update_index", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    return index


@pytest.mark.skipif(
    not NODE or (not (FRONTEND / "node_modules" / "wagtail-js").exists() and not os.environ.get("CI")),
    reason="the frontend's packages are not installed here",
)
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_lists_and_fetches(blog, live_server):
    asked = subprocess.run(
        [NODE, SCRIPT, live_server.url, "blog"], cwd=FRONTEND, capture_output=True, text=True, timeout=60, check=False
    )
    assert asked.returncode == 0, asked.stderr
    got = json.loads(asked.stdout.splitlines()[-1])
    assert got["posts"]["meta"]["total_count"] == 2
    first, second = got["posts"]["items"]
    assert first["meta"].keys() >= {"type", "slug", "html_url", "detail_url", "first_published_at"}
    assert second["title"] == "A sore knee"
    assert [(item["title"], item["hero"]["alt"]) for item in got["found"]["items"]] == [("A sore knee", "A bare back")]
    assert got["page"]["id"] == first["id"]
    assert got["page"]["body"]
    assert got["bySlug"]["title"] == blog.title
    assert got["images"]["meta"]["total_count"] == 2
    assert got["image"].startswith(f"{live_server.url}/media/images/")
    (document,) = got["documents"]["items"]
    stored = get_document_model().objects.get()  # another test may have stored a plan.pdf before
    assert document["meta"]["download_url"].endswith(f"/documents/{stored.pk}/{stored.filename}")
    assert got["missing"]["message"] == "Page not found"
    assert got["wrong"] == "REQUEST_FAILED"
