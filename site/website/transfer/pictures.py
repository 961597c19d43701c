"""Pictures that lie beside an imported file. Nothing is ever fetched."""

import warnings
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image, UnidentifiedImageError

from website.transfer.limits import MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS

FORMATS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
"""What is taken, by content, with the ending it is stored under."""


class UnusablePictureError(Exception):
    """A picture can't be used; the message says why, to follow its name."""


def find_picture(*, source: str, folder: Path) -> Path:
    """Return the file that an `src` names: a path inside `folder`, or the file name of an address elsewhere.

    Raises `UnusablePictureError` when there is none, it lies outside `folder` (links followed), or it can't be used.
    """
    if not source or source.lower().startswith(("data:", "blob:", "javascript:")):
        raise UnusablePictureError("is no file")
    try:
        address = urlsplit(source)
        wanted = Path(unquote(address.path, errors="strict"))
        name = Path(wanted.name) if address.netloc or wanted.is_absolute() else wanted
        path = (folder / name).resolve(strict=True)
        inside = path.is_relative_to(folder.resolve())
        found = name.name and path.is_file()
    except (OSError, ValueError, RuntimeError):
        raise UnusablePictureError("is not beside the file") from None
    if not inside:
        raise UnusablePictureError("lies outside the file's folder")
    if not found:
        raise UnusablePictureError("is not beside the file")
    read_picture(path=path)
    return path


def read_picture(*, path: Path) -> tuple[bytes, str]:
    """Return a picture's bytes and the ending that fits its content.

    Raises `UnusablePictureError` when it is too large, broken, or of a kind that is not taken.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PICTURE_BYTES + 1)
    except OSError as error:
        raise UnusablePictureError("can't be read") from error
    if len(data) > MAX_PICTURE_BYTES:
        raise UnusablePictureError(f"is larger than {MAX_PICTURE_BYTES // 1024 // 1024} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=list(FORMATS)) as picture:
                if picture.width * picture.height > MAX_PICTURE_PIXELS:
                    raise UnusablePictureError(f"has more than {MAX_PICTURE_PIXELS // 1_000_000} million pixels")
                ending = FORMATS[picture.format or ""]
                picture.load()
    except Image.DecompressionBombError as error:
        raise UnusablePictureError(f"has more than {MAX_PICTURE_PIXELS // 1_000_000} million pixels") from error
    except UnidentifiedImageError as error:
        raise UnusablePictureError("is no picture of a kind that is taken") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnusablePictureError("is broken") from error
    return data, ending
