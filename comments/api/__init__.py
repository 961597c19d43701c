"""The public API of comments: one router, mounted by the website."""

from comments.api.identity import AUTHOR_HEADER, READER_HEADER
from comments.api.payloads import policy_payload
from comments.api.routes.router import router

__all__ = ["AUTHOR_HEADER", "READER_HEADER", "policy_payload", "router"]
