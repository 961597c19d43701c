"""Threads whose pages are gone: the list, and the way to put one below another page."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import Page

from comments.desk.choosing import GuardedPageChooser
from comments.desk.pages.urls import ORPHANS, ORPHANS_RESULTS, REATTACH, REPORT
from comments.models import Comment
from comments.permissions import may_moderate, may_set_policy
from comments.selectors import OrphanedThread
from comments.selectors.commentable import commentable_models, commentable_type_ids
from comments.selectors.orphans import orphan_rows
from comments.services import reattach


class ThreadColumn(BaseColumn):
    """Where the thread belonged, and the way to put it elsewhere."""

    cell_template_name = "comments/desk/pages/orphan_cell.html"

    def get_cell_context_data(self, instance: OrphanedThread, parent_context: Any) -> dict[str, Any]:
        """Add the address at which it is attached to another page."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"thread": instance, "reattach_url": reattach_url(instance)}


class ThreadPaginator(WagtailPaginator):
    """Wagtail's, which would count the threads as comments."""

    verbose_name = gettext_lazy("thread")
    verbose_name_plural = gettext_lazy("threads")


class OrphanReport(BaseListingView):
    """Threads whose pages are gone, in the branches this person moderates, the latest comment first."""

    model = Comment
    page_title = gettext_lazy("Threads without a page")
    header_icon = "warning"
    index_url_name = ORPHANS
    index_results_url_name = ORPHANS_RESULTS
    table_classname = "listing comment-policy-report"
    paginate_by = 50
    paginator_class = ThreadPaginator
    columns: ClassVar[list[BaseColumn]] = [ThreadColumn("thread", label=gettext_lazy("Thread"))]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let moderators in."""
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Return the threads as rows, which are counted and sliced by the database."""
        return orphan_rows(self.request.user)

    def get_table(self, object_list: Iterable[dict[str, Any]]) -> Any:
        """Draw the threads."""
        return super().get_table([OrphanedThread(**row) for row in object_list])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the report of policies."""
        report = {"url": reverse(REPORT), "label": _("Comment policies")}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def no_results_message(self) -> str:
        """What an empty list means."""
        return _("Every thread has its page.")


class ThreadForm(forms.Form):
    """Which thread; empty values are names too."""

    branch = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    title = forms.CharField(required=False, max_length=255, strip=False)
    path = forms.CharField(required=False, max_length=5000, strip=False)


class ReattachForm(forms.Form):
    """Where to, and what comes along."""

    page = forms.ModelChoiceField(label=gettext_lazy("Put the comments on"), queryset=Page.objects.filter(depth__gt=1))
    with_policy = forms.BooleanField(
        label=gettext_lazy("Also keep what the lost page said about comments"),
        help_text=gettext_lazy("Unless the new page says something of its own."),
        required=False,
    )

    def __init__(self, data: Any = None, *, user: Any) -> None:
        self.user = user
        super().__init__(data)
        chooser: Any = self.fields["page"]
        chooser.widget = GuardedPageChooser(target_models=commentable_models(), show_edit_link=False)
        chooser.widget.choices = chooser.choices

    def clean(self) -> dict[str, Any]:
        """Refuse what the service would refuse, at its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        page = cleaned.get("page")
        if page is None:
            return cleaned
        if page.content_type_id not in commentable_type_ids():
            self.add_error("page", _("Pages of this kind take no comments."))
        elif not may_moderate(self.user, page=page):
            self.add_error("page", _("You do not moderate the comments on this page."))
        elif cleaned["with_policy"] and not may_set_policy(self.user, page=page):
            self.add_error("with_policy", _("Only who may publish the page can say what holds there."))
        return cleaned


class ReattachView(WagtailAdminTemplateMixin, TemplateView):
    """Choose a page for a thread, see what will happen, and do it: the second POST says `sure`."""

    template_name = "comments/desk/pages/reattach.html"
    page_title = gettext_lazy("Put a thread on another page")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let moderators in; whose thread it is not does not find it."""
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def thread(self) -> OrphanedThread:
        """The thread that the address names."""
        form = ThreadForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        named = form.cleaned_data
        rows = orphan_rows(self.request.user).filter(
            branch_id=named["branch"], page_title=named["title"], page_path=named["path"]
        )
        found = rows.first()
        if found is None:
            raise Http404
        return OrphanedThread(**found)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the page."""
        return self._ask(ReattachForm(user=request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what will happen, or do it."""
        thread, form = self.thread, ReattachForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._ask(form)
        if "sure" not in request.POST:
            return self._ask(form, chosen=form.cleaned_data["page"])
        page, with_policy = form.cleaned_data["page"], form.cleaned_data["with_policy"]
        number = reattach(orphans=thread, page=page, user=request.user, with_policy=with_policy, now=timezone.now())
        said = ngettext(
            "%(number)d comment is now on “%(title)s”.", "%(number)d comments are now on “%(title)s”.", number
        )
        messages.success(request, said % {"number": number, "title": page.get_admin_display_title()})
        return redirect(ORPHANS)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        orphans = {"url": reverse(ORPHANS), "label": _("Threads without a page")}
        return [*self.breadcrumbs_items, orphans, {"url": "", "label": self.get_page_title()}]

    def _ask(self, form: ReattachForm, *, chosen: Page | None = None) -> HttpResponse:
        asked = {"thread": self.thread, "form": form, "chosen": chosen, "media": form.media}
        asked["action_url"], asked["orphans_url"] = reattach_url(self.thread), reverse(ORPHANS)
        return self.render_to_response(self.get_context_data(**asked))


def reattach_url(thread: OrphanedThread) -> str:
    """Return the address at which `thread` is put on another page."""
    query = QueryDict(mutable=True)
    if thread.branch_id is not None:
        query["branch"] = str(thread.branch_id)
    query["title"], query["path"] = thread.page_title, thread.page_path
    return f"{reverse(REATTACH)}?{query.urlencode()}"
