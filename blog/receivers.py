"""What happens in the blog when Wagtail says that something did."""

from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from blog.tasks import request_renditions


def on_page_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """See to the pictures of a page that has just gone live."""
    request_renditions(page=instance, now=timezone.now())


def connect() -> None:
    """Listen."""
    page_published.connect(on_page_published)
