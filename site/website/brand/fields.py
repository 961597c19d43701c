"""Columns of the brand: colours, and menus whose blocks stay out of migrations."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from website.brand.blocks import FooterBlock, MenuBlock, SocialBlock
from website.brand.contrast import COLOUR
from website.brand.widgets import ColourInput


class ColourField(models.CharField):  # type: ignore[type-arg]  # the stub's parameters stay as they are
    """A colour as "#rrggbb", or nothing. "#ABC" and a missing "#" are understood."""

    default_validators = [RegexValidator(rf"\A{COLOUR.pattern}\Z", _("Write a colour as #rrggbb, such as #0b5a6e."))]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 7, "blank": True, **kwargs})

    def to_python(self, value: Any) -> Any:
        digits = str(value or "").strip().lower().removeprefix("#")
        if len(digits) == 3:
            digits = "".join(2 * digit for digit in digits)
        return f"#{digits}" if digits else ""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": ColourInput, "form_class": ColourFormField, **kwargs})


class ColourFormField(forms.CharField):
    """The form's side: lengths are for the column to judge, once it has understood what was written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": None})


class _BlocksField(StreamField):
    blocks: type

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(self.blocks, **{"blank": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        del kwargs["block_lookup"]
        return name, path, [], kwargs


class MenuField(_BlocksField):
    """The links of the menu."""

    blocks = MenuBlock


class FooterField(_BlocksField):
    """The columns of the footer."""

    blocks = FooterBlock


class SocialField(_BlocksField):
    """The accounts at networks."""

    blocks = SocialBlock
