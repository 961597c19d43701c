"""Whether comments are open, and how many wait, beside every page in Wagtail's listing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from comments.desk.pages.explaining import queue_url, status_class
from comments.desk.pages.panel import EditViewWithPanel
from comments.desk.pages.urls import policy_url
from comments.desk.pages.words import STATES
from comments.permissions import may_moderate, may_see_policies, may_see_policy
from comments.policy import State, state_at
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.policies import effective_policies
from comments.selectors.waiting import waiting_on

KEPT = "_comments_at_a_glance"


@dataclass(frozen=True, slots=True)
class Glance:
    """What the listing says of one page; `policy_url` is empty for those who may not read more."""

    state: State
    waiting: int
    policy_url: str
    queue_url: str

    @property
    def state_words(self) -> str:
        """The state in a word."""
        return str(STATES[self.state])

    @property
    def status_class(self) -> str:
        """How Wagtail shows the state."""
        return status_class(self.state)


class ReaderCommentsColumn(BaseColumn):
    """The state of a page's comments, and what waits there."""

    cell_template_name = "comments/desk/pages/listing_cell.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["comments/desk/pages.css"]}

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        """Add what was found out for all rows at once."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"glance": getattr(instance, KEPT, None)}


class ListingWithComments(ExplorableIndexView):
    """Wagtail's listing of pages with a column about comments, for those who publish or moderate."""

    base_columns: ClassVar[list[BaseColumn]] = [
        *ExplorableIndexView.base_columns,
        ReaderCommentsColumn(
            "reader_comments", label=_("Reader comments"), width="12%", classname="comment-policy-glance"
        ),
    ]

    @cached_property
    def explorable_columns(self) -> list[BaseColumn]:
        """Wagtail's columns; ours only where there is something to show in it."""
        columns: list[BaseColumn] = super().explorable_columns
        return [column for column in columns if self._tells_of_comments or column.name != "reader_comments"]

    def get_table(self, object_list: Iterable[Page]) -> Any:
        """Find out about all rows before they are drawn."""
        if self._tells_of_comments:
            pages = list(object_list)
            for page, glance in zip(pages, glances(pages, user=self.request.user, now=timezone.now()), strict=True):
                setattr(page, KEPT, glance)
        return super().get_table(object_list)

    @cached_property
    def _tells_of_comments(self) -> bool:
        return may_see_policies(self.request.user)


class PagesWithComments(PageViewSet):
    """Wagtail's own screens of pages, all kinds of them, with ours in the editor and in the listing."""

    model = Page
    index_view_class = ListingWithComments
    edit_view_class = EditViewWithPanel


def glances(pages: Sequence[Page], *, user: Any, now: datetime) -> list[Glance | None]:
    """Return what the listing says of each of `pages`; nothing of those that take no comments and say nothing.

    Two statements for all, one for those who do not moderate.
    """
    kinds = set(commentable_type_ids())
    holding = effective_policies(pages=pages, now=now)
    waiting = waiting_on(user=user, pages=pages) if may_moderate(user) else {}
    found: list[Glance | None] = []
    for page in pages:
        policy, takes_comments = holding[page.pk], page.content_type_id in kinds
        if not takes_comments and policy.state.origin.page_id != page.pk:
            found.append(None)
            continue
        state = state_at(policy, now=now, first_published_at=page.first_published_at if takes_comments else None)
        url = policy_url(page.pk) if may_see_policy(user, page=page) else ""
        found.append(Glance(state, waiting.get(page.pk, 0), url, queue_url(page)))
    return found
