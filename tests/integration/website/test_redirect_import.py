"""A table of redirects is imported in two steps, by whichever process answers each; it may be too large, or gone."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from wagtail.contrib.redirects.models import Redirect

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

START, PROCESS = "wagtailredirects:start_import", "wagtailredirects:process_import"
TARGET = "https://example.org/blog/"
GONE = "The table is no longer here"


def spreadsheet(*rows, padding=0):
    """Return a table as a spreadsheet, with a part of so many bytes beside it that pack to nothing."""
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/padding.xml", bytes(padding))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("moved.csv", b"from,to\n" + b"/a,/b\n" * 400_000),
        ("moved.xlsx", spreadsheet(("from", "to"), padding=configured.REDIRECTS_BYTES)),
    ],
)
def test_a_table_of_redirects_too_large_packed_or_not_is_not_read(admin_client, monkeypatch, name, data):
    monkeypatch.setattr("website.redirect_import.start_import", lambda request: pytest.fail("it was read"))
    address = reverse("wagtailredirects:start_import")
    answer = admin_client.post(address, {"import_file": SimpleUploadedFile(name, data)}, follow=False)
    assert (answer.status_code, answer["Location"]) == (302, address)
    monkeypatch.undo()
    assert "File to import: this table is too big. It may have 2.0\xa0MB." in admin_client.get(address).content.decode()


@pytest.fixture(params=["tmp_file", "cache"])
def kept_in(request, settings, monkeypatch, tmp_path):
    """Where the table is between the steps: on this machine, or in the cache that all processes share."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    settings.WAGTAIL_REDIRECTS_FILE_STORAGE = request.param
    return request.param


def choose(client, name, data):
    answer = client.post(reverse(START), {"import_file": SimpleUploadedFile(name, data)})
    return answer, {"import_file_name": "", "input_format": ""} | {
        field: answer.context["form"].initial[field] for field in ("import_file_name", "input_format")
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("moved.csv", f"from,to\n/spring,{TARGET}\n".encode()),
        ("moved.xlsx", spreadsheet(("from", "to"), ("/spring", TARGET))),
    ],
)
def test_an_ordinary_table_is_imported_once(admin_client, kept_in, tmp_path, name, data):
    assert Client().post(reverse(START), {"import_file": SimpleUploadedFile(name, data)}).status_code == 302
    answer, signed = choose(admin_client, name, data)
    assert [list(row) for row in answer.context["dataset"]] == [["/spring", TARGET]]
    assert bool(list(tmp_path.iterdir())) == (kept_in == "tmp_file")
    form = {**signed, "from_index": "0", "to_index": "1", "permanent": "on"}
    assert Client().post(reverse(PROCESS), form).url.startswith("/admin/login/")
    assert admin_client.post(reverse(PROCESS), form).url == reverse("wagtailredirects:index")
    assert [(each.old_path, each.redirect_link) for each in Redirect.objects.all()] == [("/spring", TARGET)]
    again = admin_client.post(reverse(PROCESS), form, follow=True)
    assert again.redirect_chain == [(reverse(START), 302)]
    assert GONE in again.content.decode()
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize("field", ["import_file_name", "input_format"])
@pytest.mark.parametrize("value", ["", "../../etc/passwd", "0", "0:forged"])
def test_what_the_first_step_did_not_sign_is_refused(admin_client, kept_in, field, value):
    _, signed = choose(admin_client, "moved.csv", f"from,to\n/spring,{TARGET}\n".encode())
    form = {**signed, "from_index": "0", "to_index": "1", field: value}
    assert admin_client.post(reverse(PROCESS), form).status_code == 400
    assert not Redirect.objects.exists()
