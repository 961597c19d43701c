"""A reader is forgotten: everything that was stored about an address goes, and threads keep their shape."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from comments.lifecycle import Status
from comments.models import AddressLink, Comment, Commenter, CommenterNote, Report, Vote
from comments.selectors.notes import note_key
from comments.services.deleting import blank
from comments.signals import thread_changed
from comments.submission import normal_email

BATCH = 500
"""Comments emptied in one go: SQLite takes no more than some thousand parameters."""


def erase_commenter(*, email: str, now: datetime) -> int:
    """Erase all that is stored about `email`, confirmed or not; return how many comments were emptied.

    Comments become tombstones. Likes and reports of this reader, subscriptions, mail that waits, links that were mailed
    and moderators' notes go; every token stops being good, because what it names is no longer there.
    """
    email = normal_email(email)
    with transaction.atomic():
        commenter = Commenter.objects.select_for_update(of=("self",)).filter(email=email).first()
        theirs = Q(author_email=email)
        if commenter is not None:
            theirs |= Q(commenter=commenter)
        kept = Comment.objects.filter(theirs).exclude(status=Status.DELETED).order_by("pk")
        ids = list(kept.values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            held = Comment.objects.select_for_update(of=("self",)).order_by("pk")
            blank(list(held.filter(pk__in=ids[start : start + BATCH])), now=now)
        AddressLink.objects.filter(email=email).delete()
        CommenterNote.objects.filter(about=note_key(email)).delete()
        if commenter is not None:
            _take_back_likes(commenter)
            Report.objects.filter(commenter=commenter).delete()
            commenter.delete()
    return len(ids)


def _take_back_likes(commenter: Commenter) -> None:
    liked = list(Comment.objects.filter(likes__commenter=commenter).values_list("pk", "uuid", "page_id"))
    Vote.objects.filter(commenter=commenter).delete()
    likes = Vote.objects.filter(comment=OuterRef("pk")).order_by().values("comment").annotate(number=Count("pk"))
    for start in range(0, len(liked), BATCH):
        ids = [pk for pk, _, _ in liked[start : start + BATCH]]
        Comment.objects.filter(pk__in=ids).update(score=Coalesce(Subquery(likes.values("number")), 0))
    for page_id in sorted({page_id for _, _, page_id in liked if page_id is not None}):
        thread_changed.send(sender=Comment, page_id=page_id, comment=None, change="vote")
