"""What templates of the stock site use beside Wagtail's own tags."""

import json
import re
from typing import Any

from django.template import Library
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText

from blog.bibliography import vancouver
from blog.models import Reference

register = Library()

CITATION = re.compile(r'<a data-citation="([^"]*)"[^>]*>.*?</a>')


@register.filter
def cited(text: RichText, numbers: dict[str, int]) -> SafeString:
    """Return `text` as HTML with the number of each paper it cites."""
    html = CITATION.sub(
        lambda found: f'<sup><a href="#ref-{numbers.get(found[1], "")}">[{numbers.get(found[1], "?")}]</a></sup>',
        str(text),
    )
    return mark_safe(html)  # nosec B308, B703 # noqa: S308 - what editors wrote, as Wagtail's own filter has it


@register.filter
def written(reference: Reference) -> str:
    """Return a paper as a line of the list."""
    return vancouver(item=reference.csl, doi=reference.doi or "")


@register.filter
def as_data(value: Any) -> SafeString:
    """Return `value` as JSON for a script element."""
    return mark_safe(json.dumps(value).replace("<", "\\u003c"))  # nosec B308, B703 # noqa: S308 - nothing in it ends the element
