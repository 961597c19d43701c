"""What follows when a brand is saved: the files of its pictures."""

import logging
from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.images.models import SourceImageIOError

from blog.pictures import make_fallback
from blog.tasks import request_files
from website.brand.models import SiteBrand

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to brands being saved."""
    post_save.connect(on_brand_saved, sender=SiteBrand)


def on_brand_saved(sender: type[SiteBrand], instance: SiteBrand, **kwargs: Any) -> None:
    """Make what the brand's pictures are shown with at once, and ask the worker for their other files."""
    for image in filter(None, (instance.logo, instance.logo_dark, instance.share_picture)):
        try:
            make_fallback(image)
        except SourceImageIOError:
            logger.warning("the file of image %s can't be read", image.pk)
        request_files(image_id=image.pk, now=timezone.now())
