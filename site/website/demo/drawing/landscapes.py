"""Landscapes: the valley of the clinic, its paths and the people on them."""

import math

from website.demo.drawing.canvas import (
    APRICOT,
    CLAY,
    CREAM,
    DEEP,
    DUSK,
    LAKE,
    MIST,
    MOSS,
    PINE,
    RIVER,
    ROSE,
    SAGE,
    SAND,
    SUN,
    TERRACOTTA,
    WHITE,
    Canvas,
    mix,
    smooth,
)
from website.demo.drawing.figures import alder, cloud, poplars, reeds, ripples, stone, vertebrae, wagtail, walker


def alder_bridge(c: Canvas) -> None:
    """The valley of the clinic: a stone bridge, alders, and the wagtail on its stone."""
    c.sky("#f3d9b8", CREAM, horizon=520)
    c.halo(1130, 330, 420, SUN, opacity=0.8)
    c.disc(1130, 330, 84, "#fbdc98", SUN)
    cloud(c, 420, 190, 520, WHITE)
    cloud(c, 1350, 140, 380, WHITE)
    c.shape(c.ridge(430, 70, waves=1.1), mix(SAGE, CREAM, 0.45), SAGE)
    c.shape(c.ridge(500, 50, waves=1.7), mix(SAGE, MOSS, 0.3), MOSS)
    poplars(c, 180, 545, 120, 5, MOSS)
    c.shape(c.ridge(570, 26, waves=2.2), MOSS, PINE)
    c.shape([(0, 640), (1600, 628), (1600, 1000), (0, 1000)], RIVER, LAKE)
    bank = smooth([(-40, 660), (260, 640), (520, 632), (420, 690), (180, 740), (-40, 790)])
    c.shape(bank, PINE, DEEP)
    right = smooth([(1660, 640), (1420, 640), (1160, 632), (1240, 700), (1460, 770), (1660, 800)])
    c.shape(right, PINE, DEEP)
    _bridge(c, 380, 1270, 640, 150)
    alder(c, 250, 668, 330, PINE)
    alder(c, 1420, 668, 390, MOSS)
    alder(c, 1540, 690, 300, PINE)
    ripples(c, 700, 1000, CREAM, 70, centre=1010)
    ripples(c, 680, 1000, WHITE, 50)
    stone(c, 560, 852, 420, "#b9b2a0")
    wagtail(c, 560, 862, 230)
    reeds(c, 150, 1010, 280, 22)
    reeds(c, 1490, 1020, 240, 18)


def _bridge(c: Canvas, left: float, right: float, foot: float, rise: float) -> None:
    arch = smooth([(left, foot), ((left + right) / 2, foot - rise), (right, foot)], steps=40)
    deck = smooth([(left - 120, foot - 6), ((left + right) / 2, foot - rise - 62), (right + 120, foot - 6)], steps=40)
    c.shape([*deck, (right + 120, foot + 40), *reversed(arch), (left - 120, foot + 40)], "#cdb798", "#9c8a74")
    c.line(deck, "#e8d6b8", 12)
    for index in range(2, len(arch) - 2, 5):
        (x, y), middle = arch[index], (left + right) / 2
        c.line([(x, y), (x + (x - middle) * 0.03, y - 34)], "#8a7964", 2.5, opacity=0.6)


def spine_path(c: Canvas) -> None:
    """A path of vertebrae climbing through hills to the sun."""
    c.sky("#dfe6de", "#f6e3c6", horizon=640)
    c.halo(980, 300, 460, SUN, opacity=0.75)
    c.disc(980, 300, 120, "#fbdfa2", SUN)
    c.shape(c.ridge(500, 90, waves=0.9), mix(ROSE, CREAM, 0.5), ROSE)
    c.shape(c.ridge(590, 70, waves=1.3), mix(TERRACOTTA, ROSE, 0.55), TERRACOTTA)
    c.shape(c.ridge(690, 60, waves=1.1), SAGE, MOSS)
    c.shape(c.ridge(800, 50, waves=1.5), MOSS, PINE)
    curve = smooth(
        [(560, 1010), (700, 900), (860, 800), (860, 690), (740, 590), (760, 490), (880, 420), (960, 360)], steps=40
    )
    vertebrae(c, curve, 24, 190, 30, WHITE, "#d9c7aa")
    reeds(c, 160, 1010, 210, 16, PINE)
    alder(c, 1380, 850, 300, PINE)
    alder(c, 1500, 880, 220, DEEP)


