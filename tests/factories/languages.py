"""Translations for tests."""

from django.utils import timezone
from wagtail.models import Locale, Page


def translated(page: Page, language: str, **changes: object) -> Page:
    """Return the public translation of `page` into `language`, below the translations of what is above it."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    copy = page.specific.copy_for_translation(locale, copy_parents=True).specific
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.first_published_at = timezone.now()
    copy.save_revision().publish()
    parent = copy.get_parent()
    if not parent.live:
        parent.specific.save_revision().publish()
    copy.refresh_from_db()
    return copy
