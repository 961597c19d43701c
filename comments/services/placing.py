"""Where a comment goes in the tree of its thread."""

from comments.models import STEP, Comment


def next_path(*, page_id: int, parent: Comment | None) -> str:
    """Return the path behind the last comment that answers `parent`, or the page itself. One statement.

    Only right while nobody else writes to the thread: hold the page's row.
    """
    above = parent.path if parent else ""
    below = (
        Comment.objects.filter(page_id=page_id, path__startswith=above)
        if above
        else Comment.objects.filter(page_id=page_id)
    )
    last = below.order_by("-path").values_list("path", flat=True).first() or above
    return path_below(above, number=number_within(last, above=above) + 1)


def number_within(path: str, *, above: str) -> int:
    """Return which of the answers to the comment at `above` the comment at `path` is or belongs to; 0 for itself."""
    return int(path[len(above) : len(above) + STEP] or "0")


def path_below(above: str, *, number: int) -> str:
    """Return the path of the answer with this number, counted from 1, to the comment at `above`."""
    return f"{above}{number:0{STEP}d}"
