"""A text is shown as it would stand, and kept nowhere."""

from datetime import datetime, timedelta
from uuid import UUID

from comments import markup
from comments.policy import Refusal, RefusalCode
from comments.services.judging import Refused
from comments.submission import BODY_MAX, BODY_MIN, Submission, normalise, visible_length
from ground.throttle import Throttled, count_try

PREVIEWS_PER_HOUR = 240
"""Previews of a network in an hour: rendering is work, and many people may share an address."""


def preview(*, body: str, origin: str, now: datetime) -> str:
    """Return the safe HTML that `body` would be published as. Nothing of it is stored, nobody is asked about it.

    Raises `Refused` for a text too short or too long to be a comment, and for more than a network may ask for.
    """
    text = normalise(
        Submission(body=body, name="", email="", website="", parent=None, key=UUID(int=0), origin=origin)
    ).body
    if visible_length(text) < BODY_MIN:
        raise Refused(Refusal(RefusalCode.EMPTY, {"limit": BODY_MIN, "length": len(text)}))
    try:
        count_try(scope="comments.preview", key=origin, limit=PREVIEWS_PER_HOUR, per=timedelta(hours=1), now=now)
        return markup.render(text)
    except Throttled as error:
        raise Refused(Refusal(RefusalCode.TOO_FAST, {"retry_after": error.retry_after})) from error
    except markup.TooLong as error:
        raise Refused(Refusal(RefusalCode.TOO_LONG, {"limit": BODY_MAX, "length": error.length})) from error
