"""What editors upload is bounded, is what it says, and runs nowhere; what is refused is told at the field."""

import struct
import zlib

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.factories.blog import DocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height):
    """Return a file of a few bytes that says it is a picture of that size."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(height * (1 + (width + 7) // 8))) if width * height < 10_000 else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def upload(client, kind, name, data):
    """Upload a file through the form of the admin and return what it says about it: nothing when it was taken."""
    form = {"title": "A thing", "description": "Rain", "file": SimpleUploadedFile(name, data)}
    answer = client.post(reverse(f"wagtail{kind}:add"), form)
    if answer.status_code == 302:
        return []
    assert answer.status_code == 200
    assert answer.context["form"]["title"].value() == "A thing", "what was typed is kept"
    return answer.context["form"].errors["file"]


def test_a_picture_of_an_ordinary_size_is_taken(admin_client):
    assert upload(admin_client, "images", "rain.png", png(20, 10)) == []
    assert get_image_model().objects.get().width == 20


@pytest.mark.parametrize(("width", "height"), [(10_000, 8_000), (20_000, 20_000), (60_000, 60_000)])
def test_a_small_file_that_is_a_huge_picture_is_refused(admin_client, width, height):
    [said] = upload(admin_client, "images", "bomb.png", png(width, height))
    assert "too many pixels" in said
    assert not get_image_model().objects.exists()


def test_a_picture_that_ends_early_is_refused(admin_client):
    [said] = upload(admin_client, "images", "rain.png", png(200, 200))
    assert "valid image" in said


def test_the_bound_is_read_before_anything_is_unpacked(admin_client, monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda picture: pytest.fail("it was unpacked"))
    [said] = upload(admin_client, "images", "bomb.png", png(10_000, 8_000))
    assert "80000000" in said


def test_a_file_too_big_is_refused(admin_client, settings):
    data = png(20, 10)
    [said] = upload(admin_client, "images", "big.png", data + bytes(configured.WAGTAILIMAGES_MAX_UPLOAD_SIZE))
    assert "too big" in said
    settings.DOCUMENT_BYTES = 1000
    assert upload(admin_client, "docs", "plan.txt", bytes(1000)) == []
    [said] = upload(admin_client, "docs", "plan.txt", bytes(1001))
    assert "too big" in said
    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("images", "drawing.svg", SCRIPT),
        ("images", "drawing.png", SCRIPT),
        ("images", "page.png", b"<script>alert(1)</script>"),
        ("images", "rain.gif", png(20, 10)),
        ("docs", "drawing.svg", SCRIPT),
        ("docs", "page.html", b"<script>alert(1)</script>"),
        ("docs", "page.pdf.html", b"<script>alert(1)</script>"),
    ],
)
def test_what_could_run_or_is_not_what_it_says_is_refused(admin_client, kind, name, data):
    assert upload(admin_client, kind, name, data)
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize("ending", [each for each in configured.WAGTAILDOCS_EXTENSIONS if each != "pdf"])
def test_a_document_is_handed_out_to_be_kept_not_opened(ending):
    answer = Client().get(DocumentFactory(file__filename=f"plan.{ending}", file__data=SCRIPT).url)
    assert answer.getvalue() == SCRIPT
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", "default-src 'none'")
    assert not {"html", "xhtml", "svg", "javascript"} & set(answer["Content-Type"].replace("+", "/").split("/"))


def test_a_pdf_opens_where_nothing_runs():
    answer = Client().get(DocumentFactory(file__filename="plan.pdf", file__data=SCRIPT).url)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer.getvalue() == SCRIPT
