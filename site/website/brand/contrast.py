"""How well two colours tell apart, by WCAG 2.2."""

import math
import re

COLOUR = re.compile(r"#[0-9a-f]{6}")


def relative_luminance(colour: str) -> float:
    """Return how bright "#rrggbb" is, from 0 for black to 1 for white.

    WCAG 2.2, "relative luminance": https://www.w3.org/TR/WCAG22/#dfn-relative-luminance, with the threshold 0.04045 of
    IEC 61966-2-1, to which the recommendation was corrected.
    """
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21; their order is irrelevant.

    WCAG 2.2, "contrast ratio": https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
    """
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def written(ratio: float) -> str:
    """Return a ratio as it is written, never rounded up to what it has not reached: "4.49:1"."""
    return f"{math.floor(ratio * 100) / 100:.2f}:1"


def mixed(colour: str, into: str, *, share: float) -> str:
    """Return `into` with so much of `colour` in it, each channel by itself; `share` is from 0 to 1."""
    channels = (
        round(int(into[place : place + 2], 16) * (1 - share) + int(colour[place : place + 2], 16) * share)
        for place in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
