"""How a colour is chosen in the admin: written, or picked."""

from django import forms
from wagtail.admin.staticfiles import versioned_static


class ColourInput(forms.TextInput):
    """A text field for "#rrggbb" with the browser's colour picker beside it. Empty stays possible."""

    template_name = "website/brand/colour_input.html"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})

    @property
    def media(self) -> forms.Media:
        """The script that keeps the two in step, and how they look."""
        return forms.Media(
            js=[versioned_static("website/brand/colour-input.js")],
            css={"all": [versioned_static("website/brand/colour-input.css")]},
        )
