"""The comment: one row for what one reader wrote, whatever became of it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from comments.lifecycle import HIDING, Decision, Status
from comments.models.kept import KeptWithoutPage
from comments.models.seed import new_seed
from comments.policy import DEPTH_CAP
from comments.submission import EMAIL_MAX, NAME_MAX, WEBSITE_MAX

PERSONAL_FIELDS: Mapping[str, Callable[[], object]] = MappingProxyType(
    {
        "body": str,
        "html": str,
        "author_name": str,
        "author_email": str,
        "author_website": str,
        "user": lambda: None,
        "commenter": lambda: None,
        "avatar_seed": str,
        "origin": str,
        "digest": str,
        "fingerprint": str,
        "ledger": list,
    }
)
"""Every column of a comment that is about its author, and what it holds once the comment is deleted."""


STEP = 8
"""Characters of `Comment.path` per level."""


class Comment(KeptWithoutPage):
    """What a reader wrote below a page. Written by the services alone.

    `path` is where it stands in its thread: per level eight decimal digits, so that text order is tree order under
    every collation, and every descendant's path starts with it. `parent` is what it truly answers. `digest` is of
    everything that was sent with `key`, `fingerprint` of what its text looks like. `origin` is the keyed hash of the
    sender's network. `commenter` is the confirmed identity it was written under, `score` its number of likes,
    recomputed whenever one is given or taken, `weight` that of all findings in the ledger together. `decided_at` and
    `last_human_decision` are a moderator's; how it came about is in the audit log.
    """

    class Statuses(models.TextChoices):
        """The statuses with the words moderators see."""

        PENDING = Status.PENDING.value, _("Waiting")
        APPROVED = Status.APPROVED.value, _("Approved")
        REJECTED = Status.REJECTED.value, _("Rejected")
        SPAM = Status.SPAM.value, _("Spam")
        DELETED = Status.DELETED.value, _("Deleted by the author")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="reader_comments",
        db_index=False,
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("answer to"), null=True, on_delete=models.PROTECT, related_name="replies"
    )
    path = models.CharField(max_length=STEP * DEPTH_CAP, editable=False)
    depth = models.PositiveSmallIntegerField(editable=False)

    status = models.CharField(_("status"), max_length=8, choices=Statuses.choices)
    last_human_decision = models.CharField(
        max_length=8, blank=True, editable=False, choices=[(decision.value, decision.value) for decision in Decision]
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)

    body = models.TextField(_("comment"))
    html = models.TextField(editable=False)
    cleaner_version = models.PositiveSmallIntegerField(editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)

    score = models.IntegerField(_("likes"), default=0, editable=False)
    pinned_at = models.DateTimeField(_("pinned"), null=True, editable=False)
    tell_decision = models.BooleanField(_("tell the author of the decision"), default=False, editable=False)

    author_name = models.CharField(_("name"), max_length=NAME_MAX, blank=True)
    author_email = models.CharField(_("e-mail address"), max_length=EMAIL_MAX, blank=True)
    author_website = models.CharField(_("website"), max_length=WEBSITE_MAX, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="reader_comments",
        db_index=False,
    )
    commenter = models.ForeignKey(
        "comments.Commenter",
        verbose_name=_("commenter"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        db_index=False,
    )
    avatar_seed = models.CharField(max_length=16, blank=True, default=new_seed, editable=False)

    origin = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"))
    key = models.UUIDField(default=uuid4, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    ledger = models.JSONField(default=list, editable=False)
    weight = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("reader comment")
        verbose_name_plural = _("reader comments")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "path"], name="comment_one_per_place"),
            models.UniqueConstraint(fields=["page", "key"], name="comment_one_per_key"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="comment_status_known"
            ),
            models.CheckConstraint(condition=Q(depth__gte=1, depth__lte=DEPTH_CAP), name="comment_depth_bounded"),
            models.CheckConstraint(condition=Exact(Length("path"), F("depth") * STEP), name="comment_path_fits_depth"),
            models.CheckConstraint(
                condition=Q(depth=1, parent__isnull=True) | Q(depth__gt=1, parent__isnull=False),
                name="comment_reply_has_parent",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="comment_revision_counts"),
            models.CheckConstraint(
                condition=~Q(status=Status.DELETED.value)
                | Q(
                    body="",
                    html="",
                    author_name="",
                    author_email="",
                    author_website="",
                    user__isnull=True,
                    commenter__isnull=True,
                    avatar_seed="",
                    origin="",
                    digest="",
                    fingerprint="",
                ),
                name="comment_deleted_is_blank",
            ),
        ]
        indexes = [
            models.Index(fields=["page", "depth", "created_at", "id", "status"], name="comment_roots"),
            models.Index(fields=["page", "depth", "-score", "created_at", "id", "status"], name="comment_best"),
            models.Index(fields=["page", "path", "status", "depth"], name="comment_below"),
            models.Index(
                fields=["page", "status", "path"], condition=Q(status=Status.APPROVED.value), name="comment_counted"
            ),
            models.Index(
                fields=["page", "path", "depth", "status"],
                condition=Q(status__in=sorted(status.value for status in HIDING)),
                name="comment_hidden",
            ),
            models.Index(fields=["page", "pinned_at"], condition=Q(pinned_at__isnull=False), name="comment_pinned"),
            models.Index(fields=["status", "created_at", "id", "page", "branch", "weight"], name="comment_desk"),
            models.Index(fields=["origin", "created_at"], name="comment_by_origin"),
            models.Index(fields=["author_email", "created_at"], name="comment_by_email"),
            models.Index(fields=["user", "created_at"], name="comment_by_user"),
            models.Index(fields=["commenter", "created_at"], name="comment_by_commenter"),
            models.Index(fields=["fingerprint", "created_at"], name="comment_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
