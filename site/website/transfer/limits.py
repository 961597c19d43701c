"""How much an imported file may ask of us. Real articles stay far below each of these."""

MAX_PAGE_BYTES = 5_000_000
"""A saved page with its inlined scripts; large ones of hosted blogs are 1 to 2 MB."""

MAX_FEED_BYTES = 50_000_000
"""A feed with the full text of a few thousand posts."""

MAX_ITEMS = 5_000
"""Posts in one feed."""

MAX_XML_DEPTH = 50
"""RSS is four levels deep; extensions add a few."""

MAX_TEXT_CHARACTERS = 1_000_000
"""The markup of one feed item."""

MAX_DEPTH = 200
"""Elements inside one another; pages made by site builders nest 30 to 60 deep."""

MAX_ELEMENTS = 60_000
"""Elements of one page or item."""

MAX_ATTRIBUTES = 300
"""Attributes of one element."""

MAX_PARSE_SECONDS = 10.0
"""For one page or item: markup made to be slow passes every count and still ends here."""

MAX_REFERENCES = 500
MAX_AUTHORS = 20
MAX_CREDENTIALS = 20
MAX_CATEGORIES = 50

MAX_PICTURE_BYTES = 10 * 1024 * 1024
"""As Wagtail's default for uploads."""

MAX_PICTURE_PIXELS = 50_000_000
"""A full decode takes about a second and 200 MB at most."""

MAX_LINE = 2_000
"""Characters of a byline or description that are looked at; what is stored is far shorter."""

MAX_ADDRESS = 2_000
"""Characters of a link; browsers and servers agree on about this."""

MAX_SOURCE = 500
"""Characters of what tells an article from others, as the database keeps it."""
