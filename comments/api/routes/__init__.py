"""The routes: read the request, call one service or selector, answer.

All are on one router, so that the methods of one address may live in different files.
"""

from comments.api.routes import comment, identity, me, reactions, subscriptions, thread
from comments.api.routes.router import router

__all__ = ["comment", "identity", "me", "reactions", "router", "subscriptions", "thread"]
