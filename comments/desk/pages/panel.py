"""The panel "Reader comments" beside the form of the page editor."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from comments.desk.pages.explaining import Story, explain
from comments.desk.pages.urls import PANEL


class ReaderCommentsSidePanel(BaseSidePanel):
    """What holds for the comments on the page, what waits, and the way to change it at once."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens the panel; its number is what waits on the page."""

        aria_label = gettext_lazy("Toggle reader comments")
        icon_name = "group"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """Add how many comments wait."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"count": self.panel.story.waiting_here}

    name = "reader-comments"
    title = gettext_lazy("Reader comments")
    template_name = "comments/desk/pages/panel.html"
    order = 310

    @cached_property
    def story(self) -> Story:
        """What holds, for the page as it is stored, whatever its draft says."""
        return explain(page=Page.objects.get(pk=self.object.pk), user=self.request.user, now=timezone.now())

    @property
    def media(self) -> forms.Media:
        """The panel's few rules, and the script that answers inside the panel."""
        return forms.Media(css={"all": ["comments/desk/pages.css"]}, js=["comments/desk/policy-panel.js"])

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Describe what holds."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {
            "story": self.story,
            "panel_url": reverse(PANEL, args=[self.object.pk]),
            "failed": _("That did not reach the site, and nothing was changed. Please try again."),
            "csrf_token": get_token(self.request),
        }


class EditViewWithPanel(EditView):
    """Wagtail's page editor with the panel.

    Not in the answers to saving by itself: they draw the panels anew, and what is typed into this one would be lost.
    Nor in what makes an editor of the screen for a new page: that screen has no place for it.
    """

    request: HttpRequest

    def get_side_panels(self) -> Any:
        """Add the panel to Wagtail's."""
        panels = super().get_side_panels()
        if not self.expects_json_response and not self.hydrate_create_view:
            panels.append(ReaderCommentsSidePanel(self.page, self.request))
        return panels
