"""Names for papers in a file: who and when."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any


def keyed(items: Sequence[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return tidy `items` with a key each, such as `airaksinen2006`; the same again gets `-2`. ASCII, lower case."""
    seen: dict[str, int] = {}
    found = []
    for item in items:
        stem = _stem(item)
        seen[stem] = seen.get(stem, 0) + 1
        found.append((stem if seen[stem] == 1 else f"{stem}-{seen[stem]}", item))
    return found


def _stem(item: Mapping[str, Any]) -> str:
    people = item.get("author") or item.get("editor") or [{}]
    name = people[0].get("family") or people[0].get("literal") or item.get("title", "")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    year = (item.get("issued") or {}).get("date-parts", [[""]])[0][0]
    return f"{''.join(words)[:30] or 'reference'}{year}"
