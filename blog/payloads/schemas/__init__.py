"""The named shapes of what leaves the blog: pages, people, references.

Every model refuses fields it does not name, so that a builder and its contract cannot drift apart. The types of the
public site are generated from these names.
"""

from blog.payloads.schemas.filing import CategoryPayload, SeriesPayload, TagPayload
from blog.payloads.schemas.meta import HomeMeta, IndexMeta, PageMeta, ParentLink, PostMeta, StandardMeta
from blog.payloads.schemas.pages import (
    CardPayload,
    HomePayload,
    IndexPayload,
    PagePayload,
    PostPayload,
    StandardPayload,
    SummaryPayload,
    TocEntry,
)
from blog.payloads.schemas.people import AuthorPayload, ContributorPayload, CredentialPayload
from blog.payloads.schemas.references import ReferenceMeta, ReferencePayload, ReferenceRecord

__all__ = [
    "AuthorPayload",
    "CardPayload",
    "CategoryPayload",
    "ContributorPayload",
    "CredentialPayload",
    "HomeMeta",
    "HomePayload",
    "IndexMeta",
    "IndexPayload",
    "PageMeta",
    "PagePayload",
    "ParentLink",
    "PostMeta",
    "PostPayload",
    "ReferenceMeta",
    "ReferencePayload",
    "ReferenceRecord",
    "SeriesPayload",
    "StandardMeta",
    "StandardPayload",
    "SummaryPayload",
    "TagPayload",
    "TocEntry",
]
