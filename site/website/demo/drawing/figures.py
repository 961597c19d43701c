"""What stands in the landscapes: the wagtail, trees, reeds, stones, people, clouds."""

import math

from website.demo.drawing.canvas import (
    APRICOT,
    CLAY,
    DEEP,
    INK,
    MIST,
    PINE,
    SUN,
    TERRACOTTA,
    WHITE,
    Canvas,
    Colour,
    Point,
    mix,
    smooth,
)


def wagtail(canvas: Canvas, x: float, y: float, size: float, *, facing: int = -1) -> None:
    """Draw a white wagtail standing at (x, y); its body is `size` pixels long, `facing` -1 left or 1 right."""

    def at(points: list[Point]) -> list[Point]:
        return [(x - facing * px * size, y + (py - 0.62) * size) for px, py in points]

    legs: list[list[Point]] = [[(-0.02, 0.2), (0.02, 0.4), (-0.05, 0.6)], [(0.1, 0.19), (0.15, 0.4), (0.09, 0.61)]]
    for leg in legs:
        canvas.line(at([*leg, (leg[2][0] - 0.1, leg[2][1] + 0.01)]), INK, 0.026 * size)
    canvas.shape(at([(0.24, -0.09), (1.26, -0.26), (1.27, -0.19), (0.3, 0.11)]), INK)
    canvas.line(at([(0.45, -0.04), (1.2, -0.18)]), WHITE, 0.022 * size)
    body = [(-0.36, -0.3), (-0.14, -0.29), (0.1, -0.22), (0.33, -0.08), (0.36, 0.03), (0.16, 0.18), (-0.1, 0.23)]
    outline = smooth([*body, (-0.3, 0.13), (-0.43, -0.06)], closed=True)
    canvas.shape(at(outline), WHITE, mix(WHITE, MIST, 0.7))
    back = [(-0.3, -0.31), (-0.1, -0.28), (0.12, -0.21), (0.36, -0.06), (0.32, 0.03), (0.1, -0.04), (-0.14, -0.14)]
    canvas.shape(at(smooth([*back, (-0.28, -0.2)], closed=True)), "#7b8a8d", "#64747a")
    wing = [(-0.16, -0.13), (0.08, -0.11), (0.32, -0.02), (0.62, -0.04), (0.3, 0.09), (0.05, 0.07), (-0.1, 0.0)]
    canvas.shape(at(smooth(wing, closed=True)), "#46555b", INK)
    for lift in (0.0, 0.045):
        canvas.line(at([(-0.06, -0.03 + lift), (0.14, 0.0 + lift), (0.38, 0.0 + lift / 2)]), WHITE, 0.016 * size)
    head = smooth(
        [(-0.58, -0.42), (-0.43, -0.56), (-0.27, -0.47), (-0.24, -0.3), (-0.38, -0.2), (-0.56, -0.3)], closed=True
    )
    canvas.shape(at(head), WHITE)
    cap = [
        (-0.5, -0.525),
        (-0.41, -0.565),
        (-0.28, -0.5),
        (-0.21, -0.34),
        (-0.2, -0.22),
        (-0.27, -0.26),
        (-0.34, -0.42),
    ]
    canvas.shape(at(smooth(cap, closed=True)), INK)
    bib = [(-0.55, -0.33), (-0.46, -0.29), (-0.36, -0.2), (-0.32, -0.02), (-0.42, 0.03), (-0.47, -0.14), (-0.54, -0.27)]
    canvas.shape(at(smooth(bib, closed=True)), INK)
    canvas.shape(at([(-0.56, -0.4), (-0.76, -0.355), (-0.56, -0.335)]), INK)
    eye = at([(-0.485, -0.41)])[0]
    canvas.disc(*eye, 0.026 * size, INK)
    canvas.disc(eye[0] - 0.008 * size, eye[1] - 0.008 * size, 0.008 * size, WHITE)


