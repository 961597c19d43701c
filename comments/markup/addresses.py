"""Which addresses a reader's link may lead to, and what in running text is one."""

import re
from typing import Final

LINKED: Final = re.compile(
    r"https?://[\w.-]+(?::\d{1,5})?(?:[/?#][^\s\x00-\x1f\x7f]*)?|mailto:[^\s\x00-\x1f\x7f@?]+@[\w.-]+",
    re.IGNORECASE,
)
"""No credentials: in http://bank.example@evil.example the part that people read is not where it leads."""

_CHARACTER: Final = r"""[^\s<>"'`(){}\[\]|\\^]"""  # what RFC 3986 calls unsafe ends an address
_LAST: Final = r"""[^\s<>"'`(){}\[\]|\\^.,:;!?*_~]"""  # and so does the punctuation of the sentence around it

BARE: Final = re.compile(
    rf"(?<![\w@./:-])(?:https?://|www\.(?=\w))"
    rf"(?:{_CHARACTER}|\({_CHARACTER}*\))*(?:{_LAST}|\({_CHARACTER}*\))",
    re.IGNORECASE,
)
"""Only with http, https or www in front: "the end.In my case" is prose although .in is a domain."""


def may_be_linked(address: str) -> bool:
    """Say whether a link may lead to `address`: http, https or mailto, complete, without blanks or credentials."""
    return LINKED.fullmatch(address) is not None
