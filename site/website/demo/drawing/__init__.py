"""The demo's pictures, drawn by arithmetic: the same name gives the same bytes of pixels on every machine."""

from website.demo.drawing.emblems import EMBLEMS, emblem
from website.demo.drawing.portraits import PORTRAITS, portrait
from website.demo.drawing.scenes import SCENES, scene

__all__ = ["EMBLEMS", "PORTRAITS", "SCENES", "emblem", "portrait", "scene"]