def stone(canvas: Canvas, x: float, y: float, width: float, colour: Colour, *, height: float = 0.36) -> None:
    """Draw a flat stone whose top is at (x, y), with its shade below."""
    h = width * height
    points = [(-0.5, 0.55), (-0.44, 0.2), (-0.2, 0.0), (0.16, 0.0), (0.42, 0.22), (0.5, 0.6), (0.3, 0.95), (-0.3, 0.95)]
    canvas.shape(
        [(x + px * width, y + py * h) for px, py in smooth(points, closed=True)], colour, mix(colour, DEEP, 0.6)
    )


def alder(canvas: Canvas, x: float, y: float, height: float, colour: Colour = PINE) -> None:
    """Draw a round-crowned tree standing at (x, y)."""
    canvas.taper(
        [(x, y), (x + height * 0.02, y - height * 0.5), (x, y - height * 0.8)], mix(colour, INK, 0.5), height * 0.05, 3
    )
    canvas.oval(x, y - height * 0.66, height * 0.2, height * 0.24, mix(colour, INK, 0.12))
    for index in range(38):
        angle, far = canvas.rng.uniform(0, math.tau), 0.22 * (1 - index / 60)
        across, up = math.cos(angle) * far, math.sin(angle) * far * 1.3
        light = (across - up) * 1.1 + index * 0.004
        shade = mix(mix(colour, INK, 0.16), mix(colour, SUN, 0.34), min(1.0, max(0.0, 0.3 + light)))
        canvas.disc(
            x + across * height,
            y - height * 0.66 + up * height,
            height * canvas.rng.uniform(0.07, 0.12),
            shade,
            mix(shade, INK, 0.14),
        )


def poplars(canvas: Canvas, x: float, y: float, height: float, count: int, colour: Colour = PINE) -> None:
    """Draw a row of slim trees beginning at (x, y)."""
    for index in range(count):
        tall = height * canvas.rng.uniform(0.7, 1.05)
        cx = x + index * height * 0.27
        canvas.oval(cx, y - tall / 2, height * 0.09, tall / 2, mix(colour, SUN, 0.08), mix(colour, INK, 0.25))


def reeds(canvas: Canvas, x: float, y: float, height: float, count: int, colour: Colour = DEEP) -> None:
    """Draw a clump of reeds growing from the line y, some with a seed head."""
    for _ in range(count):
        foot = x + canvas.rng.uniform(-0.5, 0.5) * height
        tall, lean = height * canvas.rng.uniform(0.55, 1.0), canvas.rng.uniform(-0.16, 0.22) * height
        stem = smooth([(foot, y), (foot + lean * 0.3, y - tall * 0.55), (foot + lean, y - tall)])
        canvas.taper(stem, colour, height * 0.026, 1.5)
        if canvas.rng.random() < 0.3:
            tip = stem[-1]
            canvas.taper([(tip[0] - lean * 0.16, tip[1] + tall * 0.16), tip], CLAY, height * 0.035, height * 0.03)


