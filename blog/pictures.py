"""The files a picture is shown from: a closed list of widths and formats, made at publishing, only read afterwards."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import PIL.Image
from django.db.models import IntegerField, QuerySet
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from ground.prepared import Several, prepared

if TYPE_CHECKING:
    from blog.payloads.basics import Picture

WIDTHS = (400, 800, 1200, 1600)
"""Pixels: a small phone, a large one, a reading column on a dense screen, the whole window."""

FORMATS = ("avif", "webp", "jpeg")
"""Smallest first: a browser takes the first it understands."""

SIZES = "(min-width: 46rem) 46rem, 100vw"
"""How wide pictures stand on the public site: the reading column, or the window where that is narrower."""


@dataclass(frozen=True, slots=True)
class RenditionSpec:
    """One file of a picture: at most `width` pixels wide, in `format`."""

    width: int
    format: str

    @property
    def filter_spec(self) -> str:
        """Wagtail's name for it."""
        return f"width-{self.width}|format-{self.format}"


FALLBACK = RenditionSpec(width=1200, format="jpeg")
"""What every browser understands."""


def rendition_specs() -> tuple[RenditionSpec, ...]:
    """Return all files a picture may have, best format first, narrow before wide."""
    return tuple(RenditionSpec(width, format_) for format_ in FORMATS for width in WIDTHS)


BY_FILTER = {spec.filter_spec: spec for spec in rendition_specs()}


def specs_for(image: AbstractImage) -> tuple[RenditionSpec, ...]:
    """Return the files worth having of `image`: none is wider than the first width that shows it whole."""
    widest = next((width for width in WIDTHS if width >= image.width), WIDTHS[-1])
    return tuple(spec for spec in rendition_specs() if spec.width <= widest or spec == FALLBACK)


def make_fallback(image: AbstractImage) -> None:
    """See to it that the one file of `image` that every browser understands exists.

    Raises `wagtail.images.models.SourceImageIOError` when the image's own file can't be read.
    """
    image.get_rendition(FALLBACK.filter_spec).file.close()


def make_renditions(image: AbstractImage) -> None:
    """See to it that all files worth having of `image` exist. Takes seconds: not for a request.

    Raises `wagtail.images.models.SourceImageIOError` when the image's own file can't be read.
    """
    for rendition in image.get_renditions(*(spec.filter_spec for spec in specs_for(image))).values():
        rendition.file.close()


def find_colour(image: AbstractImage) -> None:
    """See to it that the colour `image` shows most of is stored.

    Raises `wagtail.images.models.SourceImageIOError` when the image's own file can't be read.
    """
    from blog.models import ImageColour  # models are loaded after this module

    if ImageColour.objects.filter(image_id=image.pk).exists():
        return
    rendition = image.get_rendition(FALLBACK.filter_spec)
    with rendition.file.open() as file, PIL.Image.open(file) as opened:
        colour = main_colour(opened)
    ImageColour.objects.get_or_create(image_id=image.pk, defaults={"colour": colour})


def main_colour(opened: PIL.Image.Image) -> str:
    """Return the mean of the largest of eight groups of like colours, as "#rrggbb".

    The groups are those of the median cut: Heckbert P. ACM SIGGRAPH Comput Graph. 1982;16(3):297-307.
    """
    groups = opened.convert("RGB").resize((64, 64)).quantize(colors=8, method=PIL.Image.Quantize.MEDIANCUT)
    pixels = groups.convert("RGB").tobytes()
    counted = Counter(zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True))
    (red, green, blue), _ = counted.most_common(1)[0]
    return f"#{red:02x}{green:02x}{blue:02x}"


class PictureFile(NamedTuple):
    """A file of a picture: which it is (Wagtail's name), its name in the storage, its size in pixels."""

    filter_spec: str
    name: str
    width: int
    height: int

    @property
    def url(self) -> str:
        """Where readers get it."""
        return str(get_image_model().get_rendition_model()._meta.get_field("file").storage.url(self.name))


class ImageFacts(NamedTuple):
    """What is known of an image: its size in pixels, words, focal point and the colour it shows most of, if any."""

    width: int
    height: int
    description: str
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None
    colour: str | None


@dataclass(frozen=True, slots=True)
class ImageFiles:
    """A picture that can be shown: its image, the file for browsers that know no other, and all files of it."""

    image: ImageFacts
    fallback: PictureFile
    files: tuple[PictureFile, ...]


def images_by_id(images: Collection[int]) -> dict[int, ImageFiles]:
    """Return the images with these ids that have files for readers, by id. One statement; none for no ids.

    What editors uploaded is for nobody else: an image without files made of it can't be shown.
    """
    order = {spec: place for place, spec in enumerate(BY_FILTER)}
    made: dict[int, list[PictureFile]] = defaultdict(list)
    facts: dict[int, ImageFacts] = {}
    rows = _files(images=images) if images else []
    for image_id, spec, name, width, height, *image in sorted(rows, key=lambda row: order[row[1]]):
        made[image_id].append(PictureFile(spec, name, width, height))
        facts[image_id] = ImageFacts(*image)
    found = {}
    for image_id, files in made.items():
        fallback = next((each for each in files if each.filter_spec == FALLBACK.filter_spec), files[-1])
        found[image_id] = ImageFiles(image=facts[image_id], fallback=fallback, files=tuple(files))
    return found


@prepared(images=Several(IntegerField()))
def _files(*, images: Any) -> "QuerySet[Any]":
    renditions = get_image_model().get_rendition_model().objects.filter(image_id__in=images, filter_spec__in=BY_FILTER)
    facts = (f"image__{name}" for name in (*ImageFacts._fields[:-1], "main_colour__colour"))
    rows: QuerySet[Any] = renditions.order_by().values_list(
        "image_id", "filter_spec", "file", "width", "height", *facts
    )
    return rows


def srcset(renditions: Iterable[PictureFile]) -> str:
    """Return the attribute of that name: each address with its true width, a width only once."""
    return ", ".join(f"{each.url} {width}w" for width, each in {each.width: each for each in renditions}.items())


def picture(files: ImageFiles, *, alt: str = "", caption: str = "", credit: str = "") -> "Picture":
    """Return a picture as the public site shows it.

    Without `alt`, the description in the library stands in.
    """
    from blog.payloads.basics import FocalPoint, Picture, PictureSource  # its package imports this module

    image, fallback = files.image, files.fallback
    _, _, _, x, y, *extent, colour = image
    point = None
    if x is not None and y is not None and None not in extent:
        point = FocalPoint(x=round(x / image.width * 100, 1), y=round(y / image.height * 100, 1))
    formats = groupby(files.files, key=lambda each: BY_FILTER[each.filter_spec].format)
    return Picture(
        src=fallback.url,
        width=fallback.width,
        height=fallback.height,
        alt=alt or image.description,
        caption=caption,
        credit=credit,
        sources=[PictureSource(type=f"image/{name}", srcset=srcset(group)) for name, group in formats],
        sizes=SIZES,
        focal_point=point,
        colour=colour,
    )
