"""Where a page is found, for the site that was asked."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from wagtail.models import Site

from ground.roots import public_path, with_roots


@dataclass(frozen=True)
class Address:
    """The way from a page's place in the tree to its public address, as seen from `site`."""

    site: Site

    def link(self, url_path: str) -> str | None:
        """Return the path of the page at `url_path` in the tree; absolute on another site, None when on no site."""
        own = public_path(self.site, url_path)
        if own is not None:
            return own
        for other in self._others:
            path = public_path(other, url_path)
            if path is not None:
                return f"{other.root_url}{path}"
        return None

    def absolute(self, link: str) -> str:
        """Return `link` with scheme and host."""
        return self.site.root_url + link if link.startswith("/") else link

    @cached_property
    def _others(self) -> list[Site]:
        return list(with_roots(Site.objects.exclude(pk=self.site.pk)).order_by("-root_page__url_path"))

    def detail_url(self, page_id: int) -> str:
        """Return where the content API describes the page."""
        return self.absolute(reverse("wagtailapi:pages:detail", args=(page_id,)))
