"""The blog's rows: pages and what they are put together from."""

from blog.models.authors import Author, Credential, PostContributor
from blog.models.former import FormerSlug
from blog.models.gone import OncePublicPath
from blog.models.pages import BlogIndexPage, BlogPostPage, HomePage, RelatedPost, StandardPage
from blog.models.pictures import ImageColour
from blog.models.previews import PreviewSnapshot
from blog.models.references import PostReference, Reference
from blog.models.reviews import ExpertReviewTask
from blog.models.taxonomy import Category, PostTag, Series, TagDetails

__all__ = [
    "Author",
    "BlogIndexPage",
    "BlogPostPage",
    "Category",
    "Credential",
    "ExpertReviewTask",
    "FormerSlug",
    "HomePage",
    "ImageColour",
    "OncePublicPath",
    "PostContributor",
    "PostReference",
    "PostTag",
    "PreviewSnapshot",
    "Reference",
    "RelatedPost",
    "Series",
    "StandardPage",
    "TagDetails",
]
