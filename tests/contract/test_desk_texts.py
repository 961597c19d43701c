"""What moderators read where they decide is said in every language that the site may speak."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation.template import templatize

COMMENTS = Path(__file__).resolve().parents[2] / "comments"

SCREENS = ("queue", "decisions", "people", "rules", "home")
"""Where comments are decided about, and by which rules; a page's policy and the simulator speak English for now."""

SAID = (
    *("desk/words.py", "desk/registration.py", "desk/granting.py", "desk/mailing.py"),
    *("templates/comments/desk/grant.html", "templates/comments/desk/grants.html"),
    *(f"desk/{screen}/*.py" for screen in SCREENS),
    *(f"templates/comments/desk/{screen}/*.html" for screen in SCREENS),
)

ALIKE = {"Spam", "Status", "Name", "Text", "Website", "Links", "%(name)s, %(date)s"} | {
    "Median",
    "%(number)d %%",
    "%(percent)s %%",
}
"""What is the same in German."""

_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(?:n?gettext|_)\(\s*{_STRING}(?:,\s*{_STRING})?", re.DOTALL)


def sentences() -> Iterator[tuple[str, str]]:
    for path in (path for pattern in SAID for path in sorted(COMMENTS.glob(pattern))):
        if path.suffix == ".html":
            for found in _CALL.finditer(templatize(path.read_text())):
                one, many = found.groups()
                yield ast.literal_eval(one), ast.literal_eval(many) if many else ""
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if node.func.id in {"_", "gettext", "gettext_lazy"} and texts:
                    yield texts[0], ""
                elif node.func.id in {"ngettext", "ngettext_lazy"}:
                    yield texts[0], texts[1]


def holes(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_sentence_where_comments_are_decided_about_is_translated(language):
    found = sorted(set(sentences()))
    assert len(found) > 300
    left = []
    with translation.override(language):
        for one, many in found:
            said = translation.ngettext(one, many, 5) if many else translation.gettext(one)
            same = said == (many or one) and not (language == "de" and one in ALIKE)
            if same or holes(said) != holes(many or one):
                left.append((one, said))
    assert left == []
