"""Query parameters read with distrust: whatever is wrong with one is a problem that names it."""

import re

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.api.v2.utils import FieldsParameterParseError, parse_fields_parameter

from ground.problems import FieldError, Problem

MAX_ID = 2**31 - 1
MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_OFFSET = 1_000_000
"""Far beyond any blog, far below what a database can't count to."""

MAX_VALUE_LENGTH = 2000
"""Characters of any parameter: the longest path we look up."""

MAX_FIELDS_LENGTH = 1000
MAX_FIELDS_DEPTH = 8
"""`fields` is read by recursion: these keep it from running away."""

FieldsConfig = list[tuple[str, bool, "FieldsConfig | None"]]
"""What `fields` asks for, as Wagtail parses it: name, whether it is taken away, and the same for what is inside."""

_DIGITS = re.compile(r"[0-9]{1,10}")


def invalid(name: str, message: str) -> Problem:
    """Return the problem of the query parameter `name`."""
    return Problem(
        status=400,
        code="invalid",
        title=_("A query parameter can't be used as it is."),
        detail=f"{name}: {message}",
        errors=[FieldError(field=name, code="invalid", message=message)],
    )


def whole_number(query: QueryDict, name: str, *, default: int, most: int) -> int:
    """Return the parameter `name` as a number from 0 to `most`, in ASCII digits, or `default` when it isn't given.

    Raises `Problem` 400 for anything else.
    """
    value = query.get(name)
    if value is None:
        return default
    if not _DIGITS.fullmatch(value) or int(value) > most:
        raise invalid(name, _("Give a whole number from 0 to %(most)s.") % {"most": most})
    return int(value)


def refuse_unreadable(query: QueryDict) -> None:
    """Raise `Problem` 400 naming the first parameter that is too long, or has a character that can't be looked up.

    Those are control characters, and halves of a pair, which stand for no character at all.
    """
    for name, values in query.lists():
        if any(len(value) > MAX_VALUE_LENGTH for value in values):
            raise invalid(name, _("Ask for less at once."))
        if any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for value in values for character in value):
            raise invalid(name, _("Leave out control characters."))


def fields_config(query: QueryDict) -> FieldsConfig:
    """Return what `fields` asks for; nothing when it isn't given.

    Raises `Problem` 400 when it is too long, too deep, or not in Wagtail's syntax.
    """
    asked = query.get("fields")
    if asked is None:
        return []
    if len(asked) > MAX_FIELDS_LENGTH or _depth(asked) > MAX_FIELDS_DEPTH:
        raise invalid("fields", _("Ask for less at once."))
    try:
        parsed: FieldsConfig = parse_fields_parameter(asked)
    except FieldsParameterParseError as error:
        raise invalid("fields", str(error)) from error
    return parsed


def _depth(asked: str) -> int:
    deepest = depth = 0
    for character in asked:
        depth += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, depth)
    return deepest
