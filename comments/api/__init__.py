"""The public API of comments: one router, mounted by the website."""

from comments.api.payloads import policy_payload
from comments.api.routes import router

__all__ = ["policy_payload", "router"]
