"""The files a picture is shown from: a closed list of widths and formats, made at publishing, only read afterwards."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import PIL.Image
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition

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


def existing_renditions(images: Collection[int]) -> dict[int, list[AbstractRendition]]:
    """Return the files that exist of the images with these ids, in the order of `rendition_specs`. One statement.

    Each file comes with its image. Images without any file are left out.
    """
    order = list(BY_FILTER)
    rendition_model = get_image_model().get_rendition_model()
    found: dict[int, list[AbstractRendition]] = defaultdict(list)
    rows = rendition_model.objects.filter(image_id__in=images, filter_spec__in=order).select_related(
        "image__main_colour"
    )
    for rendition in sorted(rows, key=lambda row: order.index(row.filter_spec)):
        found[rendition.image_id].append(rendition)
    return dict(found)


@dataclass(frozen=True, slots=True)
class ImageFiles:
    """A picture that can be shown: its image, the file for browsers that know no other, and all files of it."""

    image: AbstractImage
    fallback: AbstractRendition
    renditions: tuple[AbstractRendition, ...]


def images_by_id(images: Collection[int]) -> dict[int, ImageFiles]:
    """Return the images with these ids that have files for readers, by id. One statement; none for no ids.

    What editors uploaded is for nobody else: an image without files made of it can't be shown.
    """
    files = {}
    for image_id, renditions in (existing_renditions(images) if images else {}).items():
        fallback = next((each for each in renditions if each.filter_spec == FALLBACK.filter_spec), renditions[-1])
        files[image_id] = ImageFiles(image=renditions[0].image, fallback=fallback, renditions=tuple(renditions))
    return files


def srcset(renditions: Iterable[AbstractRendition]) -> str:
    """Return the attribute of that name: each address with its true width, a width only once."""
    return ", ".join(f"{each.url} {width}w" for width, each in {each.width: each for each in renditions}.items())


def picture(files: ImageFiles, *, alt: str = "", caption: str = "", credit: str = "") -> "Picture":
    """Return a picture as the public site shows it.

    Without `alt`, the description in the library stands in.
    """
    from blog.payloads.basics import FocalPoint, Picture, PictureSource  # its package imports this module

    image, fallback = files.image, files.fallback
    focus = image.get_focal_point()
    point = focus and FocalPoint(
        x=round(focus.centroid_x / image.width * 100, 1), y=round(focus.centroid_y / image.height * 100, 1)
    )
    formats = groupby(files.renditions, key=lambda each: BY_FILTER[each.filter_spec].format)
    return Picture(
        src=fallback.file.url,
        width=fallback.width,
        height=fallback.height,
        alt=alt or image.description,
        caption=caption,
        credit=credit,
        sources=[PictureSource(type=f"image/{name}", srcset=srcset(group)) for name, group in formats],
        sizes=SIZES,
        focal_point=point or None,
        colour=image.main_colour.colour if hasattr(image, "main_colour") else None,
    )
