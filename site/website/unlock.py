"""How a page behind a password opens: the password for a token, the token with every further question."""

from datetime import datetime, timedelta
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field
from wagtail.models import PageViewRestriction

from ground.address import client_address, origin_hash
from ground.problems import FieldError, Problem
from ground.roots import public_path
from ground.schemas import StrictSchema, declared_parameters_only
from ground.throttle import Throttled, count_try
from ground.viewer import UNLOCK_HEADER, UNLOCK_LIFETIME, locks_on, unlock_token, unlocked_by, viewer_for
from website import problems
from website.answers import Answer
from website.resolve import MAX_PATH, normal_path, tree_path

router = Router(tags=["site"])

TRIES = 20
TRIES_PER = timedelta(minutes=10)
"""Guesses of one network at one password: a waiting room's readers share an address, and no list of words fits in."""


class Unlock(StrictSchema):
    """The password somebody gives for the page at `path`."""

    path: str = Field(min_length=1, max_length=MAX_PATH)
    password: str = Field(min_length=1, max_length=255)


class Unlocked(Answer):
    """A token to be sent as `X-Unlock-Token`, and the branches it opens on this site, each by the path of its top."""

    token: str
    paths: list[str]
    expires_at: datetime


@router.post("/unlock/", response=Unlocked, operation_id="unlock", summary="Open a branch behind a password")
@declared_parameters_only
def unlock(
    request: HttpRequest,
    body: Unlock,
    site: Annotated[str | None, Query(description="The site asked, as host or host:port.")] = None,
) -> Unlocked:
    """Answer the right password with a token for its branch; a token shown with the request keeps what it opens.

    A page behind several passwords opens one by one. Fails with 403 for a wrong password and for pages that have none,
    404 where nothing is locked, 429 after too many tries.
    """
    viewer, now = viewer_for(request), timezone.now()
    locks = locks_on(viewer, url_path=tree_path(viewer.site, normal_path(body.path)), now=now)
    if not locks:
        raise problems.missing()
    if any(each.restriction_type != PageViewRestriction.PASSWORD for each in locks):
        raise Problem(status=403, code="restricted", title=_("This page does not open with a password."))
    origin = origin_hash(client_address(request))
    try:
        count_try(scope="unlock", key=f"{locks[0].pk}:{origin}", limit=TRIES, per=TRIES_PER, now=now)
    except Throttled as error:
        raise Problem(
            status=429,
            code="too-many-tries",
            title=_("Too many tries. Please wait a few minutes."),
            headers={"Retry-After": str(error.retry_after)},
            retry_after=error.retry_after,
        ) from error
    # All are compared: how long it takes says nothing about which of them was right.
    fitting = [each for each in locks if constant_time_compare(body.password, each.password)]
    if not fitting:
        message = _("This is not the password of this page.")
        raise Problem(
            status=403,
            code="wrong-password",
            title=message,
            errors=[FieldError(field="password", code="wrong-password", message=message)],
        )
    opened = [*unlocked_by(request.headers.get(UNLOCK_HEADER, ""), now=now), *fitting]
    return Unlocked(
        token=unlock_token(opened, now=now),
        paths=sorted(filter(None, {public_path(viewer.site, each.page.url_path) for each in opened})),
        expires_at=now + UNLOCK_LIFETIME,
    )
