"""What a body may be made of, one file per sort of block."""

from blog.blocks.body import BodyBlock
from blog.blocks.text import INTRO_FEATURES, PARAGRAPH_FEATURES

__all__ = ["INTRO_FEATURES", "PARAGRAPH_FEATURES", "BodyBlock"]
