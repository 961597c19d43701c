"""Where a comment goes in the tree of its thread."""

from comments.models import STEP, Comment
from comments.selectors.standing import last_below


def path_after(last: str, *, above: str) -> str:
    """Return the path behind `last`, the last comment below the one at `above`, or `above` itself where there is none.

    Only right while nobody else writes to the thread: hold the page's row.
    """
    return path_below(above, number=number_within(last, above=above) + 1)


def next_path(*, page_id: int, parent: Comment | None) -> str:
    """Return the path behind the last comment that answers `parent`, or the page itself. One statement."""
    above = parent.path if parent else ""
    last = last_below(page_id, above).values_list("path", flat=True).first() or above
    return path_after(last, above=above)


def number_within(path: str, *, above: str) -> int:
    """Return which of the answers to the comment at `above` the comment at `path` is or belongs to; 0 for itself."""
    return int(path[len(above) : len(above) + STEP] or "0")


def path_below(above: str, *, number: int) -> str:
    """Return the path of the answer with this number, counted from 1, to the comment at `above`."""
    return f"{above}{number:0{STEP}d}"
