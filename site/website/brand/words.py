"""The site's own words about commenting, for the comments app to ask for (setting `COMMENTS_WORDS`)."""

from collections.abc import Mapping

from wagtail.models import Site

from website.brand.identity import brand_of

SAID = ("open", "closed", "not_yet_open", "hidden", "staff", "confirmed", "held")


def comment_words(site: Site) -> Mapping[str, str]:
    """Return what `site` says in its own words, by occasion; what it leaves to us is missing."""
    brand = brand_of(site)
    words = {occasion: getattr(brand, f"words_{occasion}").strip() for occasion in SAID}
    return {occasion: sentence for occasion, sentence in words.items() if sentence}
