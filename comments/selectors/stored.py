"""Everything that is stored about one reader, for them to take along."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from comments.lifecycle import Status
from comments.models import (
    AddressLink,
    Comment,
    Commenter,
    CommenterNote,
    CommentRevision,
    Notice,
    Report,
    Subscription,
    Vote,
)
from comments.permissions import moderated_by
from comments.selectors.notes import note_key
from comments.submission import normal_email

Item = Mapping[str, Any]

OF_A_COMMENTER = ("uuid", "name", "avatar_seed", "confirmed_at", "signed_out_at")
OF_A_COMMENT = (
    "uuid",
    "page_title",
    "page_path",
    "parent__uuid",
    "body",
    "author_name",
    "author_email",
    "author_website",
    "avatar_seed",
    "status",
    "revision",
    "created_at",
    "edited_at",
    "tell_decision",
    "origin",
    "ledger",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """All rows about an address. `comments` have their former texts as `revisions`, oldest first.

    `origin` is the keyed hash of the network a comment came from, `ledger` what the checks found in it, `notes` what
    moderators noted.
    """

    email: str
    commenter: Commenter | None
    comments: list[Item]
    likes: list[Item]
    reports: list[Item]
    subscriptions: list[Item]
    notices: list[Item]
    links_asked_at: list[datetime]
    notes: list[Item]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return self.commenter is None and not (self.comments or self.links_asked_at or self.notes)

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain values, the commenter as `reader`."""
        rows = ("comments", "likes", "reports", "subscriptions", "notices", "links_asked_at", "notes")
        reader: dict[str, Any] = {"email": self.email}
        if self.commenter is not None:
            reader.update({name: getattr(self.commenter, name) for name in OF_A_COMMENTER})
        return {"reader": reader, **{name: getattr(self, name) for name in rows}}


def stored_about(*, email: str) -> Stored:
    """Return everything that is stored about an address, confirmed or not. At most nine statements."""
    email = normal_email(email)
    commenter = Commenter.objects.filter(email=email).first()
    theirs = Q(author_email=email)
    if commenter is not None:
        theirs |= Q(commenter=commenter)
    wrote = Comment.objects.filter(theirs).exclude(status=Status.DELETED)
    former: dict[Any, list[Item]] = defaultdict(list)
    revisions = CommentRevision.objects.filter(comment__in=wrote.values("pk")).order_by("number")
    for uuid, number, body, written_at in revisions.values_list("comment__uuid", "number", "body", "written_at"):
        former[uuid].append({"number": number, "body": body, "written_at": written_at})
    comments = wrote.order_by("created_at", "pk").values(*OF_A_COMMENT, "commenter_id")
    return Stored(
        email=email,
        commenter=commenter,
        comments=[
            {**row, "confirmed": row["commenter_id"] is not None, "revisions": former[row["uuid"]]} for row in comments
        ],
        likes=_of(Vote, commenter, "comment__uuid", "created_at"),
        reports=_of(Report, commenter, "comment__uuid", "revision", "reason", "note", "created_at", "settled_at"),
        subscriptions=_of(Subscription, commenter, "uuid", "page_id", "comment__uuid", "created_at"),
        notices=_of(Notice, commenter, "kind", "comment__uuid", "due_at", "sent_at"),
        links_asked_at=list(
            AddressLink.objects.filter(email=email).order_by("asked_at").values_list("asked_at", flat=True)
        ),
        notes=list(
            CommenterNote.objects.filter(about=note_key(email))
            .order_by("pk")
            .values("text", "written_by", "written_at")
        ),
    )


def may_answer_for(email: str, *, user: Any) -> bool:
    """Tell whether `user` may hand out and erase all that is stored about a normalised address.

    Whoever moderates everything that was written under it may, confirmed or not; about no address nobody can.
    """
    if not email:
        return False
    if user.is_active and user.is_superuser:
        return True
    written = Q(author_email=email) | Q(commenter__in=Commenter.objects.filter(email=email))
    kept = Comment.objects.filter(written).exclude(status=Status.DELETED)
    here = Comment.objects.filter(moderated_by(user), pk=OuterRef("pk"))
    return kept.filter(Exists(here)).exists() and not kept.exclude(Exists(here)).exists()


def _of(model: Any, commenter: Commenter | None, *columns: str) -> list[Item]:
    if commenter is None:
        return []
    return list(model.objects.filter(commenter=commenter).order_by("pk").values(*columns))
