"""Uploaded files in a bucket (S3), and the way to them: by the backend, at the address they have in a folder too.

So the bucket stays closed, no page names another host, and what is in front of the backend may keep the files.
"""

import logging
import mimetypes
from collections.abc import Iterator
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.encoding import filepath_to_uri
from django.views.decorators.http import require_safe
from storages.backends.s3 import S3Storage

logger = logging.getLogger(__name__)

PATIENCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2})
"""What is stored is asked for while somebody waits."""

PIECE = 64 * 1024

CLOSED = ("original_images/", "documents/")
"""What editors uploaded as it came, and files with rules of their own (`documents/` of the site asks them)."""

RETRY_AFTER = 10


class BucketStorage(S3Storage):
    """django-storages' S3, closed to the world: an address is one of ours."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return the options that are not said."""
        ours = {"default_acl": None, "file_overwrite": False, "querystring_auth": False, "client_config": PATIENCE}
        return {**super().get_default_settings(), **ours}

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """Return the address of the file, on this site."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"


@require_safe
def uploaded(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand on the file `name`: 304 to whoever has it, 503 while the bucket is away. Raises `Http404`."""
    if name.startswith(CLOSED):
        raise Http404
    try:
        found = default_storage.open(name).obj.get()  # type: ignore[attr-defined]  # of django-storages
    except (FileNotFoundError, SuspiciousOperation, IsADirectoryError):
        raise Http404 from None
    except (BotoCoreError, ClientError, OSError) as error:
        logger.error("The bucket of uploaded files is away (%s).", type(error).__name__)  # noqa: TRY400 - no fault of ours
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})
    kind = found.get("ContentType") or mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = StreamingHttpResponse(_pieces(found["Body"]), content_type=kind)
    answer["Content-Length"] = str(found["ContentLength"])
    answer["ETag"] = found["ETag"]
    answer["Cache-Control"] = "public, max-age=3600"
    return get_conditional_response(request, etag=found["ETag"], response=answer) or answer  # type: ignore[arg-type]  # any kind of answer


def _pieces(body: Any) -> Iterator[bytes]:
    try:
        yield from body.iter_chunks(PIECE)
    finally:
        body.close()
