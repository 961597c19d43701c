"""The chain above a node of a materialised path, for a value and inside a statement."""

from django.db.models import OuterRef
from django.db.models.functions import Substr
from wagtail.models import Page

from comments.models import STEP

PAGE_LEVELS = Page._meta.get_field("path").max_length // Page.steplen
"""How deep a page can lie."""


def page_lineage(path: str) -> list[str]:
    """Return the tree paths from the root down to the page at `path`, itself included."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def outer_page_lineage(field: str) -> list[Substr]:
    """Return expressions for the tree paths from the root down to the outer statement's page path `field`."""
    return [Substr(OuterRef(field), 1, Page.steplen * level) for level in range(1, PAGE_LEVELS + 1)]


def outer_comment_ancestors(*, deepest: int) -> list[Substr]:
    """Return expressions for the paths above the outer statement's comment, which lies at most at depth `deepest`.

    For one that lies higher some of them are its own path.
    """
    return [Substr(OuterRef("path"), 1, STEP * level) for level in range(1, deepest)]
