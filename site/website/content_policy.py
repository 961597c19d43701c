"""What a browser may do with each kind of answer of the backend: every policy but that of the desk, which is stricter.

The desk (`comments.desk.content_policy`) shows strangers' words, without rich text or date fields; it says its own.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site

from website.middleware import EDITORS_PREFIX

HEADER = "Content-Security-Policy"

NOTHING_RUNS = "default-src 'none'"
"""Uploaded files."""

FILES = ("/media/", "/documents/")

PREVIEWED = "/admin/pages/"
"""Where a preview of the public site stands beside the editor."""

BAD_REQUEST = 400


def policy_for(request: HttpRequest, response: HttpResponseBase) -> str | None:
    """Return the policy of an answer that has none of its own, or None where nothing is ever shown as a page."""
    path = request.path_info
    if path.startswith(FILES):
        return NOTHING_RUNS
    if not path.startswith(EDITORS_PREFIX):
        return None
    shows_preview = path.startswith(PREVIEWED) and response.status_code < BAD_REQUEST
    return editors_policy(framed=public_origins() if shows_preview else [])


def editors_policy(*, framed: list[str]) -> str:
    """Return the policy of the admin, where pages of the origins `framed` may be shown.

    Wagtail demands two exceptions: its date fields, inline panels and choosers of several start by scripts in the page,
    with ids that no hash knows; its rich text, tables and menus are placed by styles in the page. Nothing is evaluated,
    nothing is loaded from or sent to others.
    """
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            " ".join(("frame-src 'self'", *framed)),
            "object-src 'none'",
            "form-action 'self'",
            "base-uri 'self'",
            "frame-ancestors 'self'",
        )
    )


def public_origins() -> list[str]:
    """Return the origins of all sites, which Wagtail keeps in the cache until one changes."""
    return sorted({root.root_url for root in Site.get_site_root_paths()})
