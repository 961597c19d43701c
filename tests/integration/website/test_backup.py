"""A backup made while readers post holds all that was acknowledged before it, and becomes a whole site again."""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments.models import Comment
from ground.clock import ClockTask
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, HomePageFactory, SiteFactory
from tests.factories.comments import CommentFactory
from tests.integration.serving import ROOT, backend
from website.backup import NOTED, make_backup
from website.backup.archive import DATABASE, MANIFEST, MEDIA

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

ASK = """
from django.test import Client
answer = Client(HTTP_HOST="localhost:8000").get("/api/site/v1/pages/{page}/comments/?site=localhost:8000")
print("ANSWER", answer.content.decode())
"""


@pytest.fixture
def post(transactional_db):
    home = HomePageFactory(title="Home", slug="front")
    SiteFactory(default=True, root_page=home)
    return BlogPostPageFactory(parent=BlogIndexPageFactory(parent=home, slug="blog"), slug="a-walk")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "images" / "a.png").write_bytes(b"a picture")
    return settings.MEDIA_ROOT


@pytest.fixture
def elsewhere(tmp_path):
    """A function that runs a command on another, empty site, on the same kind of database."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("BLOG_", "DJANGO_"))}
    env |= {"BLOG_DATA": str(tmp_path / "other"), "DJANGO_SETTINGS_MODULE": "website.settings.demo"}
    made = None
    if connection.vendor == "postgresql":
        made = f"restored_{uuid4().hex[:8]}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {made}")
        url = os.environ["BLOG_DATABASE_URL"]
        env["BLOG_DATABASE_URL"] = re.sub(r"/[^/?]+(\?|$)", rf"/{made}\1", url)

    def manage(*arguments):
        command = [sys.executable, ROOT / "site" / "manage.py", *map(str, arguments)]
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)

    yield manage
    if made:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {made} WITH (FORCE)")


def manifest_of(archive):
    with tarfile.open(archive) as tar:
        return json.loads(tar.extractfile(MANIFEST).read())


def test_a_site_is_whole_again_elsewhere(post, media, elsewhere, tmp_path):
    CommentFactory(page=post, approved=True, body="Seen by all.")
    CommentFactory(page=post, pending=True, body="Seen by none.")
    archive = make_backup(folder=tmp_path / "kept", now=NOW)
    assert ClockTask.objects.get(name=NOTED).done_until == NOW
    assert archive.stat().st_mode & 0o077 == 0, "nobody else may read it"

    restored = elsewhere("restore", archive)
    assert restored.returncode == 0, restored.stderr
    assert (tmp_path / "other" / "media" / "images" / "a.png").read_bytes() == b"a picture"
    said = elsewhere("shell", "-c", ASK.format(page=post.pk)).stdout
    assert "Seen by all." in said
    assert "Seen by none." not in said
    assert elsewhere("migrate", "--check").returncode == 0

    again = elsewhere("restore", archive)
    assert again.returncode == 1
    assert "--replace" in again.stderr
    assert elsewhere("restore", archive, "--replace").returncode == 0


def test_what_was_acknowledged_before_is_in_it_while_readers_go_on_posting(post, media, settings, tmp_path):
    acknowledged, stop = [], threading.Event()
    with backend(settings) as server:
        server.start()

        def keep_posting():
            while not stop.is_set():
                acknowledged.append(server.post(post, len(acknowledged))[1]["id"])

        reader = threading.Thread(target=keep_posting)
        reader.start()
        try:
            while len(acknowledged) < 5:
                stop.wait(0.05)
            before = len(acknowledged)
            archive = make_backup(folder=tmp_path, now=NOW)
        finally:
            stop.set()
            reader.join()
        assert "Traceback" not in server.log()
    in_it = manifest_of(archive)["rows"]["comments_comment"]
    assert before <= in_it <= Comment.objects.count()
    assert Comment.objects.count() == len(acknowledged)


def test_only_so_many_of_the_newest_stay(post, media, tmp_path):
    for number in range(3):
        make_backup(folder=tmp_path, now=NOW + number * DAY, keep=2)
    assert [path.name for path in sorted(tmp_path.glob("*.tar"))] == [
        "motacilla-20260502T120000Z.tar",
        "motacilla-20260503T120000Z.tar",
    ]
    assert not list(tmp_path.glob(".making-*"))


def spoilt(archive, name, content):
    """Write the archive anew with another content of one of its files."""
    with tarfile.open(archive) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}
    files[name] = content
    path = archive.with_name("spoilt.tar")
    with tarfile.open(path, "w") as tar:
        for each, data in files.items():
            about = tarfile.TarInfo(each)
            about.size = len(data)
            tar.addfile(about, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (MANIFEST, b"{}"),
        (MANIFEST, b"no json"),
        (f"{MEDIA}/../../outside", b"written outside"),
    ],
)
def test_a_file_that_is_no_whole_backup_changes_nothing(post, media, tmp_path, name, content):
    archive = spoilt(make_backup(folder=tmp_path / "kept", now=NOW), name, content)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", archive, replace=True)
    assert (media / "images" / "a.png").exists()
    assert not list(Path(tmp_path).rglob("outside"))


def test_a_damaged_database_is_not_put_in_place(post, media, tmp_path):
    if connection.vendor != "sqlite":
        return
    archive = spoilt(make_backup(folder=tmp_path / "kept", now=NOW), DATABASE, b"SQLite format 3\x00" + b"x" * 5000)
    with pytest.raises(CommandError):
        call_command("restore", archive, replace=True)
    assert Comment.objects.count() == 0
    assert (media / "images" / "a.png").exists()


def test_an_archive_that_is_not_there_is_said_to_be_none(db, tmp_path):
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", tmp_path / "nothing.tar")
