"""Studies: one thing looked at closely, a tendon, a drop, a night, a book."""

import math

from website.demo.drawing.canvas import (
    APRICOT,
    CLAY,
    CREAM,
    DEEP,
    DUSK,
    INK,
    LAKE,
    MIST,
    MOSS,
    NIGHT,
    PAPER,
    PINE,
    RIVER,
    ROSE,
    SAGE,
    SAND,
    SUN,
    TERRACOTTA,
    WHITE,
    Canvas,
    Point,
    mix,
    smooth,
)
from website.demo.drawing.figures import alder, cloud, poplars, reeds, ripples, stone, wagtail


def fibres(c: Canvas) -> None:
    """A tendon as a river of fibres, loosened where it hurts."""
    c.sky("#f5e6d0", "#ecd2b2")
    c.disc(800, 500, 330, "#f8d9a0", APRICOT, opacity=0.85)
    for index in range(54):
        share = index / 53
        loose = math.sin(share * math.pi) * 46
        points: list[Point] = []
        for step in range(12):
            u = step / 11
            x = -60 + u * 1720
            bundle = (share - 0.5) * (210 + 380 * (2 * u - 1) ** 2)
            fray = math.exp(-(((u - 0.5) / 0.12) ** 2)) * c.rng.uniform(-1, 1) * loose
            points.append((x, 500 + bundle + fray + 70 * math.sin(u * 4.2 - 0.6)))
        colour = mix(
            mix(TERRACOTTA, CLAY, c.rng.random()), mix(ROSE, WHITE, c.rng.random() * 0.7), abs(share - 0.42) * 1.5
        )
        c.line(smooth(points, steps=10), colour, c.rng.uniform(4, 9), opacity=0.88)
    for index in range(7):
        y = 830 + index * 26
        c.line(
            smooth([(-40, y + 60), (500, y - 20), (1100, y + 40), (1640, y - 40)]),
            mix(SAGE, PINE, index / 7),
            6,
            opacity=0.5,
        )


def ripple(c: Canvas) -> None:
    """One drop and its rings, which fade as they widen."""
    c.sky("#dfe7e2", RIVER)
    c.disc(800, 600, 1, CREAM)
    for index in range(13, 0, -1):
        share = index / 13
        rx, ry = 60 + 900 * share**1.25, 18 + 330 * share**1.25
        c.oval(800, 640, rx, ry, mix("#f6d9a8", mix(RIVER, LAKE, share), min(1.0, share * 1.15)), opacity=0.9)
        c.oval(
            800,
            640 + ry * 0.05,
            rx * 0.955,
            ry * 0.93,
            mix("#e9c48f", mix(LAKE, RIVER, 0.3 + 0.5 * (index % 2)), min(1.0, share * 1.2)),
        )
    c.oval(800, 640, 44, 13, "#fbe7bd")
    drop = [(800, 250), (842, 360), (860, 430), (800, 500), (740, 430), (758, 360)]
    c.halo(800, 420, 230, SUN, opacity=0.55)
    c.shape(smooth(drop, closed=True), "#fdf1d6", "#efb871")
    c.oval(778, 425, 12, 30, WHITE, opacity=0.8)
    reeds(c, 90, 1010, 460, 24, DEEP)
    reeds(c, 1530, 1010, 400, 22, DEEP)


def tree_rings(c: Canvas) -> None:
    """The rings of a tree beside its leaves: age drawn as a pattern."""
    c.sky("#e6e4d6", "#cfd6c8")
    cx, cy = 640.0, 520.0
    for ring in range(24, 0, -1):
        r = ring * 17.5
        outline: list[Point] = []
        for step in range(48):
            a = step / 48 * math.tau
            swing = 1 + 0.035 * math.sin(3 * a + 0.8) + 0.02 * math.sin(7 * a + ring * 0.25) + 0.012 * math.sin(11 * a)
            outline.append((cx + math.cos(a) * r * swing * 1.04, cy + math.sin(a) * r * swing))
        tone = CLAY if ring == 24 else mix("#f1d9b3", TERRACOTTA, 0.12 + 0.42 * (ring % 2) + 0.01 * ring)
        c.shape(smooth(outline, closed=True, steps=4), tone, mix(tone, SAND, 0.25))
    for angle in (0.4, 2.2, 4.4):
        crack = [(cx + math.cos(angle) * r, cy + math.sin(angle) * r * 1.02) for r in (40, 150, 300)]
        c.taper(smooth(crack), CLAY, 3, 9, opacity=0.6)
    for stem in range(7):
        x = 1180 + stem * 60
        stalk = smooth([(x + 40, 1020), (x, 800), (x + 30, 560), (x - 20 + stem * 14, 330 + 40 * (stem % 3))])
        c.taper(stalk, PINE, 9, 3)
        for leaf in range(4 + stem % 3, len(stalk) - 1, 6):
            lx, ly = stalk[leaf]
            side = 1 if leaf % 2 else -1
            long, droop = side * c.rng.uniform(56, 104), c.rng.uniform(-50, 6)
            blade = [
                (lx, ly),
                (lx + long * 0.4, ly + droop - 26),
                (lx + long, ly + droop),
                (lx + long * 0.5, ly + droop * 0.4 + 8),
            ]
            c.shape(smooth(blade, closed=True), mix(MOSS, SAGE, c.rng.random()), PINE)


