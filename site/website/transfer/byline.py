"""A line such as "Ada Park, ND, RMSK" as a person and the letters after the name."""

import re
from collections.abc import Sequence

from django.utils.text import slugify

from website.transfer.limits import MAX_AUTHORS, MAX_CREDENTIALS
from website.transfer.plan import AuthorPlan, CredentialPlan

KNOWN_CREDENTIALS = {
    credential.letters: credential
    for credential in (
        CredentialPlan("DC", "Doctor of Chiropractic"),
        CredentialPlan("DNP", "Doctor of Nursing Practice"),
        CredentialPlan("DO", "Doctor of Osteopathic Medicine"),
        CredentialPlan("DPT", "Doctor of Physical Therapy"),
        CredentialPlan("LAc", "Licensed Acupuncturist"),
        CredentialPlan("MD", "Doctor of Medicine"),
        CredentialPlan("MPH", "Master of Public Health"),
        CredentialPlan("ND", "Naturopathic Doctor"),
        CredentialPlan("NP", "Nurse Practitioner"),
        CredentialPlan("PA-C", "Physician Assistant, certified", "National Commission on Certification of PAs"),
        CredentialPlan("PharmD", "Doctor of Pharmacy"),
        CredentialPlan("PhD", "Doctor of Philosophy"),
        CredentialPlan("PsyD", "Doctor of Psychology"),
        CredentialPlan("PT", "Physical Therapist"),
        CredentialPlan("RD", "Registered Dietitian"),
        CredentialPlan(
            "RMSK", "Registered in Musculoskeletal sonography", "Alliance for Physician Certification & Advancement"
        ),
        CredentialPlan("RN", "Registered Nurse"),
    )
}
"""Letters whose meaning is the same wherever they stand after a clinician's name; others are left to the editors."""

_PART_OF_NAME = re.compile(r"(?:jr|sr|junior|senior|i{2,3}|iv|v)\.?", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z][A-Za-z]*(?:[-/*+][A-Za-z]+|\([A-Za-z]+\))*")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,4}\.)+[A-Za-z]{0,4}")
_LONGEST_LETTERS = 20
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_TITLES = re.compile(r"^(?:(?:dr|prof|professor|mr|mrs|ms|mx)\b\.?\s+)+", re.IGNORECASE)


def read_byline(*, text: str) -> AuthorPlan | None:
    """Return the person a byline names, or None for an empty one.

    Letters after the first comma become credentials only when every part after the name can be nothing else;
    otherwise the whole line stays the name ("Roe, Jane"). "Jr." and the like belong to the name, and so do titles
    before it. More than one person is told apart by `read_bylines` only.
    """
    pieces = (" ".join(piece.split()) for piece in _BY.sub("", text.strip()).split(","))
    name, *parts = [piece for piece in pieces if piece] or [""]
    while parts and _PART_OF_NAME.fullmatch(parts[0]):
        name = f"{name}, {parts.pop(0)}"
    credentials = [_credential(part, name=name) for part in parts]
    known = tuple(credential for credential in credentials if credential)
    if len(known) != len(parts) or len(known) > MAX_CREDENTIALS:
        name, known = ", ".join([name, *parts]), ()
    if not name:
        return None
    return AuthorPlan(name=name, slug=slugify(_TITLES.sub("", name), allow_unicode=True), credentials=known)


def read_bylines(*, lines: Sequence[str]) -> tuple[tuple[AuthorPlan, ...], tuple[str, ...]]:
    """Return the people that bylines name, each once, and what was not understood about them.

    A semicolon parts people within a line.
    """
    people: dict[str, AuthorPlan] = {}
    doubts = []
    for text in (part for line in lines for part in line.split(";") if part.strip(" ,")):
        person = read_byline(text=text)
        if person is None or not person.slug:
            doubts.append(f"The byline “{text.strip()}” names nobody.")
            continue
        if "," in person.name and not _PART_OF_NAME.fullmatch(person.name.rsplit(",", 1)[1].strip()):
            doubts.append(f"The byline “{person.name}” was kept whole: what follows the comma may be no credential.")
        people.setdefault(person.slug, person)
    if len(people) > MAX_AUTHORS:
        doubts.append(f"Only the first {MAX_AUTHORS} of {len(people)} authors were taken.")
    return tuple(people.values())[:MAX_AUTHORS], tuple(doubts)


def _credential(text: str, *, name: str) -> CredentialPlan | None:
    """Return the letters in `text`, or None when these are no such letters.

    Letters with dots must be known ones: others are initials ("Rowling, J.K."). Unknown letters are believed after a
    name of several words, when at least half of them are capitals and there are two of those.
    """
    letters = text.replace(".", "") if _DOTTED.fullmatch(text) else text
    if letters in KNOWN_CREDENTIALS:
        return KNOWN_CREDENTIALS[letters]
    if letters != text or not _LETTERS.fullmatch(letters) or len(letters) > _LONGEST_LETTERS or " " not in name:
        return None
    main = letters.partition("(")[0]
    capitals = sum(letter.isupper() for letter in main)
    small = sum(letter.islower() for letter in main)
    return CredentialPlan(letters) if capitals >= 2 and capitals >= small else None
