"""The authors as drawn heads, 640 by 640 pixels, by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from website.demo.drawing.canvas import (
    APRICOT,
    CREAM,
    DEEP,
    INK,
    LAKE,
    MIST,
    PINE,
    RIVER,
    SAGE,
    SAND,
    SUN,
    TERRACOTTA,
    WHITE,
    Canvas,
    Colour,
    Point,
    mix,
    smooth,
)


@dataclass(frozen=True)
class Face:
    """What makes one head differ from another."""

    skin: Colour
    hair: Colour
    clothes: Colour
    behind: tuple[Colour, Colour]
    style: str
    glasses: bool = False
    beard: bool = False


PORTRAITS = {
    "ines-halloran": Face("#e9b48f", "#6b3f2a", LAKE, ("#f3d9b8", SAND), "bun"),
    "daniel-okoro": Face("#8a5a3c", "#1f1a18", PINE, (MIST, SAGE), "short", glasses=True, beard=True),
    "leena-varga": Face("#f0c6a6", "#9a9488", TERRACOTTA, (RIVER, "#cfe0dc"), "bob", glasses=True),
}


def portrait(name: str) -> Image.Image:
    """Return the portrait called `name` (640 by 640, RGB). Raises KeyError for a name not in `PORTRAITS`."""
    face = PORTRAITS[name]
    c = Canvas(seed=name, width=640, height=640)
    c.sky(*face.behind)
    c.halo(470, 170, 300, SUN, opacity=0.35)
    c.shape(c.ridge(470, 30, waves=1.0), mix(face.behind[1], DEEP, 0.25), mix(face.behind[1], DEEP, 0.5))
    shade = mix(face.skin, TERRACOTTA, 0.35)
    if face.style == "bob":
        _blob(
            c,
            [(320, 130), (440, 165), (478, 300), (462, 440), (320, 450), (178, 440), (162, 300), (200, 165)],
            face.hair,
        )
    if face.style == "bun":
        c.disc(320, 118, 58, mix(face.hair, SUN, 0.1), mix(face.hair, INK, 0.3))
    _blob(c, [(320, 470), (470, 500), (560, 570), (600, 700), (40, 700), (80, 570), (170, 500)], face.clothes)
    c.shape([(272, 400), (368, 400), (376, 490), (320, 536), (264, 490)], mix(shade, face.skin, 0.3), shade)
    c.shape([(246, 476), (320, 556), (394, 476), (420, 492), (322, 600), (220, 492)], WHITE, mix(WHITE, SAND, 0.5))
    for side in (-1, 1):
        c.oval(320 + side * 122, 306, 22, 34, shade)
    _blob(
        c,
        [
            (320, 156),
            (412, 190),
            (440, 290),
            (420, 380),
            (366, 444),
            (320, 456),
            (274, 444),
            (220, 380),
            (200, 290),
            (228, 190),
        ],
        face.skin,
        0.1,
    )
    _hair(c, face)
    if face.beard:
        beard = [
            (212, 330),
            (238, 372),
            (320, 388),
            (402, 372),
            (428, 330),
            (416, 400),
            (366, 456),
            (320, 470),
            (274, 456),
            (224, 400),
        ]
        _blob(c, beard, face.hair)
        c.oval(320, 400, 40, 12, mix(shade, TERRACOTTA, 0.4))
    for side in (-1, 1):
        c.oval(320 + side * 52, 300, 10, 12, INK)
        c.disc(320 + side * 52 - 3, 296, 3, WHITE)
        c.line(
            smooth([(320 + side * 82, 266), (320 + side * 56, 252), (320 + side * 28, 256)]),
            mix(face.hair, INK, 0.4),
            7,
        )
        c.oval(320 + side * 80, 352, 26, 17, TERRACOTTA, opacity=0.18)
        if face.glasses:
            ring = smooth(
                [
                    (320 + side * 52 + dx, 300 + dy)
                    for dx, dy in ((-42, 0), (-30, -32), (30, -32), (42, 0), (28, 34), (-28, 34))
                ],
                closed=True,
            )
            c.line([*ring, ring[0]], mix(INK, DEEP, 0.4), 5)
    if face.glasses:
        c.line(smooth([(308, 296), (320, 290), (332, 296)]), mix(INK, DEEP, 0.4), 5)
    c.line(smooth([(322, 304), (332, 344), (314, 352)]), mix(shade, INK, 0.22), 6, opacity=0.7)
    c.line(smooth([(282, 394), (320, 410), (358, 394)]), WHITE if face.beard else mix(TERRACOTTA, INK, 0.25), 7)
    return c.finish()


def _blob(c: Canvas, points: Sequence[Point], colour: Colour, depth: float = 0.28) -> None:
    c.shape(smooth(points, closed=True), mix(colour, CREAM, 0.08), mix(colour, INK if depth > 0.2 else APRICOT, depth))


def _hair(c: Canvas, face: Face) -> None:
    shapes: dict[str, list[Point]] = {
        "bun": [
            (196, 300),
            (186, 220),
            (240, 150),
            (320, 132),
            (400, 150),
            (454, 220),
            (444, 300),
            (420, 226),
            (350, 190),
            (262, 214),
            (214, 250),
        ],
        "short": [
            (204, 272),
            (196, 210),
            (240, 150),
            (320, 134),
            (400, 150),
            (444, 210),
            (436, 272),
            (420, 218),
            (320, 192),
            (220, 218),
        ],
        "bob": [
            (176, 330),
            (176, 210),
            (236, 140),
            (330, 124),
            (420, 150),
            (466, 230),
            (464, 340),
            (436, 250),
            (380, 200),
            (300, 230),
            (216, 250),
        ],
    }
    _blob(c, shapes[face.style], face.hair)
