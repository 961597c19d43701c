"""What the worker does for the blog: the files of pictures, and after them the word that they are there."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from blog.models import Author, BlogIndexPage, BlogPostPage
from blog.payloads.bodies import image_ids
from blog.pictures import find_colour, make_fallback, make_renditions
from ground import outbox
from ground.outage import are_files_away, report_files

logger = logging.getLogger(__name__)

RENDITIONS = "blog.renditions"
"""Asks for the files of a page's pictures; payload `{"page": id}`."""

FILES = "blog.files"
"""Asks for the files of one picture; payload `{"image": id}`."""

PICTURES_READY = "blog.pictures-ready"
"""Says that more files of a page's pictures exist than when it was published; payload `{"page": id}`.

Without a page, the picture is shown on many.
"""


def pictures_of(page: Page) -> Iterator[AbstractImage]:
    """Yield each picture that `page`, of its own type, shows: opening picture, portraits, pictures in the body."""
    if isinstance(page, BlogPostPage):
        people = Author.objects.filter(contributions__post=page).select_related("portrait")
        yield from filter(None, [page.hero_image, *(person.portrait for person in people)])
    if isinstance(page, BlogIndexPage) and page.archive_picture:
        yield page.archive_picture
    body = getattr(page, "body", None)
    yield from get_image_model().objects.filter(pk__in=image_ids(body.raw_data if body else ()))


def request_renditions(*, page: Page, now: datetime) -> None:
    """Make what `page` needs to be shown with its pictures now, and ask the worker for the rest.

    For whoever puts a page live: by publishing, or by a bulk door. A picture whose file can't be read is passed over.
    """
    for image in set(pictures_of(page)):
        _make_fallback(image)
    with transaction.atomic():
        outbox.write(topic=RENDITIONS, payload={"page": page.pk}, now=now, key=f"page:{page.pk}")


def request_files(*, image_id: int, now: datetime, at_once: bool = False) -> None:
    """Ask the worker for the files of a picture that no page has of its own: of a category, a series, an author.

    The one it can't be shown without is made `at_once` for whoever wants to show it now.
    """
    for image in get_image_model().objects.filter(pk=image_id) if at_once else ():
        _make_fallback(image)
    with transaction.atomic():
        outbox.write(topic=FILES, payload={"image": image_id}, now=now, key=f"image:{image_id}")


def _make_fallback(image: AbstractImage) -> None:
    try:
        make_fallback(image)
    except OSError:
        logger.warning("the file of image %s can't be read", image.pk)


def _make_all(image: AbstractImage) -> None:
    try:
        make_renditions(image)
        find_colour(image)
    except OSError as error:
        if are_files_away(error):
            report_files(error, doing="pictures are drawn when it is back")
            raise outbox.NotNow("files") from None
        logger.warning("the file of image %s can't be read", image.pk)


@outbox.handles(FILES, slow=True)
def make_files(payload: outbox.Payload) -> None:
    """Make all files of a picture, then say so. A picture that is gone needs none."""
    for image in get_image_model().objects.filter(pk=payload["image"]):
        _make_all(image)
    with transaction.atomic():
        outbox.write(topic=PICTURES_READY, payload={}, now=timezone.now(), key="shared")


@outbox.handles(RENDITIONS, slow=True)
def make_page_renditions(payload: outbox.Payload) -> None:
    """Make all files of the pictures of a page and find their colours, then say so. A page that is gone needs none."""
    page = Page.objects.filter(pk=payload["page"]).specific().first()
    if page is None:
        return
    for image in set(pictures_of(page)):
        _make_all(image)
    with transaction.atomic():
        outbox.write(topic=PICTURES_READY, payload={"page": page.pk}, now=timezone.now(), key=f"page:{page.pk}")
