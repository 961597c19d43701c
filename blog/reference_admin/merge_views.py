"""Merging a paper into another and taking it back, each after a page that says what will happen."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from blog.merging import CannotMerge, merge_reference, plan_merge, separate_reference
from blog.models import Reference
from blog.reference_admin.listing import with_article_counts
from blog.reference_admin.words import OBSTACLES


class MergeForm(forms.Form):
    """The paper that stays."""

    into = forms.ModelChoiceField(Reference.objects.current(), label=_("Merge into"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].widget = Reference.snippet_viewset.chooser_viewset.widget_class()

    @classmethod
    def of(cls, data: QueryDict) -> "MergeForm":
        """Return the form as it was sent. What is no id counts as nothing chosen: Wagtail's chooser can't show it."""
        try:
            return cls({"into": str(UUID(data.get("into", "")))})
        except ValueError:
            return cls({"into": ""})


class OnePaper(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What both pages share."""

    model = Reference
    permission_required = "change"
    header_icon = "openquote"

    @cached_property
    def paper(self) -> Reference:
        """The paper the page is about. Raises `Http404` when it is gone."""
        return get_object_or_404(with_article_counts(Reference.objects.all()), pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not change this paper."""
        if not self.user_has_permission_for_instance("change", self.paper):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.paper.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailsnippets_blog_reference:list"),
                "label": capfirst(Reference._meta.verbose_name_plural),
            },
            {"url": edit_url(self.paper), "label": self.paper.title},
            {"url": "", "label": self.page_title},
        ]

    def refused(self, error: CannotMerge) -> HttpResponse:
        """Go back to the paper and say why nothing was done."""
        messages.error(self.request, OBSTACLES[error.obstacle])
        return redirect(edit_url(self.paper))


def edit_url(paper: Reference) -> str:
    """Return where a paper is edited."""
    return reverse("wagtailsnippets_blog_reference:edit", args=[quote(paper.pk)])


class MergeView(OnePaper):
    """Choose the paper that stays (GET), see what will happen (GET with `into`), do it (POST)."""

    template_name = "blog/references/merge.html"
    page_title = _("Merge into…")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.paper.merged_into_id:
            return redirect(reverse("wagtailsnippets_blog_reference:separate", args=[quote(self.paper.pk)]))
        form = MergeForm.of(request.GET) if "into" in request.GET else MergeForm()
        context: dict[str, Any] = {"form": form}
        if form.is_bound and form.is_valid():
            into = with_article_counts(Reference.objects.all()).get(pk=form.cleaned_data["into"].pk)
            try:
                context |= {"into": into, "plan": plan_merge(duplicate=self.paper, into=into)}
            except CannotMerge as error:
                form.add_error("into", str(OBSTACLES[error.obstacle]))
        return self.render_to_response(self.get_context_data(**context))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge."""
        form = MergeForm.of(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            into = merge_reference(duplicate=self.paper.pk, into=form.cleaned_data["into"].pk, user=request.user)
        except CannotMerge as error:
            return self.refused(error)
        messages.success(
            request, gettext("“%(duplicate)s” is now read as this reference.") % {"duplicate": self.paper.title}
        )
        return redirect(edit_url(into))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(paper=self.paper, **kwargs)
        context["media"] = context["form"].media
        return context


class SeparateView(OnePaper):
    """Say what taking a merge back does (GET), and do it (POST)."""

    template_name = "blog/references/separate.html"
    page_title = _("Separate")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.paper.merged_into_id:
            return redirect(edit_url(self.paper))
        return self.render_to_response(self.get_context_data(paper=self.paper))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Separate."""
        try:
            separate_reference(reference=self.paper.pk, user=request.user)
        except CannotMerge as error:
            return self.refused(error)
        messages.success(request, gettext("This reference stands for itself again."))
        return redirect(edit_url(self.paper))
