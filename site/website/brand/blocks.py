"""What menus, footer and social links are made of."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from website.brand.networks import NETWORKS, is_at

ADDRESS = RegexValidator(
    r"\A(?:https?://[^\s/]\S*|/(?!/)\S*|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d-]+)\Z",
    _("Write an address such as https://example.org/, /blog/category/back/, mailto:us@example.org or tel:+4930123456."),
)
"""What a link may lead to beside a page: another site, a path of this one, a mailbox, a telephone."""

MENU_MAX, SUBMENU_MAX, COLUMNS_MAX, COLUMN_MAX, SOCIAL_MAX = 8, 12, 4, 10, 10


class LinkBlock(blocks.StructBlock):
    """A link to a page of the site, or to an address."""

    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("Left out while the page is not public.")
    )
    address = blocks.CharBlock(
        label=_("or address"), required=False, max_length=500, validators=[ADDRESS], help_text=_("In place of a page.")
    )
    label = blocks.CharBlock(
        label=_("Label"), required=False, max_length=60, help_text=_("Leave empty for the page's own title.")
    )

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{label} {page} {address}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            errors["page"] = ValidationError(gettext("Choose a page or write an address: one of the two."))
        elif cleaned["address"] and not cleaned["label"]:
            errors["label"] = ValidationError(gettext("Say what the link is called."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class MenuLinkBlock(LinkBlock):
    """A link of the menu, with those that open below it."""

    below = blocks.ListBlock(
        LinkBlock(), label=_("Links below it"), required=False, default=[], max_num=SUBMENU_MAX, collapsed=True
    )


class MenuBlock(blocks.StreamBlock):
    """The menu at the head of every page."""

    link = MenuLinkBlock()

    class Meta:
        max_num = MENU_MAX


class ColumnBlock(blocks.StructBlock):
    """A column of links at the foot of every page."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=60)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), max_num=COLUMN_MAX)

    class Meta:
        icon = "list-ul"
        label = _("Column")
        label_format = "{heading}"


class FooterBlock(blocks.StreamBlock):
    """The columns at the foot of every page."""

    column = ColumnBlock()

    class Meta:
        max_num = COLUMNS_MAX


class AccountBlock(blocks.StructBlock):
    """An account of the site's people at a network."""

    network = blocks.ChoiceBlock(label=_("Network"), choices=[(key, each.name) for key, each in NETWORKS.items()])
    address = blocks.CharBlock(label=_("Address"), max_length=500, validators=[ADDRESS])

    class Meta:
        icon = "group"
        label = _("Account")
        label_format = "{network}"

    def clean(self, value: Any) -> Mapping[str, Any]:
        cleaned: Mapping[str, Any] = super().clean(value)
        network = NETWORKS[cleaned["network"]]
        if not is_at(cleaned["address"], network):
            host = network.hosts[0] if network.hosts else "example.org"
            sentence = gettext("This is no address at %(network)s: it starts with https://%(host)s/.")
            problem = ValidationError(sentence % {"network": network.name, "host": host})
            raise StructBlockValidationError(block_errors={"address": problem})
        return cleaned


class SocialBlock(blocks.StreamBlock):
    """Where else readers find the site's people."""

    account = AccountBlock()

    class Meta:
        max_num = SOCIAL_MAX


def stored_links(items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the links of a list as they are stored: the id of a page, an address, a label."""
    return [item["value"] for item in items]
