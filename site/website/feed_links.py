"""Where the feeds of the public site are."""

from ground.roots import Root
from website.answers import Answer

FILES = {
    "rss.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
"""Each feed in three formats, by the name of the file."""


class FeedLink(Answer):
    """A feed to be named in the head of a document."""

    title: str
    type: str
    path: str


def feed_links(*, title: str, below: str, root: Root) -> list[FeedLink]:
    """Return the feeds of the language of `root` in the folder `below` of `feeds/`, such as "category/sleep"."""
    folder = f"{root.prefix}feeds/{below}"
    return [FeedLink(title=title, type=kind, path=f"{folder}/{file}") for file, kind in FILES.items()]
