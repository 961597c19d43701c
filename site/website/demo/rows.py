"""What posts refer to: authors, papers, categories, series and pictures. Each is made if it is not there yet."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.images import ImageFile
from PIL import Image as Drawing
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from blog.identifiers import normal_doi
from blog.models import Author, Category, Credential, Reference, Series, TagDetails
from website.demo import subjects
from website.demo.drawing import PORTRAITS, portrait, scene
from website.demo.people import CATEGORIES, LAPSING, PEOPLE, SERIES, SOON

PAPERS = Path(__file__).parent / "references.json"

QUALITY = 88
"""JPEG quality of the drawn originals; what readers get is made from them."""


@cache
def papers() -> Mapping[str, Mapping[str, object]]:
    """Return the papers the posts cite: CSL-JSON items by the key that the posts use."""
    return {item["id"]: item for item in json.loads(PAPERS.read_text("utf-8"))}


def ensure_reference(*, key: str) -> Reference:
    """Return the reference of a paper, found by its DOI, making it if need be. Raises KeyError for an unknown key."""
    item = papers()[key]
    found = Reference.objects.filter(doi=normal_doi(item["DOI"])).first()
    if found:
        return found
    reference = Reference.from_csl({name: value for name, value in item.items() if name != "id"})
    reference.save()
    return reference


def ensure_category(*, slug: str) -> Category:
    """Return the category, making it and what it is inside if need be. Raises KeyError for an unknown slug."""
    found = Category.objects.filter(slug=slug).first()
    if found:
        return found
    name, inside = CATEGORIES[slug]
    parent = ensure_category(slug=inside) if inside else None
    told = subjects.CATEGORIES[slug]
    return Category.objects.create(
        slug=slug, name=name, parent=parent, introduction=told.introduction, picture=picture_of(told)
    )


def describe_tags() -> None:
    """Tell something above the posts of some tags, where nothing is told yet."""
    for slug, told in subjects.TAGS.items():
        for tag in Tag.objects.filter(slug=slug, details=None):
            TagDetails.objects.create(tag=tag, introduction=told.introduction, picture=picture_of(told))


def picture_of(told: subjects.Told) -> AbstractImage | None:
    """Return the picture of a subject; None where it has none."""
    return ensure_picture(name=told.picture, alt=told.alt) if told.picture else None


def ensure_series(*, slug: str) -> Series:
    """Return the series, making it if need be. Raises KeyError for an unknown slug."""
    title, introduction = SERIES[slug]
    return Series.objects.get_or_create(slug=slug, defaults={"title": title, "introduction": introduction})[0]


def ensure_authors(*, users: Mapping[str, User], now: datetime) -> dict[str, Author]:
    """Return the authors by slug, making those that are missing, with their portraits and logins.

    Of one credential the certificate ends soon after `now`, for the report of what lapses.
    """
    authors = {author.slug: author for author in Author.objects.filter(slug__in=[person.slug for person in PEOPLE])}
    for person in PEOPLE:
        if person.slug in authors:
            continue
        author = Author(name=person.name, slug=person.slug, biography=person.biography, user=users[person.login])
        author.portrait = ensure_picture(name=person.slug, alt=f"Portrait of {person.name}, drawn")
        author.credentials = [
            Credential(
                letters=letters,
                meaning=meaning,
                issuer=issuer,
                sort_order=place,
                expires_on=(now + SOON).date() if letters == LAPSING else None,
            )
            for place, (letters, meaning, issuer) in enumerate(person.credentials)
        ]
        author.save()
        authors[person.slug] = author
    return authors


def ensure_picture(*, name: str, alt: str) -> AbstractImage:
    """Return the drawn picture `name` from the library, drawing it if need be.

    A picture is known by the name of its file, which editors don't change. Raises KeyError for an unknown name.
    """
    images = get_image_model()
    found = images.objects.filter(file__startswith=f"original_images/demo-{name}").order_by("pk").first()
    if found:
        return found
    drawing = portrait(name) if name in PORTRAITS else scene(name)
    title = name.replace("-", " ").capitalize()
    image = images(title=title, description=alt, file=ImageFile(_jpeg(drawing), name=f"demo-{name}.jpg"))
    image.save()
    return image


def _jpeg(drawing: Drawing.Image) -> BytesIO:
    file = BytesIO()
    drawing.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    file.seek(0)
    return file
