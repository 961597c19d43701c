"""Where a comment stands among others."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from comments.desk import words
from comments.desk.urls import INSPECT
from comments.lifecycle import Status
from comments.models import STEP, Comment


@dataclass(frozen=True, slots=True)
class Turn:
    """A comment above: who, what, how it stands, and where it can be read."""

    name: str
    body: str
    status: str
    url: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a comment answers, from the root down, and how many others stand beside and right below it."""

    above: list[Turn]
    beside: int
    below: int


def conversation_of(comment: Comment) -> Conversation:
    """Return the place of a comment in its thread. At most two statements.

    All of a thread is on one page, so whoever decides about one comment decides about all of them.
    """
    paths = [comment.path[:end] for end in range(STEP, len(comment.path), STEP)]
    if comment.page_id is None:
        # Without a page, another lost thread may have the same places.
        above = [comment.parent] if comment.parent else []
    else:
        above = list(Comment.objects.filter(page=comment.page_id, path__in=paths).order_by("path")) if paths else []
    around = Comment.objects.filter(Q(parent=comment) | (Q(parent=comment.parent_id) & ~Q(pk=comment.pk)))
    if comment.parent_id is None:
        around = Comment.objects.filter(parent=comment)
    counted = around.aggregate(
        below=Count("pk", filter=Q(parent=comment)), beside=Count("pk", filter=~Q(parent=comment))
    )
    return Conversation([_turn(each) for each in above], **counted)


def _turn(comment: Comment) -> Turn:
    return Turn(
        name=comment.author_name,
        body=comment.body,
        status=words.status_words(Status(comment.status)),
        url=reverse(INSPECT, args=[comment.uuid]),
    )
