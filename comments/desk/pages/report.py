"""The report of every page that says something of its own about comments, as a tree."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from comments.desk.pages.explaining import effective, status_class
from comments.desk.pages.forms import stored_names
from comments.desk.pages.urls import ORPHANS, REPORT, REPORT_RESULTS, policy_url
from comments.desk.pages.words import LABELS, STATES, next_words, value_words
from comments.models import CommentPolicy
from comments.permissions import may_moderate, may_see_policies
from comments.policy.resolving import TIME_FIELDS, resolve_policy
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.orphans import orphan_rows
from comments.selectors.overrides import Override, first_published, in_the_tree, overrides
from comments.selectors.policies import policy_row

KEPT = "override"


class OverrideColumn(BaseColumn):
    """Something about an override that was found out for all rows at once."""

    def get_cell_context_data(self, instance: CommentPolicy, parent_context: Any) -> dict[str, Any]:
        """Add what holds on the page."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"override": getattr(instance, KEPT)}


class PageColumn(OverrideColumn):
    """The page, indented below the pages above it that speak too."""

    cell_template_name = "comments/desk/pages/report_page_cell.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["comments/desk/pages.css"]}

    def get_cell_context_data(self, instance: CommentPolicy, parent_context: Any) -> dict[str, Any]:
        """Add the steps and the address of the page's policy."""
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"steps": range(context["override"].level), "policy_url": policy_url(instance.page_id or 0)}


class SaysColumn(OverrideColumn):
    """What the page says itself, and what of it is enforced below."""

    cell_template_name = "comments/desk/pages/report_says_cell.html"

    def get_cell_context_data(self, instance: CommentPolicy, parent_context: Any) -> dict[str, Any]:
        """Add label, value and whether it is enforced, for each thing that is said."""
        said = resolve_policy([policy_row(instance)])
        return super().get_cell_context_data(instance, parent_context) | {
            "said": [
                (label, value_words(said, name), not set(instance.enforce).isdisjoint(stored_names([name])))
                for name, label in LABELS.items()
                if effective(said, name).origin.page_id is not None and _says(instance, name)
            ]
        }


class NowColumn(OverrideColumn):
    """What holds on the page now, and what happens next."""

    cell_template_name = "comments/desk/pages/report_now_cell.html"

    def get_cell_context_data(self, instance: CommentPolicy, parent_context: Any) -> dict[str, Any]:
        """Add the state in words."""
        context = super().get_cell_context_data(instance, parent_context)
        override: Override = context["override"]
        page: Any = instance.page
        return context | {
            "state_words": STATES[override.state],
            "status_class": status_class(override.state),
            "next_words": next_words(
                override.holds,
                state=override.state,
                changes_at=override.changes_at,
                first_published_at=first_published(page),
                takes_comments=page.content_type_id in commentable_type_ids(),
                now=timezone.now(),
            ),
        }


class SetColumn(BaseColumn):
    """Who said it, and when."""

    cell_template_name = "comments/desk/pages/report_set_cell.html"


class PolicyReport(BaseListingView):
    """Every page with a policy of its own where this person publishes or moderates; `?branch=` shows one branch."""

    model = CommentPolicy
    page_title = gettext_lazy("Comment policies")
    header_icon = "comment"
    index_url_name = REPORT
    index_results_url_name = REPORT_RESULTS
    table_classname = "listing comment-policy-report"
    paginate_by = 50
    columns: ClassVar[list[BaseColumn]] = [
        PageColumn("page", label=gettext_lazy("Page"), width="28%"),
        SaysColumn("says", label=gettext_lazy("Says")),
        NowColumn("now", label=gettext_lazy("Comments now"), width="22%"),
        SetColumn("set", label=gettext_lazy("Set"), width="16%"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who publish or moderate somewhere."""
        if not may_see_policies(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def branch(self) -> Page | None:
        """The page to whose branch the report is narrowed."""
        asked = self.request.GET.get("branch", "")
        return Page.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None

    def get_queryset(self) -> QuerySet[CommentPolicy]:
        """Return the rows in the order of the tree."""
        found = overrides(self.request.user)
        return found.filter(page__path__startswith=self.branch.path) if self.branch else found

    def get_page_subtitle(self) -> str:
        """Name the branch."""
        return self.branch.get_admin_display_title() if self.branch else ""

    def get_table(self, object_list: Iterable[CommentPolicy]) -> Any:
        """Find out what holds for all rows before they are drawn."""
        rows = list(object_list)
        for row, override in zip(rows, in_the_tree(rows, user=self.request.user, now=timezone.now()), strict=True):
            setattr(row, KEPT, override)
        return super().get_table(rows)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to the threads whose pages are gone, where there are any."""
        if not may_moderate(self.request.user):
            return []
        number = orphan_rows(self.request.user).count()
        if not number:
            return []
        label = ngettext("%(number)d thread without a page", "%(number)d threads without a page", number)
        return [HeaderButton(label % {"number": number}, url=reverse(ORPHANS), icon_name="warning")]

    @cached_property
    def no_results_message(self) -> str:
        """What an empty report means."""
        return _("No page says anything of its own: comments are open everywhere, and everything is read first.")


def _says(row: CommentPolicy, name: str) -> bool:
    fields = TIME_FIELDS if name == "times" else (name,)
    return any(getattr(row, field) is not None for field in fields)
