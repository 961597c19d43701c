"""What a door is, who may use it, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

Rule = Mapping[str, Any]

SITE = ("site/*", "blog/*", "comments/*", "search/*")
"""What runs where readers and editors are; neither tests nor tools."""


@dataclass(frozen=True)
class Allowed:
    """Why one place may use a door, and on how many lines: exactly `times`, where they are counted."""

    reason: str
    times: int | None = None


@dataclass(frozen=True)
class Door:
    """Something dangerous, how it is recognised, and where it is meant to be.

    `rule` is one of ast-grep's, with what belongs beside it in `constraints`; where the language is "text", `pattern`
    is searched for line by line. `where` and the keys of `allowed` are paths from the root in which `*` stands for
    anything, slashes too.
    """

    name: str
    instead: str
    where: tuple[str, ...] = SITE
    languages: tuple[Literal["Python", "TypeScript", "JavaScript", "text"], ...] = ("Python",)
    rule: Rule = field(default_factory=dict)
    constraints: Rule = field(default_factory=dict)
    pattern: str = ""
    allowed: Mapping[str, Allowed] = field(default_factory=dict)

    def watches(self, path: str) -> bool:
        """Return whether a file may not use this door just so."""
        return any(fnmatchcase(path, each) for each in self.where)

    def allowance(self, path: str) -> str | None:
        """Return the entry of `allowed` a file falls under, or None."""
        return next((each for each in self.allowed if fnmatchcase(path, each)), None)


@dataclass(frozen=True, order=True)
class Use:
    """A place where a door is used."""

    path: str
    line: int
    door: str
