"""docs/production.md, followed: its commands are taken from the page and run, with a test's folders for the server's.

What wants systemd, a name of one's own or Debian's mirrors is only read for mistakes.
"""

import os
import re
import subprocess
import sys

import pytest

from scripts import postgres
from scripts.deploy import read_settings
from scripts.prepare import ROOT
from tests.production.site import NGINX, demand, make_certificate

BLOCKS = dict(re.findall(r"(?ms)^```sh (\w+)\n(.*?)^```$", (ROOT / "docs" / "production.md").read_text()))
READ_ONLY = {"install", "account", "code", "certificate", "start", "health", "deploy", "restore"}
"""What wants Debian's mirrors, accounts, systemd or a name; `restore` is followed in its full size."""

STANDINS = {
    "runuser": 'while [ "$1" != "--" ]; do shift; done; shift; exec "$@"',
    "install": 'for last; do :; done; cp "$(eval echo \\${$(($#-1))})" "$last"',
    "chgrp": "exit 0",
    "systemctl": 'echo "systemctl $*"',
}
"""Programs that want to be root, as far as they matter here."""


class Server:
    """A folder that stands for a server: `run(block)` runs a block of the page in it."""

    def __init__(self, folder):
        self.folder = folder
        self.paths = {
            "/etc/nginx/sites-enabled": folder / "sites-enabled",
            "/etc/motacilla": folder / "etc",
            "/var/lib/motacilla": folder / "data",
            "/var/backups/motacilla": folder / "backups",
            ".venv/bin/python": sys.executable,
            "python3 -m scripts": f"{sys.executable} -m scripts",
        }
        for each in ("bin", "etc", "data", "backups", "sites-enabled", "temp"):
            (folder / each).mkdir()
        for name, script in STANDINS.items():
            (folder / "bin" / name).write_text(f"#!/bin/bash\n{script}\n")
            (folder / "bin" / name).chmod(0o755)
        self.env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.env["PATH"] = f"{folder / 'bin'}:{self.env['PATH']}:/usr/sbin:{postgres.binaries()}"
        self.env |= {"DJANGO_SUPERUSER_PASSWORD": "a-walk-before-noon-97"}

    def text(self, block):
        for path, here in self.paths.items():
            block = block.replace(path, str(here))
        return block

    def run(self, block, *, before=""):
        script = self.text(before + block)
        command = ["bash", "-euo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)

    def follow(self, block, *, before=""):
        done = self.run(block, before=before)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def test_every_block_has_a_name_and_is_good_shell():
    page = (ROOT / "docs" / "production.md").read_text()
    assert len(re.findall(r"(?m)^```sh", page)) == len(BLOCKS)
    assert {"database", "settings", "fill", "manage", "nginx", "backup"} | READ_ONLY == set(BLOCKS)
    for name, block in BLOCKS.items():
        done = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True, check=False)
        assert done.returncode == 0, f"{name}: {done.stderr}"


def test_what_the_page_names_is_there():
    text = "\n".join(BLOCKS.values())
    commands = set(re.findall(r"(?m)^manage (\w+)", text))
    found = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    found |= {path.stem for path in ROOT.glob("site/*/management/commands/*.py")}
    assert commands - found <= {"migrate", "collectstatic", "check", "createsuperuser"}
    assert all((ROOT / path).exists() for path in re.findall(r"site/deploy/[\w./]+", text))
    units = set(re.findall(r"motacilla-(\w+)@", BLOCKS["deploy"]))
    assert units == {path.name[10:-9] for path in (ROOT / "site" / "deploy" / "systemd").glob("*@.service")}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server whose settings are written and filled in, as the page says."""
    server = Server(tmp_path_factory.mktemp("server"))
    server.follow(BLOCKS["settings"])
    server.follow(BLOCKS["fill"])
    return server


def test_settings_are_fit_for_production(server):
    settings = read_settings((server.folder / "etc" / "backend.env").read_text())
    assert len(settings["BLOG_SECRET_KEY"]) >= 50
    assert len(settings["BLOG_FRONTEND_SECRET"]) >= 32
    assert settings["BLOG_SECRET_KEY"] != settings["BLOG_FRONTEND_SECRET"]
    told = read_settings((server.folder / "etc" / "frontend.env").read_text())
    assert told["FRONTEND_SECRET"] == settings["BLOG_FRONTEND_SECRET"]


def test_nginx_takes_what_was_filled_in(server):
    nginx = demand("nginx", "nginx-light")
    make_certificate(server.folder)
    changed = {
        "/etc/letsencrypt/live/blog.example.org": server.folder,
        "/var/cache/nginx": server.folder / "temp",
        "/var/log/nginx": server.folder / "temp",
        "listen [::]": "# listen [::]",  # not every machine has it
    }
    for path in (server.folder / "etc").glob("motacilla*"):
        text = path.read_text()
        for old, new in changed.items():
            text = text.replace(old, str(new))
        path.write_text(text)
    conf = NGINX.replace("{folder}/motacilla.conf", "{folder}/sites-enabled/*").format(folder=server.folder)
    (server.folder / "nginx.conf").write_text(conf)
    standin = server.folder / "bin" / "nginx"
    standin.write_text(f'#!/bin/bash\nexec {nginx} -c {server.folder}/nginx.conf -e stderr "$@"\n')
    standin.chmod(0o755)
    server.follow(BLOCKS["nginx"])
    assert (server.folder / "sites-enabled" / "motacilla.conf").exists()


@pytest.mark.full
def test_the_page_from_an_empty_database_to_a_restored_backup(server):
    """Everything but systemd: the database, its tables, the files, the checks, an administrator, a backup, and back."""
    with postgres.private_cluster() as address:
        socket = address.rpartition("@")[2].rpartition("/")[0].replace("%2F", "/")
        server.env |= {"PGHOST": socket, "PGUSER": postgres.SUPERUSER}
        server.follow(BLOCKS["database"].replace("createuser motacilla", "createuser blogger").replace(
            "--owner motacilla", "--owner blogger").replace("template0 motacilla", "template0 blog"))  # fmt: skip
        env = server.folder / "etc" / "backend.env"
        env.write_text(re.sub(r"(?m)^BLOG_DATABASE_URL=.*", "BLOG_DATABASE_URL=" + address.rpartition("/")[0] + "/blog",
                              env.read_text()).replace("BLOG_REDIS_URL=", "#"))  # fmt: skip
        manage = BLOCKS["manage"].replace("manage createsuperuser", "manage createsuperuser --noinput")
        said = server.follow(manage)
        assert "System check identified no issues" in said
        define = manage.splitlines()[0] + "\n"
        server.follow(BLOCKS["backup"], before=define)
        archive = next((server.folder / "backups").glob("*.tar"))
        assert archive.stat().st_mode & 0o077 == 0
        restore = BLOCKS["restore"].replace("motacilla-20260501T120000Z.tar", archive.name)
        assert "systemctl stop motacilla.target" in server.follow(restore, before=define)
