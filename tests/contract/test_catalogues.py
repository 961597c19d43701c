"""What the code says to people is said in every language that the site may speak, and the catalogues are compiled."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
import wagtail
from django.utils import translation
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
APPS = ("blog", "comments", "search", "site/website", "site/ground")
WAGTAIL = Path(wagtail.__file__).parent
CATALOGUES = sorted(path for app in APPS for path in ROOT.glob(f"{app}/locale/*/LC_MESSAGES/django.po"))

ALIKE = {"Spam", "Status", "Name", "Text", "Website", "Links", "%(name)s, %(date)s", "Median"} | {
    *("%(number)d %%", "%(percent)s %%", "Blog", "blog", "name", "text", "status", "Code", "Download", "Link", "DOI"),
    *("Version", "Worker", "Podcast", "Logo", "logo", "System", "website"),
}
"""What is the same in German."""

UNTRANSLATED = {"DOI"}
"""What is the same in Arabic."""

_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(?:n?gettext|_)\(\s*{_STRING}(?:,\s*{_STRING})?", re.DOTALL)


def sentences() -> Iterator[tuple[str, str]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from in_python(path.read_text(encoding="utf-8"))
        for path in sorted(each for ending in ("html", "txt") for each in (ROOT / app).rglob(f"*.{ending}")):
            for found in _CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
                one, many = found.groups()
                yield ast.literal_eval(one), ast.literal_eval(many) if many else ""


def in_python(source: str) -> Iterator[tuple[str, str]]:
    if "gettext" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if node.func.id in {"_", "gettext", "gettext_lazy"} and texts:
                yield texts[0], ""
            elif node.func.id in {"ngettext", "ngettext_lazy"} and len(texts) > 1:
                yield texts[0], texts[1]


def called(path: Path) -> str:
    return "-".join(path.relative_to(ROOT).parts[:-2])


def in_compiled(path: Path) -> dict[Any, str]:
    """Return what a compiled catalogue says, its own description left out."""
    with path.open("rb") as file:
        return {key: text for key, text in GNUTranslations(file)._catalog.items() if key and text}


def holes(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_sentence_is_translated(language):
    found = sorted(set(sentences()))
    assert len(found) > 1_300
    alike = ALIKE if language == "de" else UNTRANSLATED
    left = []
    with translation.override(language):
        for one, many in found:
            said = translation.ngettext(one, many, 5) if many else translation.gettext(one)
            if (said == (many or one) and one not in alike) or holes(said) != holes(many or one):
                left.append((one, said))
    assert left == []


OUR_OWN = {"This field is required.", "Home", "Number", "Caption"}
"""What is said as our readers are spoken to, or Wagtail says of something else that we do not use."""


@pytest.mark.parametrize("path", CATALOGUES, ids=called)
def test_wagtails_words_stay_wagtails(path):
    """A catalogue speaks for the whole process: what it says otherwise than Wagtail changes Wagtail's screens."""
    theirs: dict[str, set[str]] = {}
    for catalogue in WAGTAIL.rglob(f"locale/{path.parts[-3]}/LC_MESSAGES/django.mo"):
        for key, text in in_compiled(catalogue).items():
            theirs.setdefault(key, set()).add(text)
    ours = in_compiled(path.with_suffix(".mo"))
    otherwise = {key for key, text in ours.items() if text not in theirs.get(key, {text})}
    assert otherwise - OUR_OWN == set()


def in_catalogue(path: Path) -> dict[str, list[str]]:
    """Return what a catalogue says, by its first words: one text, or one for each number."""
    said: dict[str, list[str]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n")[1:]:
        fields = re.findall(r'^(msg\S+) ((?:"(?:[^"\\]|\\.)*"\n?)+)', block + "\n", re.MULTILINE)
        texts = [(field, "".join(map(ast.literal_eval, text.splitlines()))) for field, text in fields]
        context = "".join(text + "\x04" for field, text in texts if field == "msgctxt")
        key = context + next(text for field, text in texts if field == "msgid")
        assert key not in said, f"{key} is there twice"
        said[key] = [text for field, text in texts if field.startswith("msgstr")]
    return said


@pytest.mark.parametrize("path", CATALOGUES, ids=called)
def test_a_catalogue_is_compiled_as_it_is_written(path):
    compiled = in_compiled(path.with_suffix(".mo"))
    written = {
        (key if len(texts) == 1 else (key, number)): text
        for key, texts in in_catalogue(path).items()
        for number, text in enumerate(texts)
    }
    assert compiled == written, "run manage.py compilemessages"
    assert all(written.values())
