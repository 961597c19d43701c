"""What a camera writes into a picture beside the picture: where and when it was taken, with what, by whom."""

from io import BytesIO
from typing import Any

import PIL.Image
from django.core.files.base import ContentFile
from wagtail.images.models import AbstractImage

TELLING = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Raw profile type exif"})
"""Names under which Pillow keeps it; the texts of a PNG file come on top."""

NEEDED = frozenset({"icc_profile", "transparency", "background", "duration", "loop", "gamma", "srgb"})
"""What pictures look wrong or don't move without."""

ORIENTATION = 0x0112

HOW: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": "keep"},
    "MPO": {"format": "JPEG", "quality": 95},
    "PNG": {},
    "GIF": {},
    "WEBP": {"quality": 95},
    "AVIF": {"quality": 95},
}
"""How each format is written again; JPEG with its own tables, which loses next to nothing."""


def forget_metadata(image: AbstractImage) -> None:
    """Take what a camera wrote out of the new file of `image`, before it is stored; only which way is up stays.

    Everything that is made of the file is made without it too. A file that Pillow can't read is left as it is: no
    other can be made of it.
    """
    if (data := without_metadata(_bytes(image))) is not None:
        name = image.file.name
        image.file = ContentFile(data, name=name)
        image.file_size = len(data)


def without_metadata(data: bytes) -> bytes | None:
    """Return the picture file `data` without what a camera wrote into it; None when there is nothing to take out."""
    try:
        with PIL.Image.open(BytesIO(data)) as opened:
            opened.load()
            how = HOW.get(opened.format or "")
            if how is None or not (TELLING & opened.info.keys() or getattr(opened, "text", None)):
                return None
            upright = PIL.Image.Exif()
            if turned := opened.getexif().get(ORIENTATION):
                upright[ORIENTATION] = turned
            moving = getattr(opened, "n_frames", 1) > 1 and opened.format != "MPO"
            opened.info = {name: value for name, value in opened.info.items() if name in NEEDED}
            written = BytesIO()
            options: dict[str, Any] = {"format": opened.format, **how, **({"save_all": True} if moving else {})}
            if turned:
                options["exif"] = upright.tobytes()
            opened.save(written, **options)
            return written.getvalue()
    except (OSError, SyntaxError, ValueError, PIL.Image.DecompressionBombError):
        return None


def _bytes(image: AbstractImage) -> bytes:
    image.file.seek(0)
    data: bytes = image.file.read()
    image.file.seek(0)
    return data
