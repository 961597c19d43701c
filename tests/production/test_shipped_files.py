"""What is shipped and can't be run here: units, Containerfile, compose file, and the step that fills them in."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from scripts.deploy import BLANK, TEMPLATES, Place, blanks, read_settings, write
from scripts.prepare import ROOT
from scripts.progress import Failed

SECRET = "a-secret-that-the-frontend-and-the-backend-share"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A folder as an operator's /etc/motacilla, with a `.venv` that has programs in it."""
    folder = tmp_path_factory.mktemp("etc")
    code = folder / "code"
    (code / ".venv" / "bin").mkdir(parents=True)
    (code / "frontend").mkdir()
    for name in ("python", "node"):
        (code / ".venv" / "bin" / name).symlink_to("/bin/true")
    example = (TEMPLATES / "backend.env.example").read_text()
    settings = example.replace("BLOG_SECRET_KEY=", "BLOG_SECRET_KEY=the-backends-own")
    settings = settings.replace("BLOG_FRONTEND_SECRET=", f"BLOG_FRONTEND_SECRET={SECRET}")
    (folder / "backend.env").write_text(settings)
    write(Place(into=folder, code=code))
    return folder


def test_every_blank_is_filled_in_and_the_frontend_learns_one_secret(filled):
    assert [path.name for path in filled.glob("*.*") if BLANK.search(path.read_text())] == []
    frontend = (filled / "frontend.env").read_text()
    assert SECRET in frontend
    assert "the-backends-own" not in frontend
    assert (filled / "frontend.env").stat().st_mode & 0o007 == 0
    wanted = (filled / "motacilla.target").read_text()
    assert all(f"motacilla-{each}.service" in wanted for each in ("backend@8001", "frontend@8010", "worker@2"))


def test_what_can_not_be_filled_in_is_said():
    with pytest.raises(Failed, match="BLOG_PUBLIC_URL"):
        blanks({"BLOG_DATA": "/x"}, Place(into=Path("/")))
    with pytest.raises(Failed, match="quote a value"):
        read_settings("BLOG_MAIL_SENDER=A walk <a@example.org>")
    assert read_settings("# a\nBLOG_MAIL_SENDER='A walk <a@example.org>'\nX=\n")["BLOG_MAIL_SENDER"].startswith(
        "A walk"
    )


def test_systemd_takes_the_units(filled):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    (filled / "units").mkdir()
    started = []
    for path in filled.glob("motacilla*.*"):
        if path.suffix in {".service", ".timer", ".target"}:
            text = path.read_text().replace("/usr/bin/curl", "/bin/true")
            name = path.name.replace("@.", "@8001.")
            (filled / "units" / path.name).write_text(text)
            (filled / "units" / name).write_text(text)
            started.append(f"./{name}")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *started],
        cwd=filled / "units",
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "motacilla" in line]
    assert ours == []


@pytest.mark.parametrize("kind", ["backend", "worker", "frontend"])
def test_a_unit_is_hardened_and_comes_back(kind):
    lines = (TEMPLATES / "systemd" / f"motacilla-{kind}@.service").read_text().splitlines()
    demanded = {"Restart=always", "TimeoutStopSec=30", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes",
                "PrivateTmp=yes", "CapabilityBoundingSet=", "User=motacilla", "StartLimitIntervalSec=0"}  # fmt: skip
    assert demanded - set(lines) == set()


def test_the_compose_file_names_all_parts_and_no_registry():
    text = (TEMPLATES / "compose.yaml").read_text()
    compose = yaml.safe_load(text)
    services = compose["services"]
    assert {"postgres", "redis", "migrate", "backend", "worker", "frontend-1", "frontend-2", "nginx"} == set(services)
    for name, service in services.items():
        assert re.fullmatch(r"[a-z-]+(:[\w.-]+)?", service["image"]), name
        assert set(service.get("depends_on", ())) <= set(services)
        named = [each.split(":")[0] for each in service.get("volumes", ())]
        assert all(each in compose["volumes"] for each in named if re.fullmatch(r"\w+", each))
        if "build" in service:
            assert (service["stop_grace_period"], service["cap_drop"]) == ("30s", ["ALL"])
            assert (ROOT / service["build"]["dockerfile"]).exists()


def test_the_containerfile_builds_what_the_compose_file_asks_for():
    text = (TEMPLATES / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    words = {"FROM", "ARG", "ENV", "WORKDIR", "RUN", "COPY", "USER", "VOLUME", "EXPOSE", "CMD", "STOPSIGNAL"}
    assert {line.split()[0] for line in lines} == words
    stages = re.findall(r"(?m)^FROM (\S+) AS (\w+)$", text)
    known = set()
    for image, name in stages:
        assert image in known or image == "python:3.11-slim"
        known.add(name)
    services = yaml.safe_load((TEMPLATES / "compose.yaml").read_text())["services"].values()
    targets = {service["build"]["target"] for service in services if "build" in service}
    assert targets == {"backend", "frontend"} <= known
    for line in lines:
        if line.startswith("COPY") and "--from" not in line:
            assert all((ROOT / source).exists() for source in line.split()[1:-1]), line
    for target in targets:
        stage = text.split(f" AS {target}\n")[1].split("\nFROM ")[0]
        assert "\nUSER motacilla\n" in stage
        assert "\nCMD [" in stage
