"""Every address is that of a page, found by the tree as Wagtail does."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import re_path
from wagtail.models import Page, Site

from blog.models import BlogPostPage


def page(request: HttpRequest, path: str) -> HttpResponse:
    """Draw the post at `path` with what an ordinary theme has around it. Raises `Http404` where there is none."""
    site = Site.find_for_request(request)
    parts = [part for part in path.split("/") if part]
    found = site.root_page.localized.specific.route(request, parts).page if site else None
    if not isinstance(found, BlogPostPage):
        raise Http404
    around = {
        "page": found,
        "menu": site.root_page.get_children().live().in_menu(),
        "above": Page.objects.ancestor_of(found).filter(depth__gt=1),
        "latest": BlogPostPage.objects.live().public().order_by("-first_published_at")[:5],
        "comments": found.reader_comments.filter(status="approved").order_by("path"),
    }
    return render(request, "stock/post.html", around)


urlpatterns = [re_path(r"^(.*)$", page)]
