"""Canned replies in modeladmin: each moderator sees and changes those of their branches."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.models import Page
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from comments.desk.decisions.canned_list import INDEX, RESULTS, CannedReplies
from comments.desk.rules.forms import ModeratedPageChooser
from comments.models import PLACES, CannedReply
from comments.permissions import may_moderate
from comments.selectors.canned import canned_of
from comments.services import remove_canned_reply, save_canned_reply
from comments.services.canned import refuse_unknown_places


def places_help() -> str:
    """Return which places are filled."""
    places = ", ".join(f"{{{name}}} {says}" for name, says in PLACES.items())
    return _("These are filled when it is used: %(places)s.") % {"places": places}


class CannedReplyForm(WagtailAdminModelForm):
    """The form; the service stores."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].widget.user = self.for_user
        self.fields["text"].help_text = places_help()
        self.before = CannedReply.objects.get(pk=self.instance.pk) if self.instance.pk else None

    def clean_page(self) -> Page:
        """Refuse a branch that somebody else moderates."""
        page: Page = self.cleaned_data["page"]
        if not may_moderate(self.for_user, page=page):
            raise ValidationError(_("You don't moderate comments on this page."))
        return page

    def clean_text(self) -> str:
        """Refuse places that do not exist."""
        text: str = self.cleaned_data["text"]
        refuse_unknown_places(text)
        return text

    def save(self, commit: bool = True) -> CannedReply:
        """Have the service store it."""
        values = {name: self.cleaned_data[name] for name in ("page", "use", "name", "text")}
        return save_canned_reply(canned=self.before, user=self.for_user, now=timezone.now(), **values)


class CannedPermissionHelper(PermissionHelper):
    """By branch."""

    def user_can_list(self, user: Any) -> bool:
        """Tell whether `user` sees the menu item."""
        return may_moderate(user)

    def user_can_create(self, user: Any) -> bool:
        """Tell whether `user` may add one somewhere."""
        return may_moderate(user)

    def user_can_edit_obj(self, user: Any, obj: CannedReply) -> bool:
        """Tell whether `user` may change this one."""
        return may_moderate(user, page=obj.page)

    def user_can_delete_obj(self, user: Any, obj: CannedReply) -> bool:
        """Tell whether `user` may remove this one."""
        return may_moderate(user, page=obj.page)


class WithBreadcrumbs:
    """A view of modeladmin under Wagtail's header of today, which leads back to the list."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where this is."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # of the view it is mixed into
        title = self.get_page_subtitle()  # type: ignore[attr-defined]  # modeladmin's: the name, or what is made
        items = [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(INDEX), "label": _("Canned replies")},
            {"url": "", "label": title},
        ]
        return context | {"breadcrumbs_items": items, "header_title": title}


class CannedCreateView(WithBreadcrumbs, CreateView):
    """A new one."""


class CannedEditView(WithBreadcrumbs, EditView):
    """One that there is."""


class CannedDeleteView(WithBreadcrumbs, DeleteView):
    """Remove through the service."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove it, and say so."""
        remove_canned_reply(canned=self.instance, user=request.user, now=timezone.now())
        messages.success(request, _("The canned reply is removed."))
        return redirect(self.index_url)


class CannedReplyAdmin(ModelAdmin):
    """The texts that moderators begin with."""

    model = CannedReply
    base_url_path = "reader-comments/canned-replies"
    menu_label = gettext_lazy("Canned replies")
    menu_icon = "openquote"
    permission_helper_class = CannedPermissionHelper
    create_view_class = CannedCreateView
    edit_view_class = CannedEditView
    delete_view_class = CannedDeleteView
    history_view_enabled = False
    create_template_name = "comments/desk/decisions/canned_create.html"
    edit_template_name = "comments/desk/decisions/canned_edit.html"
    delete_template_name = "comments/desk/decisions/canned_delete.html"

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return modeladmin's addresses, and that of the list's results alone."""
        results = path(f"{self.base_url_path}/results/", CannedReplies.as_view(results_only=True), name=RESULTS)
        return (*super().get_admin_urls_for_registration(), results)

    def index_view(self, request: HttpRequest) -> Any:
        """List them as Wagtail lists things."""
        return CannedReplies.as_view()(request)

    def edit_view(self, request: HttpRequest, instance_pk: str) -> Any:
        """Change one. Raises `Http404` for what is no number."""
        return super().edit_view(request, _number(instance_pk))

    def delete_view(self, request: HttpRequest, instance_pk: str) -> Any:
        """Remove one. Raises `Http404` for what is no number."""
        return super().delete_view(request, _number(instance_pk))

    def get_queryset(self, request: HttpRequest) -> "QuerySet[CannedReply]":
        """Return those of the branches that this moderator decides about."""
        return canned_of(request.user).order_by("name", "pk")

    def get_edit_handler(self) -> Any:
        """Return the fields, in a form that stores through the service."""
        fields = [
            FieldPanel("name"),
            FieldPanel("use"),
            FieldPanel("page", widget=ModeratedPageChooser(show_edit_link=False, can_choose_root=True)),
            FieldPanel("text", widget=_text()),
        ]
        return ObjectList(fields, base_form_class=CannedReplyForm)


def _text() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 8, "dir": "auto"})


def _number(text: str) -> str:
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return text
