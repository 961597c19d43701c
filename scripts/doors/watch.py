"""Looking through files for what goes through a door."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.doors import pages, python
from scripts.doors.door import Door, Use

DOORS = (*python.DOORS, *pages.DOORS)
TREES = ("site", "blog", "comments", "search", "scripts", "frontend/src", "frontend/server")
SPOKEN = (".html", ".txt", ".xml", ".astro")
"""What is read line by line."""


def uses(root: Path, *, doors: Sequence[Door] = DOORS) -> list[Use]:
    """Return every use of a door in the trees below `root`, allowed or not, in order.

    Raises `subprocess.CalledProcessError` when a rule can't be read.
    """
    trees = [tree for tree in TREES if (root / tree).is_dir()]
    by_name = {door.name: door for door in doors}
    found = [*_in_code(root, trees, doors), *_in_lines(root, trees, doors)]
    return sorted({use for use in found if by_name[use.door].watches(use.path)})


def complaints(root: Path, *, doors: Sequence[Door] = DOORS) -> list[str]:
    """Return a line for each use that is not allowed, and for each allowance that says more than is there."""
    by_name = {door.name: door for door in doors}
    said, counted = [], Counter[tuple[str, str]]()
    for use in uses(root, doors=doors):
        door = by_name[use.door]
        if (place := door.allowance(use.path)) is None:
            said.append(f"{use.path}:{use.line}: {door.name}: {door.instead}")
        else:
            counted[door.name, place] += 1
    for door in doors:
        for place, allowed in door.allowed.items():
            there = counted[door.name, place]
            if there == 0:
                said.append(f"{place}: {door.name}: nothing uses it here any more; take it off the list")
            elif allowed.times not in {None, there}:
                said.append(f"{place}: {door.name}: {allowed.times} allowed ({allowed.reason}), {there} there")
    return said


def _in_code(root: Path, trees: Sequence[str], doors: Sequence[Door]) -> Iterator[Use]:
    rules = [
        json.dumps(
            {
                "id": f"{door.name}.{language}",
                "language": language,
                "severity": "warning",
                "rule": door.rule,
                "constraints": door.constraints,
            }
        )
        for door in doors
        for language in door.languages
        if language != "text"
    ]
    if not rules:
        return
    program = Path(sys.executable).parent / "ast-grep"
    command = [str(program), "scan", "--inline-rules", "\n---\n".join(rules), "--json=compact", "--no-ignore", "vcs"]
    done = subprocess.run([*command, *trees], cwd=root, capture_output=True, text=True, check=True)
    for match in json.loads(done.stdout):
        path = Path(match["file"]).as_posix()
        yield Use(path, match["range"]["start"]["line"] + 1, match["ruleId"].rpartition(".")[0])


def _in_lines(root: Path, trees: Sequence[str], doors: Sequence[Door]) -> Iterator[Use]:
    patterns = [(door, re.compile(door.pattern)) for door in doors if "text" in door.languages]
    for tree in trees:
        for path in sorted((root / tree).rglob("*")):
            if path.suffix not in SPOKEN or not path.is_file():
                continue
            name = path.relative_to(root).as_posix()
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield from (Use(name, number, door.name) for door, pattern in patterns if pattern.search(line))
