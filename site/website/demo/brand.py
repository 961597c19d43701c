"""How the clinic presents itself: name, emblem, menu, footer and words, set as its marketer would."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Site

from website.brand.models import SiteBrand
from website.demo.drawing import emblem
from website.demo.pages import Tree
from website.demo.people import CLINIC
from website.demo.rows import ensure_picture

TAGLINE = "Backs, joints and tendons, and the papers to go with them"

DISCLAIMER = """
What you read here is general information, checked by a second pair of eyes and tied to published research. It cannot
know you: before you change a treatment or a medicine, please talk to a clinician who does.

In an emergency, call your local emergency number.
"""

WORDS = {
    "words_open": "Questions and second thoughts are welcome. Please leave out what only your doctor should know.",
    "words_held": "Thank you. Your comment is read by a moderator before it appears, mostly on the same day.",
}


def ensure_brand(*, tree: Tree) -> SiteBrand:
    """Return the brand of the site of `tree`, making it if nothing is set for that site yet."""
    site = Site.objects.get(root_page=tree.home)
    found: SiteBrand | None = SiteBrand.objects.filter(site=site).first()
    if found:
        return found
    about = tree.home.get_children().filter(slug="about").first()
    blog, movement, treatments = (tree.sections[slug] for slug in ("blog", "movement", "treatments"))
    brand: SiteBrand = SiteBrand.objects.create(
        site=site,
        name=CLINIC,
        tagline=TAGLINE,
        logo=_ensure_emblem("emblem-day"),
        logo_dark=_ensure_emblem("emblem-night"),
        share_picture=ensure_picture(name="alder-bridge", alt="A stone bridge over a river, with alders on its banks"),
        menu=[_block("link", link) for link in (_link(blog, below=(movement, treatments)), _link(about, below=()))],
        footer=[
            _column("Read", _link(blog), _link(movement), _link(treatments)),
            _column(
                "Follow", _address("/feeds/site/rss.xml", "RSS feed"), _address("/feeds/site/atom.xml", "Atom feed")
            ),
            _column("The clinic", _link(about), _address("mailto:hello@example.org", "hello@example.org")),
        ],
        social=[_block("account", {"network": "mastodon", "address": "https://social.example/@alderbridge"})],
        disclaimer="\n\n".join(" ".join(part.split("\n")) for part in DISCLAIMER.strip().split("\n\n")),
        footer_note=f"© {CLINIC}, an invented place",
        **WORDS,
    )
    return brand


def _link(page: Page | None, *, below: tuple[Page, ...] | None = None) -> Mapping[str, Any]:
    value = {"page": page and page.pk, "address": "", "label": ""}
    return value if below is None else {**value, "below": [_item(_link(each)) for each in below]}


def _address(address: str, label: str) -> Mapping[str, Any]:
    return {"page": None, "address": address, "label": label}


def _column(heading: str, *links: Mapping[str, Any]) -> Mapping[str, Any]:
    return _block("column", {"heading": heading, "links": [_item(link) for link in links]})


def _item(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return _block("item", value)


def _block(kind: str, value: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"urn:motacilla:demo:brand:{value}"))}


def _ensure_emblem(name: str) -> AbstractImage:
    images = get_image_model()
    found = images.objects.filter(file__startswith=f"original_images/demo-{name}").order_by("pk").first()
    if found:
        return found
    file = BytesIO()
    emblem(name).save(file, "PNG", optimize=True)
    file.seek(0)
    title = name.replace("-", " ").capitalize()
    image = images(title=title, description=CLINIC, file=ImageFile(file, name=f"demo-{name}.png"))
    image.save()
    return image