def mirrored_peaks(c: Canvas) -> None:
    """Two mountains and their reflections, hard to tell apart."""
    c.sky("#f3dcc4", "#f8ecd8", horizon=520)
    c.halo(800, 250, 330, SUN, opacity=0.6)
    c.disc(800, 250, 70, "#fde6b5", SUN)
    c.shape([(0, 520), (1600, 520), (1600, 1000), (0, 1000)], "#e9d9c3", LAKE)
    for peak in (470, 1130):
        rock = [
            (peak - 420, 520),
            (peak - 250, 380),
            (peak - 90, 210),
            (peak, 150),
            (peak + 70, 215),
            (peak + 230, 390),
            (peak + 420, 520),
        ]
        points = [(float(x), float(y)) for x, y in rock]
        c.shape(points, mix(ROSE, WHITE, 0.2), mix(TERRACOTTA, DUSK, 0.35))
        snow = [(peak - 90, 210), (peak, 150), (peak + 70, 215), (peak + 30, 250), (peak + 4, 226), (peak - 34, 268)]
        c.shape([(float(x), float(y)) for x, y in snow], WHITE)
        light = [
            (peak, 150),
            (peak + 70, 215),
            (peak + 230, 390),
            (peak + 420, 520),
            (peak + 120, 520),
            (peak + 40, 330),
        ]
        c.shape([(float(x), float(y)) for x, y in light], mix(CLAY, DUSK, 0.4), mix(DUSK, INK, 0.2), opacity=0.45)
        c.shape([(x, 1040 - y) for x, y in points], mix(TERRACOTTA, LAKE, 0.55), mix(ROSE, LAKE, 0.55), opacity=0.75)
    c.shape([*c.ridge(530, 8, waves=3)[:-2], (1640, 548), (-20, 548)], MOSS, PINE)
    poplars(c, 40, 545, 110, 3, PINE)
    poplars(c, 1450, 545, 110, 4, PINE)
    c.disc(800, 790, 62, SUN, opacity=0.3)
    ripples(c, 560, 1000, CREAM, 110)
    ripples(c, 580, 1000, WHITE, 60, centre=800)
    stone(c, 300, 880, 330, "#a9a796")
    wagtail(c, 300, 888, 170, facing=1)
    reeds(c, 1470, 1010, 300, 24)


def night_window(c: Canvas) -> None:
    """Night over the valley: one window still warm, the moon on the river."""
    c.sky("#16233a", "#4d617a", horizon=680)
    for _ in range(150):
        x, y = c.rng.uniform(0, 1600), c.rng.uniform(0, 520) ** 1.0
        c.disc(x, y, c.rng.uniform(0.8, 2.6), WHITE, opacity=c.rng.uniform(0.3, 0.9))
    c.halo(1140, 230, 330, "#dfe5df", opacity=0.5)
    c.disc(1140, 230, 88, "#f8f1dc", "#dcd9c5")
    c.disc(1112, 212, 16, "#cfcdb9", opacity=0.6)
    c.disc(1168, 258, 22, "#cfcdb9", opacity=0.5)
    c.shape(c.ridge(520, 80, waves=1.1), "#3b5066", "#2c4157")
    c.shape(c.ridge(620, 50, waves=1.5), "#2b4352", "#203747")
    c.shape([(0, 740), (1600, 730), (1600, 1000), (0, 1000)], "#35506a", NIGHT)
    ripples(c, 750, 1000, "#f3ecd2", 90, centre=1140)
    c.shape(smooth([(-40, 640), (300, 620), (620, 690), (760, 770), (560, 830), (-40, 900)]), "#1f3a3d", "#142529")
    c.halo(395, 600, 210, SUN, opacity=0.5)
    c.shape([(290, 560), (395, 480), (500, 560), (500, 670), (290, 670)], "#2a3a44", "#1b2830")
    c.shape([(272, 566), (395, 470), (518, 566), (498, 572), (395, 496), (292, 572)], "#3f4d55")
    c.shape([(365, 580), (425, 580), (425, 640), (365, 640)], "#ffe2a0", SUN)
    c.line([(395, 580), (395, 640)], "#7a5a3a", 4)
    c.line([(365, 610), (425, 610)], "#7a5a3a", 4)
    alder(c, 190, 690, 300, "#1c3236")
    reeds(c, 1440, 1010, 300, 24, "#0f1c24")
    stone(c, 900, 860, 260, "#4b5c66")
    wagtail(c, 900, 868, 130)