def fourteen_days(c: Canvas) -> None:
    """Fourteen suns crossing the sky, each a little warmer than the one before."""
    c.sky(DUSK, "#e9c9a8", horizon=720)
    for index in range(14):
        share = index / 13
        x = 130 + share * 1340
        y = 560 - math.sin(share * math.pi) * 390 + (1 - share) * 40
        c.halo(x, y, 60 + 190 * share, SUN, opacity=0.15 + 0.55 * share)
        c.disc(x, y, 30 + 34 * share, mix(DUSK, "#fbe3ab", 0.25 + 0.75 * share), mix(DUSK, SUN, 0.18 + 0.82 * share))
    c.shape(c.ridge(600, 60, waves=1.2), "#8b8f95", "#6f7f80")
    c.shape(c.ridge(690, 50, waves=1.6), "#6f8682", PINE)
    c.shape(c.ridge(800, 60, waves=0.9), PINE, DEEP)
    path = smooth([(60, 1010), (360, 900), (760, 880), (1020, 800), (1220, 770), (1420, 700)], steps=30)
    c.taper(path, SAND, 90, 5)
    walker(c, 560, 905, 170, TERRACOTTA)
    poplars(c, 1180, 770, 110, 4, PINE)


def bridge_crossing(c: Canvas) -> None:
    """Someone crossing a high bridge between two slopes, unhurried."""
    c.sky("#cfdcd8", "#f7ead2", horizon=700)
    c.halo(420, 260, 380, SUN, opacity=0.7)
    c.disc(420, 260, 92, "#fbe2aa", SUN)
    cloud(c, 1180, 220, 560, WHITE)
    c.shape(c.ridge(520, 110, waves=1.0), mix(RIVER, CREAM, 0.45), RIVER)
    c.shape(c.ridge(640, 70, waves=1.4), mix(RIVER, SAGE, 0.5), LAKE)
    c.shape([(0, 780), (1600, 780), (1600, 1000), (0, 1000)], mix(RIVER, MIST, 0.4), LAKE)
    ripples(c, 800, 1000, WHITE, 70, centre=430)
    c.shape(smooth([(-60, 470), (160, 500), (330, 590), (400, 720), (460, 1040), (-60, 1040)]), MOSS, DEEP)
    c.shape(smooth([(1660, 430), (1460, 480), (1290, 580), (1210, 730), (1140, 1040), (1660, 1040)]), PINE, DEEP)
    arch = smooth([(330, 700), (520, 560), (790, 500), (1060, 560), (1270, 700)], steps=30)
    deck = smooth([(150, 560), (470, 470), (790, 436), (1110, 470), (1450, 560)], steps=30)
    c.shape([*deck, *reversed(arch)], "#e2cba6", "#b08d6b")
    c.line(deck, WHITE, 9)
    for index in range(8, len(deck) - 8, 7):
        x, y = deck[index]
        c.line([(x, y), (x, y - 42)], CLAY, 4)
    c.line([(x, y - 42) for x, y in deck[8:-8]], CLAY, 4)
    walker(c, 880, 444, 190, TERRACOTTA)
    alder(c, 130, 520, 270, PINE)
    alder(c, 1500, 480, 240, MOSS)


def stepping_stones(c: Canvas) -> None:
    """Stepping stones over quiet water, and a wagtail on the nearest but one."""
    c.sky("#f4dfc3", "#e7d3b4", horizon=400)
    c.halo(800, 210, 420, SUN, opacity=0.8)
    c.disc(800, 210, 78, "#fde7b4", SUN)
    c.shape(c.ridge(300, 40, waves=1.4), mix(SAGE, SAND, 0.5), SAGE)
    c.shape(c.ridge(350, 22, waves=2.1), MOSS, PINE)
    c.shape([(0, 375), (1600, 375), (1600, 1000), (0, 1000)], "#b7c9c3", LAKE)
    ripples(c, 390, 1000, CREAM, 120, centre=800)
    ripples(c, 420, 1000, WHITE, 60)
    way = smooth([(830, 395), (790, 430), (870, 480), (760, 545), (880, 640), (680, 760), (840, 905)], steps=12)
    places = [round(i**0.86 / 11**0.86 * (len(way) - 1)) for i in range(12)]
    for place in places:
        x, y = way[place]
        size = 26 + (y - 395) * 0.62
        c.oval(x, y + size * 0.3, size * 0.62, size * 0.16, DEEP, opacity=0.3)
        stone(c, x, y, size, mix("#c3b8a2", "#9aa39a", c.rng.random()), height=0.34)
    wagtail(c, 700, 765, 190, facing=1)
    reeds(c, 130, 1000, 330, 26)
    reeds(c, 1480, 1000, 380, 30)


