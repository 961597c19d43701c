"""Where a public path is in the tree, and where a page of the tree is for the public."""

from wagtail.models import Page, Site

from ground.problems import FieldError, Problem
from ground.roots import public_path, tree_path

__all__ = ["MAX_PATH", "normal_path", "path_within", "tree_path"]

MAX_PATH = 2000
"""Characters of a path we look up: longer than any address browsers agree on."""


def normal_path(path: str) -> str:
    """Return `path` as the tree spells it: one leading and one trailing slash, nothing after `?` or `#`.

    Raises `Problem` 400 when it is no path.
    """
    if not path.startswith("/") or any(ord(character) < 32 for character in path):
        message = "Give a path that starts with a slash, such as /blog/."
        raise Problem(
            status=400,
            code="invalid",
            title="The path can't be read.",
            errors=[FieldError(field="path", code="invalid", message=message)],
        )
    plain = path.split("?", 1)[0].split("#", 1)[0].strip("/")
    return f"/{plain}/" if plain else "/"


def path_within(site: Site, page: Page) -> str:
    """Return the public path of `page`, which is of `site`. Raises `ValueError` when it is not."""
    path = public_path(site, page.url_path)
    if path is None:
        raise ValueError(f"Page {page.pk} is not of the site {site.pk}.")
    return path
