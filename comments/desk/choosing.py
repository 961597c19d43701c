"""Wagtail's page chooser for screens whose content security policy refuses scripts inside the page."""

import json
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

MOST_DIGITS = 10
"""Of a page's number: from here on it would not fit into its column."""


class GuardedPageChooser(AdminPageChooser):
    """The chooser as it is, started by a script of ours in place of one written into the page."""

    def get_instance(self, value: Any) -> Any:
        """Return the page that `value` is, or the number of; None where there is no such page."""
        if isinstance(value, Page):
            return super().get_instance(value)
        number = str(value or "")
        return super().get_instance(int(number)) if number.isdecimal() and len(number) < MOST_DIGITS else None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the chooser's markup, and what its start needs as data."""
        data = self.get_value_data(value)
        options = json.dumps(self.get_js_init_options(attrs["id"], name, data))
        start = '{}<template data-page-chooser="{}" data-options="{}"></template>'
        return format_html(start, self.render_html(name, data, attrs), attrs["id"], options)

    @property
    def media(self) -> forms.Media:
        """Wagtail's scripts, then ours."""
        wagtails: forms.Media = super().media
        return wagtails + forms.Media(js=["comments/desk/page-chooser.js"])
