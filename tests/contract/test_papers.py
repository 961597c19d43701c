"""What the project's papers point to is there: files, headings, commands."""

import json
import re
from functools import cache
from pathlib import Path

from django.core.management import get_commands

from tests.contract.test_house import ROOT, tracked

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
SHOWN = re.compile(r"<(?:img|source)\b[^>]*\bsrc(?:set)?=\"([^\"]+)\"")
ALT = re.compile(r"<img\b(?![^>]*\balt=\"[^\"]{20,}\")|!\[[^\]]{0,19}\]\(")
PICTURES = 3 * 1024 * 1024
"""Bytes of all pictures together: whoever clones the project loads them."""
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.MULTILINE)
BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
TYPED = {"", "sh", "bash", "console"}
"""Kinds of blocks that hold what is to be typed."""


def papers():
    return [name for name in tracked() if name.endswith(".md")]


@cache
def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def anchors(name):
    """The anchors of a paper's headings, as code forges make them; a heading that comes again gets a number."""
    found = set()
    for heading in HEADING.findall(FENCE.sub("", text_of(name))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        times = sum(1 for each in found if re.fullmatch(rf"{re.escape(anchor)}(-\d+)?", each))
        found.add(f"{anchor}-{times}" if times else anchor)
    return found


def commands_of(name):
    """What a paper says is to be typed: lines of its shell blocks, and what stands between backticks."""
    blocks = [block for kind, block in BLOCK.findall(text_of(name)) if kind in TYPED]
    return [
        line.strip() for part in [*blocks, *SPAN.findall(FENCE.sub("", text_of(name)))] for line in part.splitlines()
    ]


def test_every_link_leads_to_a_file_and_a_heading():
    wrong, seen = [], 0
    for name in papers():
        for path, anchor in LINK.findall(FENCE.sub("", text_of(name))):
            seen += 1
            target = ((ROOT / name).parent / path).resolve() if path else ROOT / name
            to = str(target.relative_to(ROOT)) if target.is_relative_to(ROOT) else path
            if not target.exists():
                wrong.append(f"{name}: {path}")
            elif anchor and to.endswith(".md") and anchor not in anchors(to):
                wrong.append(f"{name}: {path}#{anchor}")
    assert seen > 15
    assert not wrong


def test_every_file_that_a_paper_names_is_tracked():
    linked = [(name, path) for name in papers() for path, _ in LINK.findall(FENCE.sub("", text_of(name))) if path]
    linked += [(name, path) for name in papers() for path in SHOWN.findall(text_of(name))]
    known = {*tracked(), *(str(Path(each).parent) for each in tracked())}
    inside = [(name, str(((ROOT / name).parent / path).resolve().relative_to(ROOT))) for name, path in linked]
    assert not [(name, path) for name, path in inside if path not in known]


def test_every_picture_is_shown_described_by_day_and_night_and_small():
    taken = {name for name in tracked() if name.startswith("docs/screenshots/")}
    shown = {
        str(((ROOT / name).parent / path).resolve().relative_to(ROOT))
        for name in papers()
        for path in SHOWN.findall(text_of(name))
    }
    assert taken - shown == set()
    assert {name.replace("-light.", "-dark.") for name in taken} == {name for name in taken if "-dark." in name}
    assert sum((ROOT / name).stat().st_size for name in taken) < PICTURES
    assert not [name for name in papers() if ALT.search(FENCE.sub("", text_of(name)))]


def test_every_command_that_a_paper_names_is_there():
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), flags=re.MULTILINE))
    scripts = json.loads(text_of("frontend/package.json"))["scripts"].keys()
    managed, wrong, seen = get_commands().keys(), [], 0
    for name in papers():
        for line in commands_of(name):
            for kind, known in ((r"\S*manage\.py", managed), ("make", targets), ("npm run", scripts)):
                for command in re.findall(rf"(?:^|&& |; |\w=\S+ |python3? ){kind} ([a-z][\w:-]*)", line):
                    seen += 1
                    wrong += [] if command in known else [f"{name}: {kind} {command}"]
    assert seen > 20
    assert not wrong
