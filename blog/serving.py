"""What happens when somebody opens one of our pages on the backend."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.models import Page

from blog.models.pages import PublicPage


def send_to_public_site(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Send whoever opens a page of ours here to its public address; other pages are Wagtail's affair.

    Wagtail asks this after the page's view restrictions, and takes an answer for the page itself.

    Raises `Http404` when the page belongs to no site.
    """
    if not isinstance(page, PublicPage):
        return None
    address = page.get_full_url(request)
    if address is None:
        raise Http404
    return HttpResponseRedirect(address)
