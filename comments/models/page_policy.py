"""What a page says about the comments on it and below it."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.kept import KeptWithoutPage
from comments.policy import DEPTH_CAP, Moderation, State, Who
from comments.policy.timing import LONGEST_DAYS

MESSAGE_MAX = 500
"""Characters of a note to readers."""


class CommentPolicy(KeptWithoutPage):
    """At most one row per page, outside the page's revisions. A field that is NULL says nothing: inherit.

    `enforce` is a list of field names whose values here beat every row nearer to the page in question. `set_by` is
    the name of whoever set it last, empty when no person did.
    """

    class States(models.TextChoices):
        """Whether comments are taken, with the words marketing sees."""

        OPEN = State.OPEN.value, _("Open")
        CLOSED = State.CLOSED.value, _("Closed: shown, but nothing new")
        HIDDEN = State.HIDDEN.value, _("Hidden")

    class Readers(models.TextChoices):
        """Who may write, with the words marketing sees."""

        ANYONE = Who.ANYONE.value, _("Anyone")
        CONFIRMED = Who.CONFIRMED.value, _("Readers with a confirmed address")
        STAFF = Who.STAFF.value, _("Staff")

    class Moderations(models.TextChoices):
        """What is read before it is published, with the words marketing sees."""

        EVERYTHING = Moderation.EVERYTHING.value, _("Everything is read first")
        NEWCOMERS = Moderation.NEWCOMERS.value, _("Newcomers are read first")
        AFTERWARDS = Moderation.AFTERWARDS.value, _("Published at once, read afterwards")

    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="comment_policy"
    )
    state = models.CharField(_("comments are"), max_length=6, null=True, choices=States.choices)  # noqa: DJ001 - NULL inherits, and no text means that
    opens_at = models.DateTimeField(_("open from"), null=True)
    closes_at = models.DateTimeField(_("closed from"), null=True)
    close_after_days = models.PositiveIntegerField(
        _("close after so many days"), null=True, validators=[MaxValueValidator(LONGEST_DAYS)]
    )
    reopened_at = models.DateTimeField(_("opened again"), null=True)
    who = models.CharField(_("who may write"), max_length=9, null=True, choices=Readers.choices)  # noqa: DJ001 - the same
    moderation = models.CharField(_("moderation"), max_length=10, null=True, choices=Moderations.choices)  # noqa: DJ001 - the same
    max_depth = models.PositiveSmallIntegerField(
        _("replies are shown so deep"), null=True, validators=[MinValueValidator(1), MaxValueValidator(DEPTH_CAP)]
    )
    votes = models.BooleanField(_("readers can vote"), null=True)
    max_links = models.PositiveSmallIntegerField(_("links before a comment is held"), null=True)
    message = models.TextField(  # noqa: DJ001 - "" is a value: no note
        _("note to readers"), null=True, blank=True, validators=[MaxLengthValidator(MESSAGE_MAX)]
    )
    enforce = models.JSONField(_("enforced below"), default=list)
    set_by = models.CharField(_("set by"), max_length=150, blank=True)
    set_at = models.DateTimeField(_("set"))

    class Meta:
        verbose_name = _("comment policy")
        verbose_name_plural = _("comment policies")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__isnull=True) | Q(state__in=[state.value for state in State]),
                name="policy_state_known",
            ),
            models.CheckConstraint(
                condition=Q(who__isnull=True) | Q(who__in=[who.value for who in Who]), name="policy_who_known"
            ),
            models.CheckConstraint(
                condition=Q(moderation__isnull=True) | Q(moderation__in=[choice.value for choice in Moderation]),
                name="policy_moderation_known",
            ),
            models.CheckConstraint(
                condition=Q(max_depth__isnull=True) | Q(max_depth__gte=1, max_depth__lte=DEPTH_CAP),
                name="policy_depth_bounded",
            ),
            models.CheckConstraint(
                condition=Q(close_after_days__isnull=True) | Q(close_after_days__lte=LONGEST_DAYS),
                name="policy_days_bounded",
            ),
        ]

    def __str__(self) -> str:
        return self.page_title
