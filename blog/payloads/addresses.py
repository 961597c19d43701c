"""Where a page is found, for the site that was asked."""

from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Site


@dataclass(frozen=True, slots=True)
class Address:
    """The way from a page's place in the tree to its public address, as seen from `site`."""

    site: Site

    def link(self, url_path: str) -> str | None:
        """Return the path of the page at `url_path` in the tree; absolute on another site, None when on no site."""
        own = self.site.root_page.url_path
        if url_path.startswith(own):
            return "/" + url_path.removeprefix(own)
        for other in Site.get_site_root_paths():
            if url_path.startswith(other.root_path):
                return f"{other.root_url}/{url_path.removeprefix(other.root_path)}"
        return None

    def absolute(self, link: str) -> str:
        """Return `link` with scheme and host."""
        return self.site.root_url + link if link.startswith("/") else link

    def detail_url(self, page_id: int) -> str:
        """Return where the content API describes the page."""
        return self.absolute(reverse("wagtailapi:pages:detail", args=(page_id,)))
