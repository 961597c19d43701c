"""Steps: what they print, and what they say when a tool fails."""

import sys

import pytest

from scripts.progress import Failed, Progress, explain


@pytest.fixture
def progress(tmp_path):
    return Progress(total=3, log=tmp_path / "logs" / "log")


def python(program):
    return [sys.executable, "-c", program]


def test_steps_are_counted_and_timed(progress, tmp_path, capsys):
    progress.skip("Making .venv")
    with progress.step("Installing"):
        progress.run(python("print('hello')"), cwd=tmp_path, advice="Try again.")
    assert capsys.readouterr().out.splitlines() == ["[1/3] Making .venv … up to date", "[2/3] Installing … 0 s"]
    assert "hello" in progress.log.read_text()


def test_a_failed_tool_shows_its_last_lines_and_the_advice(progress, tmp_path, capsys):
    program = "import sys; print('old'); [print('line', n) for n in range(30)]; sys.exit(4)"
    with pytest.raises(Failed) as caught, progress.step("Building"):
        progress.run(python(program), cwd=tmp_path, advice="Look at the lines above.")
    assert str(caught.value) == "Look at the lines above."
    assert caught.value.tail[-1] == "line 29"
    assert "old" not in caught.value.tail
    caught.value.show()
    shown = capsys.readouterr().err
    assert "line 29" in shown
    assert str(progress.log) in shown
    assert shown.strip().endswith("Look at the lines above.")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("socket.gaierror: [Errno -3] Temporary failure in name resolution", "connect to the network"),
        ("npm error code EAI_AGAIN", "connect to the network"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "don't trust it"),
        ("something else", "advice"),
    ],
)
def test_known_causes_have_a_sentence_of_their_own(output, words):
    assert words in explain(output, advice="advice")
