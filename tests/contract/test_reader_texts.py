"""What the API says to readers is said in every language that pages may be in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]

SAID = (
    "comments/api/**/*.py",
    "site/website/comment_feeds.py",
    "site/website/heads.py",
    "site/website/middleware.py",
    "site/website/problems.py",
    "site/website/unlock.py",
    "blog/payloads/sections.py",
)
"""Where sentences for readers are written; the rest of the code speaks to editors and to programs."""


def sentences() -> Iterator[tuple[str, str]]:
    for pattern in SAID:
        for path in sorted(ROOT.glob(pattern)):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if node.func.id in {"_", "gettext", "gettext_lazy"} and texts:
                    yield texts[0], ""
                elif node.func.id in {"ngettext", "ngettext_lazy"}:
                    yield texts[0], texts[1]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_sentence_is_translated(language):
    found = sorted(set(sentences()))
    assert len(found) > 50
    with translation.override(language):
        left = [
            one
            for one, many in found
            if (translation.ngettext(one, many, 5) == many if many else translation.gettext(one) == one)
        ]
    assert left == []


def test_arabic_counts_in_six_ways():
    one, many = (
        "That was quick. Please try again in %(number)s second.",
        "That was quick. Please try again in %(number)s seconds.",
    )
    with translation.override("ar"):
        assert len({translation.ngettext(one, many, count) for count in (0, 1, 2, 3, 11, 100)}) == 4
        assert "ثانيتين" in translation.ngettext(one, many, 2)
