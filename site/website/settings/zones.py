"""The time zones an editor may choose."""

from zoneinfo import available_timezones

AREAS = frozenset(
    "Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split()  # noqa: SIM905 - as a list it is ten lines
)


def offered_zones(*, own: str) -> list[str]:
    """Return the zones named after a place, UTC and the site's `own`, in order.

    A machine knows more names: its own setting, abbreviations, states of the sixties. Browsers do not know them all.
    """
    return sorted({zone for zone in available_timezones() if zone.partition("/")[0] in AREAS} | {"UTC", own})
