"""The colour a picture shows most of."""

import PIL.Image
import pytest

from blog.pictures import main_colour


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "CMYK"])
def test_a_picture_of_one_colour_has_that_colour(mode):
    found = main_colour(PIL.Image.new("RGB", (30, 20), "#808080").convert(mode))
    assert all(abs(int(found[start : start + 2], 16) - 0x80) <= 8 for start in (1, 3, 5))


def test_the_larger_part_decides():
    drawn = PIL.Image.new("RGB", (100, 100), "#204060")
    drawn.paste("#ffee00", (0, 0, 100, 30))
    red, green, blue = (int(main_colour(drawn)[start : start + 2], 16) for start in (1, 3, 5))
    assert (abs(red - 0x20), abs(green - 0x40), abs(blue - 0x60)) < (12, 12, 12)
