"""Citations inside text: how they are stored, edited, counted and handed on.

Stored as `<a linktype="citation" id="UUID" locator="p. 4">(Airaksinen et al., 2006)</a>`. The words between the tags
are for the editor's eyes; readers get a number, which is known only when a whole post is read.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.rich_text import LinkHandler

from blog.models import Reference

ENTITY = "CITATION"
LINK_TYPE = "citation"


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def citation_text(reference: Reference, *, locator: str = "") -> str:
    """Return the words that stand for a citation while a text is edited, such as "(Airaksinen et al., 2006, p. 4)"."""
    parts = (reference.authors_brief or reference.title[:60], str(reference.year or ""), locator)
    return f"({', '.join(part for part in parts if part)})"


def citation_entity(reference: Reference, *, locator: str) -> dict[str, str]:
    """Return what the editor holds about a citation: what is stored, and what it shows about the paper."""
    return {
        "id": str(reference.pk),
        "locator": locator,
        "title": reference.title,
        "label": citation_text(reference).strip("()"),
        "url": reverse("wagtailsnippets_blog_reference:edit", args=[reference.pk]),
    }


def missing_entity(reference_id: str, *, locator: str) -> dict[str, str]:
    """Return what the editor holds about a citation whose paper is gone."""
    text = _("Missing reference")
    return {"id": reference_id, "locator": locator, "title": text, "label": text, "url": ""}


class CitationLinkHandler(LinkHandler):
    """Citations as Wagtail's rich text knows them: counted as uses of a reference, handed on with their data."""

    identifier = LINK_TYPE

    @staticmethod
    def get_model() -> type[Reference]:
        return Reference

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        """Return the tag the payload numbers: `<a data-citation="UUID" data-locator="p. 4">`."""
        return format_html('<a data-citation="{}" data-locator="{}">', attrs.get("id", ""), attrs.get("locator", ""))

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[type[Reference], str, str, str]]:
        if reference_id := _uuid(attrs.get("id")):
            yield Reference, str(reference_id), "", ""


class CitationElementHandler(InlineEntityElementHandler):
    """From storage to the editor. Immutable: a citation is changed or removed as a whole."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        reference_id, locator = attrs.get("id", ""), attrs.get("locator", "")
        reference = Reference.objects.filter(pk__in=[uuid] if (uuid := _uuid(reference_id)) else []).first()
        return (
            citation_entity(reference, locator=locator) if reference else missing_entity(reference_id, locator=locator)
        )


def citation_to_database(props: dict[str, Any]) -> Any:
    """From the editor to storage."""
    stored = {"linktype": LINK_TYPE, "id": props.get("id") or "", "locator": props.get("locator") or ""}
    return DOM.create_element("a", stored, props["children"])


CITATION_CONVERSION = {
    "from_database_format": {f'a[linktype="{LINK_TYPE}"]': CitationElementHandler(ENTITY)},
    "to_database_format": {"entity_decorators": {ENTITY: citation_to_database}},
}
