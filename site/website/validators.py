"""Validators of public answers: what is in one, where it was asked for, and which state of the content it shows."""

import re
from hashlib import sha256
from typing import NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import parse_etags

from ground.changes import VERSION, standing_version

CHECKED = ("/api/site/v1/resolve/", "/api/v2/pages/")
"""Addresses below which everything that changes an answer purges it."""

_TAG = re.compile(r'(?:W/)?"([0-9a-f]{32})-([0-9a-f]{16})-([0-9]+\.[0-9]+)"')


class Tag(NamedTuple):
    """A validator as it was given, and its parts: of the content, of the address, of the state."""

    whole: str
    content: str
    place: str
    version: str


def place_of(request: HttpRequest) -> str:
    """Return what stands for the address that `request` asks."""
    return sha256(f"{request.get_host()} {request.get_full_path()}".encode()).hexdigest()[:16]


def given_tags(request: HttpRequest) -> list[Tag]:
    """Return the validators of this very address that the caller has, as `versioned_tag` made them."""
    if request.method != "GET" or not request.path_info.startswith(CHECKED):
        return []
    matches = map(_TAG.fullmatch, parse_etags(request.headers.get("If-None-Match", "")))
    tags = [Tag(match.group(), *match.groups()) for match in matches if match]
    return [tag for tag in tags if tag.place == place_of(request)]


def still_good(tags: list[Tag]) -> Tag | None:
    """Return the one of `tags` that shows the present state. One statement; none for no tags."""
    version = standing_version(now=timezone.now()) if tags else None
    return next((tag for tag in tags if tag.version == version), None)


def versioned_tag(request: HttpRequest, plain: str) -> str:
    """Return the validator of an answer to `request` whose content alone has the validator `plain`."""
    version = getattr(request, VERSION, None)
    if not version or not request.path_info.startswith(CHECKED):
        return plain
    content = plain.strip('"')
    return f'"{content}-{place_of(request)}-{version}"'
