"""Files of pictures that nobody asks for any more."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.storage import Storage
from wagtail.images import get_image_model
from wagtail.images.models import AbstractRendition

from blog.tasks import request_files

FOLDER = "images"
"""Where Wagtail keeps what it made of pictures; the originals have a folder of their own."""

AT_ONCE = 500

YOUNG = timedelta(days=1)
"""A file this young may belong to a row that is not committed yet."""


def remove_orphans(*, now: datetime) -> Mapping[str, int]:
    """Remove the files that no rendition names, and the renditions whose file is gone: the worker makes them anew.

    Renditions of pictures that are deleted go with them; what is left comes from restored backups and killed processes.
    """
    model: type[AbstractRendition] = get_image_model().get_rendition_model()
    storage = model._meta.get_field("file").storage
    files = lost = 0
    present: set[str] = set()
    for names in _chunks(storage):
        present.update(names)
        known = set(model._default_manager.filter(file__in=names).values_list("file", flat=True))
        for name in set(names) - known:
            if storage.get_modified_time(name) < now - YOUNG:
                storage.delete(name)
                files += 1
    rows = model._default_manager.values_list("pk", "file", "image_id").iterator()
    gone = [(pk, image) for pk, name, image in rows if name not in present and not storage.exists(name)]
    for start in range(0, len(gone), AT_ONCE):
        lost += model._default_manager.filter(pk__in=[pk for pk, _ in gone[start : start + AT_ONCE]]).delete()[0]
    for image in {image for _, image in gone}:
        request_files(image_id=image, now=now)
    return {"files without a rendition": files, "renditions without a file": lost}


def _chunks(storage: Storage) -> Iterator[list[str]]:
    try:
        _, files = storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    names = iter(f"{FOLDER}/{name}" for name in files if name)
    while chunk := list(islice(names, AT_ONCE)):
        yield chunk
