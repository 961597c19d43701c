"""Every address is that of a page, found by the tree as Wagtail does."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.models import Page
from wagtail.urls import serve_pattern

from blog.models import BlogPostPage
from scripts.stock.content import around


def page(request: HttpRequest, at: str) -> HttpResponse:
    """Draw the post at the path `at` with what an ordinary theme has around it. Raises `Http404` where none is open."""
    found = Page.route_for_request(request, at)
    if found is None or not isinstance(found.page, BlogPostPage) or list(found.page.get_view_restrictions()):
        raise Http404
    return render(request, "stock/post.html", around(found.page, request=request))


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("search/", page, {"at": "search/"}, name="search"),
    re_path(serve_pattern, page, name="wagtail_serve"),
]
