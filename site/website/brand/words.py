"""The site's own words about commenting, for the comments app to ask for (setting `COMMENTS_WORDS`)."""

from collections.abc import Mapping

from django.utils.translation import get_language
from wagtail.models import Site

from ground.roots import roots_of
from website.brand.identity import brand_of

SAID = ("open", "closed", "not_yet_open", "hidden", "staff", "confirmed", "held")


def comment_words(site: Site) -> Mapping[str, str]:
    """Return what `site` says in its own words, by occasion; what it leaves to us is missing.

    They are in the site's own language: in any other, all is left to us.
    """
    if get_language() not in {None, roots_of(site)[0].language}:
        return {}
    brand = brand_of(site)
    words = {occasion: getattr(brand, f"words_{occasion}").strip() for occasion in SAID}
    return {occasion: sentence for occasion, sentence in words.items() if sentence}
