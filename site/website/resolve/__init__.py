"""One answer for each public path: what the frontend needs to draw the screen behind it."""

from website.resolve.paths import MAX_PATH, normal_path, path_within, tree_path
from website.resolve.route import router
from website.resolve.screens import screen
from website.resolve.shapes import Listing, Resolved

__all__ = [
    "MAX_PATH",
    "Listing",
    "Resolved",
    "normal_path",
    "path_within",
    "router",
    "screen",
    "tree_path",
]
