"""The blog's rows: pages and what they are put together from."""

from blog.models.authors import Author, Credential, PostContributor
from blog.models.pages import BlogIndexPage, BlogPostPage, HomePage, RelatedPost, StandardPage
from blog.models.pictures import ImageColour
from blog.models.references import PostReference, Reference
from blog.models.taxonomy import Category, PostTag, Series

__all__ = [
    "Author",
    "BlogIndexPage",
    "BlogPostPage",
    "Category",
    "Credential",
    "HomePage",
    "ImageColour",
    "PostContributor",
    "PostReference",
    "PostTag",
    "Reference",
    "RelatedPost",
    "Series",
    "StandardPage",
]
