"""Wagtail's content API, version 2, as this site serves it; to be mounted below `/api/v2/`."""

from wagtail.api.v2.router import WagtailAPIRouter

from blog.api.media import DocumentsViewSet, ImagesViewSet
from blog.api.pages import PagesViewSet
from blog.api.references import ReferencesViewSet
from blog.api.shelves import AuthorsViewSet, CategoriesViewSet, RedirectsViewSet, SeriesViewSet, TagsViewSet

api_router = WagtailAPIRouter("wagtailapi")
api_router.register_endpoint("pages", PagesViewSet)
api_router.register_endpoint("images", ImagesViewSet)
api_router.register_endpoint("documents", DocumentsViewSet)
api_router.register_endpoint("references", ReferencesViewSet)
api_router.register_endpoint("redirects", RedirectsViewSet)
api_router.register_endpoint("authors", AuthorsViewSet)
api_router.register_endpoint("categories", CategoriesViewSet)
api_router.register_endpoint("tags", TagsViewSet)
api_router.register_endpoint("series", SeriesViewSet)
