"""Uploaded files in a bucket (S3), and the way to them: by the backend, at the address they have in a folder too.

So the bucket stays closed, no page names another host, and what is in front of the backend may keep the files.
"""

import logging
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any

from boto3.exceptions import Boto3Error
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
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name

from ground.outage import FilesAway

logger = logging.getLogger(__name__)

PATIENCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2})
"""What is stored is asked for while somebody waits."""

PIECE = 64 * 1024

CLOSED = ("original_images/", "documents/")
"""What editors uploaded as it came, and files with rules of their own (`documents/` of the site asks them)."""

RETRY_AFTER = 10


@contextmanager
def asking_the_bucket() -> Iterator[None]:
    """Raise `FileNotFoundError` for what is not there, `FilesAway` for whatever else its client raises inside."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        answer = getattr(error, "response", {}).get("ResponseMetadata", {})
        if answer.get("HTTPStatusCode") == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(type(error).__name__) from None
        raise FilesAway(type(error).__name__) from None


class BucketFile(S3File):
    """A file of the bucket, which is fetched when it is first read."""

    def _get_file(self) -> Any:
        with asking_the_bucket():
            return super()._get_file()

    file = property(_get_file, S3File._set_file)


class BucketStorage(S3Storage):
    """django-storages' S3, closed to the world: an address is one of ours. It raises `FilesAway`, an `OSError`."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return the options that are not said."""
        ours = {"default_acl": None, "file_overwrite": False, "querystring_auth": False, "client_config": PATIENCE}
        return {**super().get_default_settings(), **ours}

    def _open(self, name: str, mode: str = "rb") -> BucketFile:
        with asking_the_bucket():
            return BucketFile(self._normalize_name(clean_name(name)), mode, self)

    def _save(self, name: str, content: Any) -> str:
        with asking_the_bucket():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Remove the file, if it is there."""
        with asking_the_bucket():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Tell whether there is such a file."""
        with asking_the_bucket():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        """Return the bytes of the file. Raises `FileNotFoundError`."""
        with asking_the_bucket():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        """Return when the file was written. Raises `FileNotFoundError`."""
        with asking_the_bucket():
            written: datetime = super().get_modified_time(name)
            return written

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files in a folder."""
        with asking_the_bucket():
            folders, files = super().listdir(name)
            return folders, files

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """Return the address of the file, on this site."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"


@require_safe
def uploaded(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand on the file `name`: 304 to whoever has it, 503 while the bucket is away. Raises `Http404`."""
    if name.startswith(CLOSED):
        raise Http404
    try:
        with asking_the_bucket():
            found = default_storage.open(name).obj.get()  # type: ignore[attr-defined]  # of django-storages
    except (FileNotFoundError, SuspiciousOperation, IsADirectoryError):
        raise Http404 from None
    except FilesAway as error:
        logger.error("The bucket of uploaded files is away (%s).", error)  # noqa: TRY400 - no fault of ours
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
