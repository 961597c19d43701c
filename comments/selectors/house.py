"""Whose names readers may not take."""

from collections.abc import Callable, Collection

from django.conf import settings
from django.utils.module_loading import import_string

from comments.screening.names import imitates

Names = Callable[[], Collection[str]]


def house_names() -> Collection[str]:
    """Return the names of the people of the house, from the function that COMMENTS_HOUSE_NAMES names."""
    path: str = getattr(settings, "COMMENTS_HOUSE_NAMES", "")
    if not path:
        return ()
    names: Names = import_string(path)
    return names()


def imitates_the_house(name: str) -> bool:
    """Tell whether `name` looks like that of somebody of the house, or like a word of COMMENTS_RESERVED_NAMES."""
    return imitates(name, people=house_names(), words=settings.COMMENTS_RESERVED_NAMES)
