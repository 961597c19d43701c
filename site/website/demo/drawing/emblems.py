"""The clinic's emblem: a bridge of one arch and the river under it, on a clear ground."""

import math
from collections.abc import Iterable

from PIL import Image, ImageColor, ImageDraw

from website.demo.drawing.canvas import APRICOT, MIST, PINE, RIVER, SUN, Point, smooth

SIZE, SMOOTHING = 480, 4
"""Pixels of the finished emblem, and how many times larger it is drawn."""

EMBLEMS = {"emblem-day": (PINE, RIVER, APRICOT), "emblem-night": (MIST, RIVER, SUN)}
"""Name to the colours of bridge, river and sun."""


def emblem(name: str) -> Image.Image:
    """Return the emblem called `name` (480 by 480, RGBA). Raises KeyError for a name not in `EMBLEMS`."""
    bridge, river, sun = EMBLEMS[name]
    large = SIZE * SMOOTHING
    image = Image.new("RGBA", (large, large), (*ImageColor.getrgb(bridge), 0))
    pen = ImageDraw.Draw(image)

    def scaled(points: Iterable[Point]) -> list[Point]:
        return [(x * SMOOTHING, y * SMOOTHING) for x, y in points]

    clear = (*ImageColor.getrgb(bridge), 0)
    pen.ellipse(scaled([(178, 34), (302, 158)]), fill=sun)
    deck = smooth([(16, 236), (130, 176), (240, 150), (350, 176), (464, 236)])
    pen.polygon(scaled([*deck, (464, 350), (16, 350)]), fill=bridge)
    pen.ellipse(scaled([(104, 214), (376, 486)]), fill=clear)
    pen.rectangle(scaled([(0, 351), (SIZE, SIZE)]), fill=clear)
    for row, y in enumerate((386, 424)):
        across = range(16 + 56 * row, 465 - 56 * row, 2)
        crest = [(x, y + 9 * math.sin(x / 33 + row * math.pi)) for x in across]
        pen.polygon(scaled([*crest, *((x, height + 15) for x, height in reversed(crest))]), fill=river)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
