"""The numbers papers are known by."""

import re

_DOI_PREFIX = re.compile(r"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", re.IGNORECASE)
_PUBMED_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,10})\b"
)
_PUBMED_MENTION = re.compile(r"\bPMID:?\s*(\d{1,10})\b", re.IGNORECASE)


def normal_doi(text: object) -> str | None:
    """Return a DOI in the one form it is stored in: bare and in lower case, as DOIs ignore case. Nothing gives None."""
    return _DOI_PREFIX.sub("", str(text or "").strip()).lower() or None


def pmid_in(text: str) -> str:
    """Return the PubMed number that `text` is an address of or mentions as "PMID: 123"; "" when there is none."""
    found = _PUBMED_ADDRESS.search(text) or _PUBMED_MENTION.search(text)
    return found[1] if found else ""
