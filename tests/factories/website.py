"""Brands of sites for tests."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.blog import ImageFactory, SiteFactory
from website.models import SiteBrand


def link(page=None, *, address="", label="", below=None):
    """Return a link as it is stored; with `below`, one of the menu."""
    value = {"page": page and page.pk, "address": address, "label": label}
    return value if below is None else value | {"below": items(*below)}


def items(*values):
    """Return a list inside a block as it is stored."""
    return [
        {"type": "item", "value": value, "id": f"00000000-0000-4000-8000-{number:012}"}
        for number, value in enumerate(values)
    ]


def menu(*links):
    """Return a menu as it is stored."""
    return [{"type": "link", "value": each} for each in links]


def footer(**columns):
    """Return the columns of a footer as they are stored: links by heading."""
    return [
        {"type": "column", "value": {"heading": heading, "links": items(*links)}} for heading, links in columns.items()
    ]


def accounts(**addresses):
    """Return accounts as they are stored: address by network."""
    return [
        {"type": "account", "value": {"network": network, "address": address}} for network, address in addresses.items()
    ]


class SiteBrandFactory(DjangoModelFactory):
    """A brand with nothing set."""

    site = factory.SubFactory(SiteFactory, default=True)

    class Meta:
        model = SiteBrand

    class Params:
        pictured = factory.Trait(logo=factory.SubFactory(ImageFactory), share_picture=factory.SubFactory(ImageFactory))
