"""Wagtail's two steps of importing redirects from a table, of a size that can be read at once."""

from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.redirects.utils import get_file_storage
from wagtail.contrib.redirects.views import process_import, start_import

from website.uploads import BROKEN

START = "wagtailredirects:start_import"
SIGNED = ("import_file_name", "input_format")
"""What the first step hands to the second, through the editor's browser."""


def choose_table(request: HttpRequest) -> HttpResponseBase:
    """Answer with Wagtail's screen, unless it is sent a table too large to be read at once, packed or unpacked."""
    file = request.FILES.get("import_file")
    if file and max(file.size or 0, _unpacked(file)) > settings.REDIRECTS_BYTES:
        most = filesizeformat(settings.REDIRECTS_BYTES)
        messages.error(request, _("File to import: this table is too big. It may have %(most)s.") % {"most": most})
        return redirect(START)
    answer: HttpResponseBase = start_import(request)
    return answer


def import_table(request: HttpRequest) -> HttpResponseBase:
    """Answer with Wagtail's second step, unless the table of the first is no longer there.

    Raises `SuspiciousOperation` for what the first did not sign; Wagtail 8.0.1 fails on it.
    """
    if request.method == "POST" and not _is_there(request):
        gone = _("The table is no longer here: it was imported already, or waited too long. Please choose it again.")
        messages.error(request, gone)
        return redirect(START)
    answer: HttpResponseBase = process_import(request)
    return answer


def _is_there(request: HttpRequest) -> bool:
    try:
        name, _format = (Signer().unsign(request.POST.get(field, "")) for field in SIGNED)
    except BadSignature as error:
        raise SuspiciousOperation("The first step of an import did not sign this.") from error
    try:
        return get_file_storage()(name=name).read("rb") is not None
    except OSError:
        return False


def _unpacked(file: "UploadedFile[bytes]") -> int:
    """Return the bytes of what is in a spreadsheet, which is an archive; 0 for what is none."""
    try:
        with ZipFile(file) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (BadZipFile, *BROKEN):
        return 0
    finally:
        file.seek(0)
