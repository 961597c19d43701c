"""How many public comments there are."""

from collections.abc import Sequence
from datetime import datetime

from comments.selectors.visibility import number_public
from ground.viewer import Viewer


def counts(*, page_ids: Sequence[int], viewer: Viewer, now: datetime) -> dict[int, int]:
    """Return the number of public comments of each of the pages, by page id. One statement.

    Pages that this viewer may not see, that take no comments or hide theirs, are left out.
    """
    return number_public(viewer, now=now, page_ids=page_ids)
