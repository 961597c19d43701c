"""CSL-JSON: what Zotero, Mendeley and Crossref exchange, and what references are kept as."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from blog.reference_formats.reading import Fault, Found, NotReadable, Unread, excerpt
from blog.reference_formats.tidying import tidy


def read_csl(text: str) -> Iterator[Found | Unread]:
    """Yield the items of a list, of a single object, or of the `items` of one.

    Raises `NotReadable` for what is no JSON.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotReadable(Fault.BROKEN, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, brackets thousands deep
        raise NotReadable(Fault.BROKEN) from error
    if isinstance(data, Mapping) and isinstance(data.get("items"), list):
        data = data["items"]
    items = data if isinstance(data, list) else [data]
    for place, item in enumerate(items, start=1):
        if isinstance(item, Mapping):
            yield Found(place, tidy(item))
        else:
            yield Unread(place, excerpt(item) if isinstance(item, str) else "…", Fault.NOT_A_RECORD)


def write_csl(items: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """Return CSL-JSON of tidy `items`, each with its key as `id`."""
    return json.dumps([{"id": key, **item} for key, item in items], ensure_ascii=False, indent=2) + "\n"
