"""Who reacts to comments, and which of them they like."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from comments.models import Comment, Commenter, Vote
from comments.selectors.thread import ThreadNotFound
from comments.selectors.visibility import pages_with_comments, public_for
from ground.viewer import Viewer

LIKES_MAX = 500
"""Likes of one reader that are looked for on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacting:
    """A reader who reacts: a confirmed commenter, or a guest known by a key their client keeps and their network.

    `origin` is the keyed hash of the network that limits are counted by.
    """

    commenter: Commenter | None
    key: UUID | None
    network: str
    origin: str

    @property
    def mark(self) -> str | None:
        """What is stored of them: 32 hexadecimal characters; None where there is nothing to know them by.

        A guest's tells nothing of the network to whoever does not have the client's key, which is stored nowhere.
        """
        if self.commenter is not None:
            words = f"commenter {self.commenter.uuid.hex}"
        elif self.key is not None:
            words = f"guest {self.key.hex} {self.network}"
        else:
            return None
        return salted_hmac("comments.reacting", words, algorithm="sha256").hexdigest()[:32]


def own_likes(*, page_id: int, reader: Reacting, viewer: Viewer, now: datetime) -> list[UUID]:
    """Return the public comments of a page that `reader` likes, at most `LIKES_MAX`. At most two statements.

    Raises `ThreadNotFound` when this viewer may not see such a page.
    """
    if not pages_with_comments(viewer, now=now).filter(pk=page_id).exists():
        raise ThreadNotFound
    if reader.mark is None:
        return []
    liked = Vote.objects.filter(voter=reader.mark, comment__page_id=page_id).values("comment")
    public = public_for(viewer, now=now, page_ids=[page_id]).filter(pk__in=liked)
    return list(public.order_by("path").values_list("uuid", flat=True)[:LIKES_MAX])


def likes_of(comment: Comment) -> int:
    """Return how many readers like `comment`. One statement."""
    return Vote.objects.filter(comment=comment).count()