def walker(
    canvas: Canvas,
    x: float,
    y: float,
    height: float,
    coat: Colour = TERRACOTTA,
    *,
    stride: float = 1.0,
    facing: int = 1,
) -> None:
    """Draw a person walking, feet on the line y."""

    def at(*points: Point) -> list[Point]:
        return [(x + facing * px * height, y - py * height) for px, py in points]

    trousers, skin = mix(INK, DEEP, 0.4), mix(APRICOT, CLAY, 0.3)
    canvas.taper(
        at((0.0, 0.48), (-0.05, 0.27), (-0.15 * stride, 0.035)), mix(trousers, INK, 0.5), 0.1 * height, 0.055 * height
    )
    canvas.line(at((-0.15 * stride, 0.025), (-0.09 * stride, 0.02)), INK, 0.05 * height)
    canvas.taper(
        at((0.02, 0.72), (-0.09 * stride, 0.58), (-0.1 * stride, 0.47)),
        mix(coat, INK, 0.35),
        0.065 * height,
        0.045 * height,
    )
    canvas.taper(at((0.02, 0.48), (0.08 * stride, 0.27), (0.1 * stride, 0.035)), trousers, 0.11 * height, 0.06 * height)
    canvas.line(at((0.1 * stride, 0.025), (0.16 * stride, 0.025)), INK, 0.05 * height)
    torso = [(-0.05, 0.8), (0.06, 0.8), (0.1, 0.62), (0.09, 0.43), (-0.08, 0.43), (-0.09, 0.62)]
    canvas.shape(at(*smooth(torso, closed=True)), coat, mix(coat, INK, 0.25))
    canvas.taper(
        at((0.03, 0.75), (0.1 * stride, 0.6), (0.17 * stride, 0.55)),
        mix(coat, INK, 0.14),
        0.065 * height,
        0.045 * height,
    )
    canvas.disc(*at((0.175 * stride, 0.545))[0], 0.024 * height, skin)
    canvas.line(at((0.015, 0.8), (0.02, 0.86)), skin, 0.055 * height)
    canvas.oval(*at((0.03, 0.905))[0], 0.056 * height, 0.068 * height, skin)
    hair = [(-0.035, 0.9), (-0.03, 0.96), (0.03, 0.985), (0.085, 0.955), (0.075, 0.935), (0.02, 0.935), (0.0, 0.87)]
    canvas.shape(at(*smooth(hair, closed=True)), INK)


def cloud(canvas: Canvas, x: float, y: float, width: float, colour: Colour, *, opacity: float = 0.55) -> None:
    """Draw a long, flat cloud centred at (x, y)."""
    for shift, lift, long in ((0.0, 0.0, 1.0), (-0.18, -0.05, 0.5), (0.2, -0.035, 0.55), (0.1, 0.045, 0.7)):
        rx = width * long / 2
        canvas.oval(x + shift * width, y + lift * width, rx, width * 0.035, colour, opacity=opacity)


def ripples(
    canvas: Canvas, top: float, bottom: float, colour: Colour, count: int, *, centre: float | None = None
) -> None:
    """Draw short strokes of light on water, nearer ones longer; round `centre` when it is given, as under a sun."""
    for _ in range(count):
        depth = canvas.rng.random() ** 0.8
        y = top + (bottom - top) * depth
        long = (16 + 130 * depth) * canvas.rng.uniform(0.4, 1.0)
        x = canvas.rng.uniform(0, canvas.width) if centre is None else centre + canvas.rng.gauss(0, 30 + 120 * depth)
        canvas.line(
            [(x - long / 2, y), (x + long / 2, y)], colour, 1.5 + 4 * depth, opacity=0.25 + 0.4 * canvas.rng.random()
        )


def vertebrae(c: Canvas, curve: list[Point], count: int, big: float, small: float, colour: str, shade: str) -> None:
    """Lay `count` vertebrae along `curve`, from `big` to `small` pixels wide."""
    for index in range(count):
        share = index / (count - 1)
        place = round((1 - (1 - share) ** 1.35) * (len(curve) - 2))
        (x, y), ahead = curve[place], curve[min(place + 2, len(curve) - 1)]
        turn = math.atan2(ahead[1] - y, ahead[0] - x) + math.pi / 2
        width = big + (small - big) * share**0.7
        body = [
            (-0.5, -0.13),
            (-0.3, -0.19),
            (0.3, -0.19),
            (0.5, -0.13),
            (0.46, 0.0),
            (0.5, 0.15),
            (0.3, 0.2),
            (-0.3, 0.2),
        ]
        outline = smooth([*body, (-0.5, 0.15), (-0.46, 0.0)], closed=True)
        cos, sin = math.cos(turn), math.sin(turn)
        c.shape(
            [(x + width * (px * cos - py * sin), y + width * (px * sin + py * cos)) for px, py in outline],
            colour,
            shade,
        )
