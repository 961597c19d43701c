"""Search for the frontend."""

from search.api.routes import router

__all__ = ["router"]
