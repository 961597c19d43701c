"""A sheet to draw on: a palette, smooth lines, shapes filled with a gradient, and a little paper grain.

Coordinates are in pixels of the finished picture; everything is drawn twice as large and made smaller at the end,
which smooths the edges.
"""

import math
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = str
Box = tuple[int, int, int, int]

SCALE = 2
GRAIN = 5
"""How far the paper's grain may move a channel, of 255."""

CREAM, PAPER, SAND, APRICOT = "#f7efe2", "#efe3cf", "#e6cfae", "#efb98d"
SUN, TERRACOTTA, ROSE, CLAY = "#f5c46a", "#c8714d", "#dba193", "#a4583f"
MIST, SAGE, MOSS, PINE, DEEP = "#d3ddd6", "#a8b99d", "#74907a", "#3a5f56", "#203f43"
RIVER, LAKE, NIGHT, DUSK, INK = "#86adb1", "#5b8a93", "#1b2a3b", "#3d4f68", "#22302f"
WHITE = "#fffaf1"


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 14) -> list[Point]:
    """Return a Catmull-Rom curve through `points`, `steps` points between each two."""
    count = len(points)
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(index + shift, 0), count - 1)] for shift in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    if not closed:
        curve.append(points[-1])
    return curve


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour `share` (0 to 1) of the way from `first` to `second`."""
    one, two = ImageColor.getrgb(first), ImageColor.getrgb(second)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(one[:3], two[:3], strict=True))


class Canvas:
    """A picture being drawn, `width` by `height` pixels when finished; `rng` is its only source of chance."""

    def __init__(self, *, seed: str, width: int = 1600, height: int = 1000) -> None:
        self.rng = Random(seed)  # noqa: S311 - repeatable chance is the point here
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), CREAM)

    def sky(self, top: Colour, bottom: Colour, *, horizon: float | None = None) -> None:
        """Fill the sheet down to `horizon` (default: all of it) with a gradient."""
        self.shape(
            [(0, 0), (self.width, 0), (self.width, horizon or self.height), (0, horizon or self.height)], top, bottom
        )

    def shape(self, points: Sequence[Point], colour: Colour, to: Colour | None = None, *, opacity: float = 1.0) -> None:
        """Fill the outline with `colour`, running downwards into `to`."""
        self._paint(lambda pen, box: pen.polygon(self._scaled(points, box), fill=255), points, colour, to, opacity)

    def disc(
        self, x: float, y: float, r: float, colour: Colour, to: Colour | None = None, *, opacity: float = 1.0
    ) -> None:
        """Fill a circle."""
        self.oval(x, y, r, r, colour, to, opacity=opacity)

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        colour: Colour,
        to: Colour | None = None,
        *,
        opacity: float = 1.0,
    ) -> None:
        """Fill an ellipse with the centre (x, y)."""
        corners = [(x - rx, y - ry), (x + rx, y + ry)]
        self._paint(lambda pen, box: pen.ellipse(self._scaled(corners, box), fill=255), corners, colour, to, opacity)

    def halo(self, x: float, y: float, r: float, colour: Colour, *, opacity: float = 0.6) -> None:
        """Lay a soft light round (x, y), gone at the distance `r`."""
        rim = 74  # what Pillow's gradient, turned round, has left half-way along an edge
        light = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda v: round((max(0, v - rim) / (255 - rim)) ** 1.6 * 255 * opacity)
        )
        size = round(2 * r * SCALE)
        corner = (round((x - r) * SCALE), round((y - r) * SCALE))
        self.image.paste(Image.new("RGB", (size, size), colour), corner, light.resize((size, size)))

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, opacity: float = 1.0) -> None:
        """Draw a line with round ends and joints, `width` pixels thick."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        corners = [(min(xs) - width, min(ys) - width), (max(xs) + width, max(ys) + width)]

        def stroke(pen: ImageDraw.ImageDraw, box: Box) -> None:
            dots, r = self._scaled(points, box), width * SCALE / 2
            pen.line(dots, fill=255, width=max(1, round(width * SCALE)), joint="curve")
            for x, y in (dots[0], dots[-1]):
                pen.ellipse((x - r, y - r, x + r, y + r), fill=255)

        self._paint(stroke, corners, colour, None, opacity)

    def taper(self, points: Sequence[Point], colour: Colour, start: float, end: float, *, opacity: float = 1.0) -> None:
        """Draw a line that changes its thickness evenly from `start` to `end` pixels."""
        margin = max(start, end)
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        corners = [(min(xs) - margin, min(ys) - margin), (max(xs) + margin, max(ys) + margin)]

        def stroke(pen: ImageDraw.ImageDraw, box: Box) -> None:
            dots = self._scaled(points, box)
            for index, (x, y) in enumerate(dots):
                r = (start + (end - start) * index / max(len(dots) - 1, 1)) * SCALE / 2
                pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
                if index:
                    pen.line([dots[index - 1], (x, y)], fill=255, width=max(1, round(2 * r)))

        self._paint(stroke, corners, colour, None, opacity)

    def ridge(self, base: float, swell: float, *, waves: float = 1.6, detail: float = 0.25) -> list[Point]:
        """Return the outline of a range of hills: its line swings `swell` pixels about `base`, closed at the bottom."""
        phases = [self.rng.uniform(0, math.tau) for _ in range(4)]
        points: list[Point] = []
        for x in range(-20, self.width + 40, 20):
            u = x / self.width * math.tau * waves
            y = math.sin(u + phases[0]) + 0.5 * math.sin(1.7 * u + phases[1])
            y += detail * (math.sin(3.9 * u + phases[2]) + 0.5 * math.sin(7.3 * u + phases[3]))
            points.append((x, base - swell * y / 1.5))
        return [*points, (self.width + 40, self.height), (-40, self.height)]

    def finish(self, *, soften: float = 0.0) -> Image.Image:
        """Return the finished picture (RGB), with the grain of paper on it."""
        image = self.image.filter(ImageFilter.GaussianBlur(soften * SCALE)) if soften else self.image
        image = image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        tile = Image.frombytes("L", (256, 256), self.rng.randbytes(65536)).point(lambda v: v * 2 * GRAIN // 255)
        grain = Image.new("L", image.size)
        for x in range(0, self.width, 256):
            for y in range(0, self.height, 256):
                grain.paste(tile, (x, y))
        return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), offset=-GRAIN)

    def _scaled(self, points: Sequence[Point], box: Box) -> list[Point]:
        return [(x * SCALE - box[0], y * SCALE - box[1]) for x, y in points]

    def _paint(
        self,
        draw: Callable[[ImageDraw.ImageDraw, Box], object],
        points: Sequence[Point],
        colour: Colour,
        to: Colour | None,
        opacity: float,
    ) -> None:
        xs, ys = [p[0] * SCALE for p in points], [p[1] * SCALE for p in points]
        box = (max(0, math.floor(min(xs))), max(0, math.floor(min(ys))))
        end = (min(self.image.width, math.ceil(max(xs)) + 1), min(self.image.height, math.ceil(max(ys)) + 1))
        size = (end[0] - box[0], end[1] - box[1])
        if size[0] <= 0 or size[1] <= 0:
            return
        mask = Image.new("L", size)
        draw(ImageDraw.Draw(mask), (*box, *end))
        if opacity < 1:
            mask = mask.point(lambda v: round(v * opacity))
        paint = Image.new("RGB", size, colour)
        if to:
            ramp = Image.linear_gradient("L").resize(size)
            paint = Image.composite(Image.new("RGB", size, to), paint, ramp)
        self.image.paste(paint, box, mask)
