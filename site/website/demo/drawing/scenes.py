"""The pictures above and in the posts, each 1600 by 1000 pixels, by name."""

from collections.abc import Callable

from PIL import Image

from website.demo.drawing import landscapes, studies
from website.demo.drawing.canvas import Canvas

SCENES: dict[str, Callable[[Canvas], None]] = {
    "alder-bridge": landscapes.alder_bridge,
    "bridge-crossing": landscapes.bridge_crossing,
    "crossroads": landscapes.crossroads,
    "fourteen-days": landscapes.fourteen_days,
    "rising-hills": landscapes.rising_hills,
    "spine-path": landscapes.spine_path,
    "stepping-stones": landscapes.stepping_stones,
    "walking-party": landscapes.walking_party,
    "fibres": studies.fibres,
    "good-and-bad-days": studies.good_and_bad_days,
    "load-steps": studies.load_steps,
    "mirrored-peaks": studies.mirrored_peaks,
    "night-window": studies.night_window,
    "open-book": studies.open_book,
    "ripple": studies.ripple,
    "tree-rings": studies.tree_rings,
}


def scene(name: str) -> Image.Image:
    """Return the picture called `name` (1600 by 1000, RGB). Raises KeyError for a name not in `SCENES`."""
    canvas = Canvas(seed=name)
    SCENES[name](canvas)
    return canvas.finish()
