"""What leaves the blog: the named shapes, and the one builder that fills them."""

from blog.payloads.cards import build_cards
from blog.payloads.pages import (
    NoPayload,
    build_draft,
    build_page,
    build_pages,
    build_posts,
    build_summaries,
)

__all__ = ["NoPayload", "build_cards", "build_draft", "build_page", "build_pages", "build_posts", "build_summaries"]
