"""One public comment where it stands: below what it answers, above what answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comments.models import STEP
from comments.selectors.branches import ABOVE, Branch, first_replies, nearest
from comments.selectors.cursor import Cursor, Kind
from comments.selectors.roots import COLUMNS
from comments.selectors.thread import ThreadNotFound, path_within
from comments.selectors.trees import ThreadComment, assemble
from comments.selectors.visibility import in_thread_for, public_for, with_reply_count
from ground.viewer import Viewer


@dataclass(frozen=True, slots=True)
class InContext:
    """A comment with the first of its replies, and what it answers, from the root down.

    With `cursor`, the thread answers the same place: the root, what lies between, the comment and what follows.
    """

    comment: ThreadComment
    above: Sequence[ThreadComment]
    cursor: str


def comment_in_context(*, uuid: UUID, viewer: Viewer, now: datetime) -> InContext:
    """Return a public comment with the nearest of what it answers, at most `ABOVE` and no more than fit.

    At most four statements. Raises `ThreadNotFound` when there is none that this viewer may see.
    """
    row = with_reply_count(public_for(viewer, now=now)).filter(uuid=uuid).values(*COLUMNS, "page__url_path").first()
    if row is None:
        raise ThreadNotFound
    shown = in_thread_for(viewer, now=now, page_id=row["page_id"])
    lineage = [row["path"][:end] for end in range(STEP, len(row["path"]), STEP)][-ABOVE:]
    above = []
    if lineage:
        answered = with_reply_count(shown.filter(path__in=lineage)).order_by("path")
        above = nearest(list(answered.values(*COLUMNS)), beside=[row])
    branches = [*(Branch(one, (), more=False) for one in above)]
    branches.append(first_replies(row, beside=above, viewer=viewer, now=now))
    *before, comment = assemble(branches, page_path=path_within(viewer, row["page__url_path"]))
    return InContext(comment, before, cursor=str(Cursor(Kind.AT, uuid)))
