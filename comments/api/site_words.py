"""What a site says about commenting in its own words; where it says nothing, `words` does."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from wagtail.models import Site

from comments.policy import Refusal, RefusalCode

SiteWords = Mapping[str, str]
"""Sentences, plain text, by occasion: open, closed, not_yet_open, hidden, staff, confirmed, held. None is empty."""

OURS: SiteWords = {}
"""Nothing of a site's own."""

OCCASIONS = {RefusalCode.COMMENTS_CLOSED: "closed", RefusalCode.NOT_YET_OPEN: "not_yet_open"}


def site_words(site: Site) -> SiteWords:
    """Return the words of `site`, from the function that COMMENTS_WORDS names; ours without one."""
    path: str = getattr(settings, "COMMENTS_WORDS", "")
    if not path:
        return OURS
    words: Callable[[Site], SiteWords] = import_string(path)
    return words(site)


def refusal_sentence(refusal: Refusal, *, said: SiteWords) -> str:
    """Return what the site says to whoever is refused; empty where it leaves that to us."""
    if refusal.code is RefusalCode.IDENTITY_REQUIRED:
        return said.get(str(refusal.params.get("who")), "")
    opens_at = refusal.params.get("opens_at")
    sentence = said.get(OCCASIONS.get(refusal.code, ""), "")
    return with_moment(sentence, opens_at) if isinstance(opens_at, datetime) else sentence


def with_moment(sentence: str, instant: datetime) -> str:
    """Return `sentence` with day and time where it says {when}."""
    return sentence.replace("{when}", moment(instant))


def moment(instant: datetime) -> str:
    """Return day and time in words."""
    return date_format(localtime(instant), "DATETIME_FORMAT")
