"""The rules of the house that no linter knows."""

import ast
import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from website.management.commands.settings_table import DOCUMENT, replace_table

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SOURCES = ("site", "blog", "comments", "search", "scripts")

REGISTRIES = (
    "--index" + "-url",
    "--extra-index" + "-url",
    "--find" + "-links",
    "--regis" + "try",
    "registry" + "=",
    '"resolved": "' + "http",
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "npmmirror" + ".com",
    "deb.debian" + ".org",
)
"""What a file that is bound to one registry would contain (put together here, so that this file does not)."""

PLAIN = tuple(f"comments/{name}" for name in ("models", "services", "selectors", "permissions", "notifications"))
PLAIN += ("blog/selectors",)
"""Where the domain lives: no view, no request, no answer. (Wagtail pages serve requests, so blog/models knows them.)"""

HTTP = ("django.http", "django.shortcuts", "django.views", "ninja", "rest_framework", "wagtail.api")


@cache
def tracked() -> tuple[str, ...]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def modules(*folders: str) -> list[str]:
    """Tracked Python files in folders, or the module of that name."""
    return [
        name
        for name in tracked()
        if name.endswith(".py") and any(name.startswith(f"{folder}/") or name == f"{folder}.py" for folder in folders)
    ]


def imported(name: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def dependencies() -> set[str]:
    project = PYPROJECT["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    python = {re.match(r"[\w.-]+", line)[0] for line in lines}
    packages = [json.loads((ROOT / folder / "package.json").read_text()) for folder in ("frontend", "frontend/quality")]
    return python.union(*({**each.get("dependencies", {}), **each["devDependencies"]} for each in packages))


def test_the_folder_site_is_tracked():
    assert "site/manage.py" in tracked()


def test_site_is_never_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_tracked_file_names_a_registry():
    guilty = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2", ".ico"}:
            continue
        text = path.read_text(errors="replace")
        guilty += [f"{name}: {mark}" for mark in REGISTRIES if mark in text]
    assert not guilty


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-telemetry.txt", "requirements-dev.txt"])
def test_lock_files_pin_every_package_with_a_hash(name):
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text())
    packages = [block for block in blocks if not block.startswith("#")]
    assert len(packages) > 20
    for block in packages:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", block), block
        assert "--hash=sha256:" in block, block


def test_each_lock_contains_the_one_before_it():
    def pins(name):
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(), flags=re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-telemetry.txt") <= pins("requirements-dev.txt")


def test_lock_files_name_every_direct_dependency():
    locked = (ROOT / "requirements-dev.txt").read_text().lower()
    extras = PYPROJECT["project"]["optional-dependencies"]
    for line in [*PYPROJECT["project"]["dependencies"], *extras["telemetry"], *extras["dev"]]:
        name = re.match(r"[\w.-]+", line)[0].lower()
        assert re.search(rf"^{re.escape(name)}(\[[\w,-]+\])?==", locked, flags=re.MULTILINE), name


def test_the_table_of_settings_is_the_one_of_the_code():
    text = DOCUMENT.read_text()
    assert replace_table(text) == text, "run `make settings`"


def test_every_variable_of_the_frontend_is_told():
    source = (ROOT / "frontend" / "server" / "settings.ts").read_text()
    read = set(re.findall(r'environment\["(\w+)"\]', source))
    text = DOCUMENT.read_text()
    assert len(read) >= 7
    assert not [name for name in sorted(read) if f"| `{name}` |" not in text]


def test_every_dependency_has_its_line_in_decisions():
    decisions = (ROOT / "DECISIONS.md").read_text()
    assert len(dependencies()) > 20
    assert not [name for name in sorted(dependencies()) if f"`{name}`" not in decisions]


def test_decisions_name_no_dependency_that_is_gone():
    table = (ROOT / "DECISIONS.md").read_text().split("## Every dependency")[1]
    named = set(re.findall(r"^\| `([^`]+)` \|", table, flags=re.MULTILINE))
    assert named == dependencies()


def test_changelog_names_the_version():
    assert f"## {PYPROJECT['project']['version']}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_domain_knows_no_http():
    found = modules(*PLAIN)
    assert len(found) > 5
    guilty = [
        f"{name}: {what}" for name in found for what in imported(name) if any(what.startswith(word) for word in HTTP)
    ]
    assert not guilty


def test_every_module_says_what_it_is():
    found = [name for name in modules(*SOURCES) if "/migrations/" not in name and (ROOT / name).read_text().strip()]
    assert len(found) > 50
    assert not [name for name in found if not ast.get_docstring(ast.parse((ROOT / name).read_text()))]


def test_suppressions_name_their_rule_and_their_reason():
    bare = re.compile(r"#\s*(noqa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)* - \S)|type: ignore(?!\[[\w, -]+\]\s+# \S))")
    guilty = []
    for name in modules(*SOURCES, "tests"):
        lines = enumerate((ROOT / name).read_text().splitlines(), start=1)
        guilty += [f"{name}:{number}" for number, line in lines if bare.search(line) and "re.compile" not in line]
    assert not guilty


def test_ci_runs_what_the_readme_names():
    script = (ROOT / ".ci" / "run").read_text()
    assert "exec make test" in script
    assert "set -euo pipefail" in script
    assert "make test" in (ROOT / "README.md").read_text()


def text_of_tracked_files() -> list[tuple[str, str]]:
    found = []
    for name in tracked():
        try:
            found.append((name, (ROOT / name).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_names_a_folder_of_somebodys_machine():
    machine = re.compile(r"(?<![\w./%-])/(?:root|work|Users|home/\w+/(?:src|dev|code|projects))/\w")
    guilty = [f"{name}: {found[0]}" for name, text in text_of_tracked_files() if (found := machine.search(text))]
    assert not guilty


def test_no_file_holds_a_key():
    key = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b")
    guilty = [name for name, text in text_of_tracked_files() if key.search(text)]
    assert not guilty
