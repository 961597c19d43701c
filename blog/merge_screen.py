"""Merging a row of the admin into another, after a page that says what will happen."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from blog.merging import CannotMerge, Obstacle


def screen_url(row: Model, name: str) -> str:
    """Return the address of the screen `name` about `row`, a snippet."""
    viewset: Any = type(row).snippet_viewset  # type: ignore[attr-defined]  # Wagtail's registration adds it
    return reverse(viewset.get_url_name(name), args=[quote(row.pk)])


class IntoForm(forms.Form):
    """The row that stays: one of `rows`."""

    into: Any = forms.ModelChoiceField(None, label=_("Merge into"))

    def __init__(self, data: QueryDict | None, *, rows: QuerySet[Any]) -> None:
        super().__init__(data if data is None else {"into": _readable(data.get("into", ""), model=rows.model)})
        field: Any = self.fields["into"]
        viewset: Any = rows.model.snippet_viewset
        field.queryset = rows
        field.widget = viewset.chooser_viewset.widget_class()


def _readable(value: str, *, model: type[Model]) -> str:
    """Return `value`, or nothing for what is no id, which Wagtail's chooser can't show."""
    try:
        return str(model._meta.pk.to_python(value)) if len(value) < 40 else ""
    except ValidationError:
        return ""


class AboutOneRow(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin about one row, for whoever may change it. A template knows it as `context_name`."""

    model: type[Model]
    permission_required = "change"
    context_name: ClassVar[str]
    obstacles: ClassVar[Mapping[Obstacle, str | Promise]]

    def rows(self) -> QuerySet[Any]:
        """Return all rows, with what the page tells of one."""
        raise NotImplementedError

    @cached_property
    def row(self) -> Any:
        """The row the page is about. Raises `Http404` when it is gone."""
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not change this row."""
        if not self.user_has_permission_for_instance("change", self.row):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset: Any = self.model.snippet_viewset  # type: ignore[attr-defined]  # Wagtail's registration adds it
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(viewset.get_url_name("list")),
                "label": capfirst(self.model._meta.verbose_name_plural),
            },
            {"url": screen_url(self.row, "edit"), "label": str(self.row)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{self.context_name: self.row}, **kwargs)

    def refused(self, error: CannotMerge) -> HttpResponse:
        """Go back to the row and say why nothing was done."""
        messages.error(self.request, self.obstacles[error.obstacle])
        return redirect(screen_url(self.row, "edit"))


class MergeScreen(AboutOneRow):
    """Choose the row that stays (GET), see what will happen (GET with `into`), do it (POST)."""

    page_title = _("Merge into…")

    def choices(self) -> QuerySet[Any]:
        """Return the rows that others can be merged into."""
        raise NotImplementedError

    def plan(self, into: Any) -> Any:
        """Return what merging would do. Raises `CannotMerge`."""
        raise NotImplementedError

    def merge(self, into: Any) -> Any:
        """Merge, and return the row that stays. Raises `CannotMerge`."""
        raise NotImplementedError

    def success(self) -> str:
        """Return what to say when it is done."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, or tell."""
        form = IntoForm(request.GET if "into" in request.GET else None, rows=self.choices())
        context: dict[str, Any] = {"form": form}
        if form.is_bound and form.is_valid():
            into = self.rows().get(pk=form.cleaned_data["into"].pk)
            try:
                context |= {"into": into, "plan": self.plan(into)}
            except CannotMerge as error:
                form.add_error("into", str(self.obstacles[error.obstacle]))
        return self.render_to_response(self.get_context_data(**context))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge."""
        form = IntoForm(request.POST, rows=self.choices())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            into = self.merge(form.cleaned_data["into"])
        except CannotMerge as error:
            return self.refused(error)
        messages.success(request, self.success())
        return redirect(screen_url(into, "edit"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        addresses = {"merge_url": screen_url(self.row, "merge"), "edit_url": screen_url(self.row, "edit")}
        return context | addresses | {"media": context["form"].media}
