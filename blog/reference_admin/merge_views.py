"""Merging a paper into another and taking it back, each after a page that says what will happen."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from blog.merge_screen import AboutOneRow, MergeScreen, screen_url
from blog.merging import CannotMerge, MergePlan, merge_reference, plan_merge, separate_reference
from blog.models import Reference
from blog.reference_admin.listing import with_article_counts
from blog.reference_admin.words import OBSTACLES


class OnePaper(AboutOneRow):
    """What both pages share."""

    model = Reference
    header_icon = "openquote"
    context_name = "paper"
    obstacles = OBSTACLES

    def rows(self) -> QuerySet[Reference]:
        """Return all papers, with how often each is used."""
        return with_article_counts(Reference.objects.all())


class MergeView(OnePaper, MergeScreen):
    """Merge a paper into another."""

    template_name = "blog/references/merge.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, or tell; a merged paper can only be separated."""
        if self.row.merged_into_id:
            return redirect(screen_url(self.row, "separate"))
        return super().get(request, *args, **kwargs)

    def choices(self) -> QuerySet[Reference]:
        """Return the papers that stand for themselves."""
        return Reference.objects.current()

    def plan(self, into: Reference) -> MergePlan:
        """Return what merging would do. Raises `CannotMerge`."""
        return plan_merge(duplicate=self.row, into=into)

    def merge(self, into: Reference) -> Reference:
        """Merge. Raises `CannotMerge`."""
        return merge_reference(duplicate=self.row.pk, into=into.pk, user=self.request.user)

    def success(self) -> str:
        """Return what to say when it is done."""
        return gettext("“%(duplicate)s” is now read as this reference.") % {"duplicate": self.row.title}


class SeparateView(OnePaper):
    """Say what taking a merge back does (GET), and do it (POST)."""

    template_name = "blog/references/separate.html"
    page_title = _("Separate")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what will happen."""
        if not self.row.merged_into_id:
            return redirect(screen_url(self.row, "edit"))
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Separate."""
        try:
            separate_reference(reference=self.row.pk, user=request.user)
        except CannotMerge as error:
            return self.refused(error)
        messages.success(request, gettext("This reference stands for itself again."))
        return redirect(screen_url(self.row, "edit"))
