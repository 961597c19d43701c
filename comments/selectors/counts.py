"""How many public comments there are."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from comments.selectors.visibility import public_for
from ground.viewer import Viewer


def counts(*, page_ids: Sequence[int], viewer: Viewer, now: datetime) -> dict[int, int]:
    """Return the number of public comments of each of the pages, by page id. One statement.

    Pages without any, and pages this viewer may not see, are left out.
    """
    comments = public_for(viewer, now=now, page_ids=page_ids).order_by()
    return dict(comments.values_list("page_id").annotate(number=Count("pk")))