def open_book(c: Canvas) -> None:
    """A book lying open whose pages turn into hills."""
    c.sky("#dde4dc", "#f6e8cf", horizon=620)
    c.halo(1240, 250, 320, SUN, opacity=0.7)
    c.disc(1240, 250, 80, "#fde4ae", SUN)
    cloud(c, 430, 230, 460, WHITE)
    c.shape(c.ridge(470, 70, waves=1.2), mix(RIVER, CREAM, 0.4), RIVER)
    c.shape(c.ridge(560, 40, waves=1.8), SAGE, MOSS)
    c.shape([(0, 640), (1600, 640), (1600, 1000), (0, 1000)], mix(MOSS, PINE, 0.5), DEEP)
    for layer in range(7, -1, -1):
        drop = layer * 9
        left = smooth([(800, 760 + drop), (640, 660 + drop), (400, 640 + drop), (150, 720 + drop)], steps=24)
        right = [(1600 - x, y) for x, y in left]
        tone = WHITE if layer == 0 else mix(PAPER, "#b49b78", 0.3 * (layer % 2) + 0.05 * layer)
        c.shape(
            [*left, (110, 900 + drop), *reversed([(x, y + 170 - (x - 150) * 0.03) for x, y in left])],
            tone,
            mix(tone, SAND, 0.5),
        )
        c.shape(
            [*right, (1490, 900 + drop), *reversed([(x, y + 170 - (1450 - x) * 0.03) for x, y in right])],
            tone,
            mix(tone, SAND, 0.5),
        )
    for row in range(6):
        base = smooth(
            [(760, 790 + row * 22), (620, 696 + row * 22), (410, 678 + row * 22), (210, 742 + row * 22)], steps=24
        )
        c.line(base[: len(base) if row % 3 else 56], "#9b9484", 5, opacity=0.55)
        c.line([(1600 - x, y) for x, y in base[(10 if row == 0 else 0) :]], "#9b9484", 5, opacity=0.55)
    c.shape([(1262, 700), (1300, 704), (1296, 830), (1278, 806), (1258, 826)], TERRACOTTA, CLAY)
    wagtail(c, 590, 680, 190, facing=1)
    reeds(c, 60, 1010, 240, 18, PINE)
    reeds(c, 1550, 1010, 240, 18, PINE)


def good_and_bad_days(c: Canvas) -> None:
    """Waves of different heights, one after another, under one sky."""
    c.sky("#f1dcc6", "#f9eeda", horizon=560)
    c.halo(520, 330, 420, SUN, opacity=0.7)
    c.disc(520, 330, 108, "#fde2a6", SUN)
    cloud(c, 1200, 190, 520, WHITE)
    tones = [MIST, mix(MIST, RIVER, 0.6), RIVER, mix(RIVER, LAKE, 0.6), LAKE, mix(LAKE, DEEP, 0.5), DEEP]
    for index, tone in enumerate(tones):
        base = 440 + index * 78
        heights = [c.rng.uniform(0.15, 1.0) for _ in range(12)]
        points: list[Point] = []
        for step in range(-1, 13):
            swing = heights[step % 12] * (82 - index * 4)
            x = step * 145 - 60 + (index % 2) * 70
            points += [(x, base + 34), (x + 72, base + 34 - swing)]
        line = smooth(points, steps=8)
        c.shape([*line, (1800, 1040), (-200, 1040)], tone, mix(tone, DEEP, 0.3))
        c.line(line, WHITE, 3, opacity=0.5)
    hull = smooth([(930, 560), (990, 600), (1090, 604), (1160, 556)])
    c.shape([*hull], CLAY, mix(CLAY, INK, 0.4))
    c.line([(1046, 570), (1046, 400)], INK, 6)
    c.shape(smooth([(1052, 404), (1130, 480), (1142, 545), (1052, 548)], closed=True, steps=6), WHITE, "#ecd9bd")
    c.shape([(1038, 430), (980, 545), (1038, 548)], ROSE, TERRACOTTA)


def load_steps(c: Canvas) -> None:
    """A week's load as steps: up, a little down, up again, under a line that rises with them."""
    c.sky("#f6ead6", "#efdcbf")
    c.disc(1290, 300, 150, "#fbdfa2", SUN)
    heights = [0.16, 0.22, 0.28, 0.2, 0.3, 0.37, 0.44, 0.34, 0.46, 0.54, 0.62, 0.5, 0.66, 0.74]
    for index, height in enumerate(heights):
        x, top = 120 + index * 98, 860 - height * 700
        tone = mix(SAGE, PINE, index / 13) if index % 4 != 3 else mix(ROSE, TERRACOTTA, index / 13)
        outline = [(x, 860), (x, top + 14), (x + 14, top), (x + 62, top), (x + 76, top + 14), (x + 76, 860)]
        c.shape([(float(px), float(py)) for px, py in outline], tone, mix(tone, DEEP, 0.3))
    limit = smooth([(80, 690), (400, 610), (760, 500), (1120, 360), (1520, 230)], steps=30)
    for index in range(0, len(limit) - 4, 6):
        c.line(limit[index : index + 4], CLAY, 7)
    c.line([(80, 864), (1520, 864)], INK, 6)
    wagtail(c, 1434, 346, 130, facing=1)