def rising_hills(c: Canvas) -> None:
    """Hills each higher than the last, with a path that takes its time."""
    c.sky("#d5dfdd", "#f8e8cd", horizon=760)
    c.halo(300, 260, 330, SUN, opacity=0.7)
    c.disc(300, 260, 74, "#fde4ae", SUN)
    tones = [(MIST, RIVER), (mix(RIVER, SAGE, 0.5), LAKE), (SAGE, MOSS), (MOSS, PINE), (PINE, DEEP)]
    for index, (top, bottom) in enumerate(tones):
        peak = 1500 - index * 330
        high = 150 + index * 145
        hill = smooth(
            [
                (-100, high + 450),
                (peak - 880, high + 330),
                (peak - 640, high + 370),
                (peak - 420, high + 280),
                (peak, high),
                (peak + 380, high + 260),
                (1800, high + 330),
            ],
            steps=24,
        )
        c.shape([*hill, (1800, 1040), (-100, 1040)], top, bottom)
    zigzag = [
        (700, 1010),
        (980, 930),
        (620, 860),
        (1010, 790),
        (800, 730),
        (1120, 660),
        (960, 600),
        (1180, 530),
        (1120, 470),
    ]
    c.taper(smooth([*zigzag, (1270, 400), (1250, 350), (1370, 260), (1430, 190)], steps=20), SAND, 44, 4)
    walker(c, 830, 880, 150, TERRACOTTA)
    poplars(c, 210, 905, 130, 4, DEEP)
    alder(c, 1420, 900, 260, DEEP)


def crossroads(c: Canvas) -> None:
    """A path that forks below a spine drawn in the sky: many ways on, none of them hurried."""
    c.sky("#e9e2d2", "#f2cfa8")
    c.disc(800, 420, 300, "#f8d594", APRICOT)
    curve = smooth(
        [(860, 720), (880, 640), (850, 560), (770, 480), (745, 400), (790, 310), (820, 240), (800, 150)], steps=40
    )
    vertebrae(c, curve, 17, 118, 70, WHITE, "#e3cdae")
    c.shape(c.ridge(640, 60, waves=1.3), SAGE, MOSS)
    c.shape(c.ridge(730, 34, waves=1.7), MOSS, PINE)
    c.shape([(0, 790), *smooth([(0, 790), (500, 770), (1100, 782), (1600, 760)]), (1600, 1000), (0, 1000)], PINE, DEEP)
    for way in (
        [(800, 1020), (790, 910), (640, 850), (380, 800), (150, 770)],
        [(800, 1020), (800, 900), (830, 840), (780, 790), (815, 745)],
        [(800, 1020), (815, 910), (960, 850), (1220, 800), (1470, 765)],
    ):
        c.taper(smooth([(float(x), float(y)) for x, y in way], steps=30), SAND, 96, 10)
    walker(c, 770, 975, 165, TERRACOTTA, stride=0.6)
    alder(c, 190, 840, 250, PINE)
    alder(c, 1420, 850, 300, PINE)
    reeds(c, 60, 1010, 200, 14, MOSS)
    reeds(c, 1540, 1010, 200, 14, MOSS)


def walking_party(c: Canvas) -> None:
    """Six people along a ridge at evening, in step enough."""
    c.sky("#f2cfae", "#f9e6c9", horizon=760)
    c.halo(1150, 480, 560, SUN, opacity=0.8)
    c.disc(1150, 480, 180, "#fde3aa", SUN)
    c.shape(c.ridge(560, 60, waves=1.1), mix(ROSE, CREAM, 0.4), ROSE)
    c.shape(c.ridge(640, 50, waves=1.5), mix(ROSE, TERRACOTTA, 0.5), mix(TERRACOTTA, CLAY, 0.4))
    crest = smooth([(-40, 800), (300, 750), (800, 730), (1250, 742), (1640, 700)], steps=40)
    coats = [TERRACOTTA, LAKE, "#c99a3e", PINE, ROSE, DUSK]
    for index, coat in enumerate(coats):
        x = 330 + index * 170 + c.rng.uniform(-18, 18)
        ground = min(crest, key=lambda p: abs(p[0] - x))[1]
        walker(c, x, ground + 6, 210 * c.rng.uniform(0.88, 1.06), coat, stride=c.rng.uniform(0.75, 1.1))
    c.shape([*crest, (1640, 1040), (-40, 1040)], PINE, DEEP)
    reeds(c, 180, 1010, 220, 18, MOSS)
    reeds(c, 1360, 1010, 260, 22, MOSS)
    alder(c, 1530, 760, 330, PINE)
