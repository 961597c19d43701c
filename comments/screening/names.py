"""Does a name imitate somebody of the house? Names are compared by what they look like, not by how they are written."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from comments.screening.confusables import LOOK_LIKE

_LATIN: Final = {
    **{alike: letter for letter, many in LOOK_LIKE.items() for alike in many},
    # Letters in a black circle, in a black square, and those that flags are made of.
    **{chr(first + n): chr(97 + n) for first in (0x1F150, 0x1F170, 0x1F1E6) for n in range(26)},
    # Letters that are written from right to left or hang on nothing, and signs that stand for letters.
    **dict.fromkeys("\u05d5\u05df\u0627\u0661\u07ca\u05c0|!", "l"),
    **dict.fromkeys("\u05e1\u0665\u0647\u06be\u06c1\u06d5", "o"),
    "@": "a",
    "$": "s",
    "\u20ac": "e",
}

_ONE_SHAPE: Final = str.maketrans("i013457", "lolease")
"""Letters and digits that stand for one another in a disguise, after case folding; the source's own too."""

_FILLERS: Final = frozenset({"the", "a", "an", "official", "real", "your", "our", "site", "blog", "web", "team", "dr"})
"""Words that add nothing to a claim to be of the house."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The words of a name as they look, and all of them as one."""

    words: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The name without what stands between its words."""
        return "".join(self.words)


@lru_cache(maxsize=4096)
def skeleton(name: str) -> Skeleton:
    """Return what `name` looks like: UTS 39's idea of a skeleton, blind to case, marks, blanks and digits for letters.

    Two names that a reader could take for one another have the same; so have some that nobody would. It is for
    comparing only.
    """
    letters = "".join(_shown(character) for character in unicodedata.normalize("NFKD", name))
    return Skeleton(tuple(_one_shape(word) for word in letters.split()))


def imitates(name: str, *, people: Iterable[str], words: Iterable[str]) -> bool:
    """Tell whether `name` claims to be one of `people`, or what `words` say, such as administrator.

    A person's name of two words or more may stand anywhere in it, beside a title or a degree; one of a single word,
    like a word, must be all there is but for digits at its end and words that add nothing.
    """
    own = skeleton(name)
    if not own.whole:
        return False
    wholes = {own.whole, skeleton(name.rstrip(" 0123456789")).whole}
    claimed = {skeleton(word).whole for word in words}
    fillers = {skeleton(word).whole for word in _FILLERS}
    telling = [word for word in own.words if word not in fillers and not word.isdigit()]
    if wholes & claimed or (telling and claimed.issuperset(telling)) or "".join(telling) in claimed:
        return True
    return any(_is_within(skeleton(person), own, wholes=wholes) for person in people)


def _is_within(person: Skeleton, own: Skeleton, *, wholes: set[str]) -> bool:
    if not person.whole:
        return False
    if person.whole in wholes:
        return True
    number = len(person.words)
    starts = range(len(own.words) - number + 1)
    return number > 1 and any(own.words[start : start + number] == person.words for start in starts)


def _shown(character: str) -> str:
    """Return the Latin letter or digit that a decomposed character looks like, a blank for what parts words."""
    alike = _LATIN.get(character) or _LATIN.get(character.casefold())
    if alike:
        return alike
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return ""
    return character.casefold() if category[0] in "LN" else " "


def _one_shape(word: str) -> str:
    return word.translate(_ONE_SHAPE).replace("rn", "m").replace("vv", "w")
