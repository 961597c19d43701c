"""What follows when a brand is saved: the files of its pictures."""

import logging
from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.images.models import SourceImageIOError

from blog.pictures import RenditionSpec, make_fallback
from blog.tasks import request_files
from website.brand.models import SiteBrand

logger = logging.getLogger(__name__)

LOGO_FILE = RenditionSpec(width=400, format="webp")
"""What keeps a logo's clear ground, which the file for every browser fills with white."""


def connect() -> None:
    """Listen to brands being saved."""
    post_save.connect(on_brand_saved, sender=SiteBrand)


def on_brand_saved(sender: type[SiteBrand], instance: SiteBrand, **kwargs: Any) -> None:
    """Make what the brand's pictures are shown with at once, and ask the worker for their other files."""
    logos = (instance.logo, instance.logo_dark)
    for image in filter(None, (*logos, instance.share_picture)):
        try:
            make_fallback(image)
            if image in logos:
                image.get_rendition(LOGO_FILE.filter_spec).file.close()
        except SourceImageIOError:
            logger.warning("the file of image %s can't be read", image.pk)
        request_files(image_id=image.pk, now=timezone.now())
