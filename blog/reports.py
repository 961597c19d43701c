"""Reports of what needs a person's eye: credentials that lapse, posts to be reviewed again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from blog.models import Author, BlogPostPage, Credential, PostContributor

NOTICE = timedelta(days=60)
"""How long before its day something is marked as coming up: time enough to renew a licence or find a reviewer."""


def state(day: date, *, today: date) -> str:
    """Return whether `day` is past, near or far: "past", "soon" or "later". The day itself is not past."""
    if day < today:
        return "past"
    return "soon" if day - today <= NOTICE else "later"


def day_column(name: str, *, label: Promise) -> Column:
    """Return the column of a day, written out: Wagtail's own has words for past moments only."""

    def written(row: Any) -> str:
        day = getattr(row, name)
        return date_format(day) if day else ""

    return Column(name, label=label, accessor=written)


def state_column(*, past: Promise, day: Callable[[Any], date]) -> StatusTagColumn:
    """Return the column that says how urgent a row is; `past` is the word for what is too late."""
    words = {"past": past, "soon": gettext_lazy("Soon"), "later": gettext_lazy("Later")}

    def urgency(row: Any) -> str:
        return state(day(row), today=timezone.localdate())

    return StatusTagColumn(
        "state",
        label=gettext_lazy("State"),
        accessor=lambda row: words[urgency(row)],
        primary=lambda row: urgency(row) != "later",
    )


class CredentialReport(ReportView):
    """Credentials that are valid until a day, the next to lapse first."""

    model = Credential
    page_title = gettext_lazy("Credentials that lapse")
    header_icon = "user"
    index_url_name = "blog_reports:credentials"
    index_results_url_name = "blog_reports:credentials_results"
    permission_policy = ModelPermissionPolicy(Author)
    any_permission_required: ClassVar[list[str]] = ["change"]
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "author",
            label=gettext_lazy("Author"),
            get_url=lambda row: reverse("wagtailsnippets_blog_author:edit", args=[row.author_id]),
        ),
        Column("letters", label=gettext_lazy("Credential")),
        Column("number", label=gettext_lazy("Number")),
        Column("issuer", label=gettext_lazy("Issued by")),
        day_column("expires_on", label=gettext_lazy("Valid until")),
        state_column(past=gettext_lazy("Lapsed"), day=lambda row: row.expires_on),
    ]
    list_export: ClassVar[list[str]] = ["author", "letters", "number", "issuer", "expires_on"]

    def get_queryset(self) -> QuerySet[Credential]:
        """Return the credentials with an end, the next first."""
        found: QuerySet[Credential] = Credential.objects.filter(expires_on__isnull=False)
        return found.select_related("author").order_by("expires_on", "pk")

    @property
    def no_results_message(self) -> str:
        """Say what an empty report means."""
        return _("No credential has a day until which it is valid.")


class ReviewReport(ReportView):
    """Live posts with a day by which they should be reviewed again, the longest overdue first."""

    model = BlogPostPage
    page_title = gettext_lazy("Reviews due")
    header_icon = "glasses"
    index_url_name = "blog_reports:reviews"
    index_results_url_name = "blog_reports:reviews_results"
    permission_policy = PagePermissionPolicy()
    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "title",
            label=gettext_lazy("Post"),
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.pk]),
        ),
        Column("reviewers", label=gettext_lazy("Reviewed by"), accessor=lambda row: reviewers(row)),
        day_column("reviewed_on", label=gettext_lazy("Reviewed on")),
        day_column("review_due", label=gettext_lazy("Review due")),
        state_column(past=gettext_lazy("Overdue"), day=lambda row: row.review_due),
    ]
    list_export: ClassVar[list[str]] = ["title", "reviewed_on", "review_due"]

    def get_queryset(self) -> QuerySet[BlogPostPage]:
        """Return the posts this person may change, the longest overdue first."""
        allowed = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        found: QuerySet[BlogPostPage] = BlogPostPage.objects.filter(
            live=True, review_due__isnull=False, pk__in=allowed.values("pk")
        )
        return found.prefetch_related("contributors__author").order_by("review_due", "pk")

    @property
    def no_results_message(self) -> str:
        """Say what an empty report means."""
        return _("No live post has a day by which it should be reviewed again.")


def reviewers(post: BlogPostPage) -> str:
    """Return the names of those who reviewed `post`."""
    return ", ".join(each.author.name for each in post.contributors.all() if each.role == PostContributor.Role.REVIEWER)
