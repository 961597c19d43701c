"""The chain above a page in Wagtail's tree."""

from wagtail.models import Page

PAGE_LEVELS = Page._meta.get_field("path").max_length // Page.steplen
"""How deep a page can lie."""


def page_lineage(path: str) -> list[str]:
    """Return the tree paths from the root down to the page at `path`, itself included."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
