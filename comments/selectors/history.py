"""What the log says about comments, for those who decide about them."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, QuerySet, When
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from comments.models import Comment
from comments.permissions import EVERYWHERE, moderated_branches, moderated_by


def log_of(comment: Comment) -> "QuerySet[ModelLogEntry]":
    """Return all that happened to a comment, the oldest first, with who did it."""
    return _entries().filter(object_id=str(comment.pk)).order_by("timestamp", "pk")


def log_for(user: Any) -> "QuerySet[ModelLogEntry]":
    """Return all that happened to the comments that `user` moderates, the newest first, with who did it."""
    entries = _entries().order_by("-timestamp", "-pk")
    if moderated_branches(user) == EVERYWHERE:
        return entries
    # Other models may have handles that are no numbers, and only a CASE keeps a database from reading those as such.
    ours = When(content_type=_kind(), then=Cast(F("object_id"), BigIntegerField()))
    numbered = entries.annotate(comment_number=Case(ours, default=None, output_field=BigIntegerField()))
    mine = Exists(Comment.objects.filter(moderated_by(user), pk=OuterRef("comment_number")))
    found: QuerySet[ModelLogEntry] = numbered.filter(mine)
    return found


def _entries() -> "QuerySet[ModelLogEntry]":
    entries: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(content_type=_kind())
    return entries.select_related("user__wagtail_userprofile")


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(Comment)
