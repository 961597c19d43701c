"""What answers cost: questions to the backend, processor, memory, time."""

import re
import statistics
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from scripts.prepare import FRONTEND, VENV, tool_environment
from scripts.quality.figures import Figure, Figures
from scripts.quality.pages import CITED, POST
from scripts.quality.processes import CONNECTIONS, Counting, frontend, gunicorn, held, load, nginx, nginx_program, spent
from scripts.stack import Stack

CROWD = 40
ANSWERS = 12_000
ROUNDS = 3
COLD = 30
SHOWN = {
    "comments": r'id="comment-[0-9a-f]',
    "references": r'id="ref-\d',
    "citations": r'href="#ref-\d',
    "cards": r'<article class="card',
    "structured data": r"application/ld",
}
"""What both pages must have as many of, or they could not be compared."""


def ask_backend(site: Stack) -> Figures:
    """Count what the backend is asked for a page that nobody has, alone and in a crowd."""
    door = Counting(site.admin_url)
    thread = threading.Thread(target=door.serve_forever, daemon=True)
    thread.start()
    try:
        with frontend(site, backend=f"http://127.0.0.1:{door.server_port}") as (address, _, started):
            requests.get(f"{address}/blog/", timeout=30)
            door.asked.clear()
            requests.get(address + CITED, timeout=30)
            alone = len(door.asked)
            door.asked.clear()
            with ThreadPoolExecutor(CROWD) as crowd:
                list(crowd.map(lambda _: requests.get(address + POST, timeout=30), range(CROWD)))
            together = len(door.asked)
    finally:
        door.shutdown()
        door.server_close()
        thread.join()
    return {"asked": Figure(alone), "crowd": Figure(together), "start": Figure(round(started, 2))}


def serve(site: Stack) -> Figures:
    """Compare a kept page with the same bytes as a file, in turn; measure memory, kept and made anew."""
    figures: Figures = {}
    if nginx_program() is None:
        return {"hit": Figure(None, "nginx is not installed (Debian: apt install nginx-light)")}
    with tempfile.TemporaryDirectory(prefix="motacilla-nginx-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with frontend(site, backend=site.admin_url) as (address, process, _):
            (folder / "page.html").write_bytes(requests.get(address + POST, timeout=30).content)
            load(address + POST, answers=2000)
            ours: list[float] = []
            theirs: list[float] = []
            slowest: list[float] = []
            with nginx(folder) as (file, pid):
                for _ in range(ROUNDS):
                    for target, owner, rates in ((address + POST, process.pid, ours), (file, pid, theirs)):
                        before = spent(owner)
                        took = load(target, answers=ANSWERS)
                        rates.append(len(took) / (spent(owner) - before))
                        if owner == process.pid:
                            slowest.append(statistics.quantiles(took, n=100)[98])
            rate, file_rate = statistics.median(ours), statistics.median(theirs)
            figures["hit"] = Figure(round(rate / file_rate, 2), f"{rate:,.0f} against {file_rate:,.0f} per CPU second")
            figures["p99"] = Figure(round(statistics.median(slowest), 1), "with the load on the same processors")
            figures["memory"] = Figure(round(held(process.pid)))
        with frontend(site, backend=site.admin_url, megabytes=0) as (address, process, _):
            load(address + POST, answers=CONNECTIONS * 10)
            figures["rendering"] = Figure(round(held(process.pid)))
    return figures


def make_anew(site: Stack) -> Figures:
    """Compare a page that nobody has, frontend and API together, with the templates of an ordinary Wagtail site."""
    figures: Figures = {}
    with (
        gunicorn(site, application="website.wsgi", settings="website.settings.demo") as (api, backend),
        gunicorn(site, application="scripts.stock.wsgi", settings="scripts.stock.settings") as (stock, other),
        frontend(site, backend=api, megabytes=0) as (address, process, _),
    ):
        for name, path in (("cold", CITED), ("thread", POST)):
            ours: list[float] = []
            theirs: list[float] = []
            shares: list[float] = []
            here = shown(address + path)
            other_page = f"{stock}{path}?comments={here['comments']}"
            if here != (there := shown(other_page)):
                message = f"The two show different things at {path}: {here}, {there}"
                raise RuntimeError(message)
            for _ in range(1 + ROUNDS):
                page, share = cost_of(address + path, [process.pid, backend])
                ours.append(page)
                shares.append(share)
                theirs.append(cost_of(other_page, [other])[0])
            cost, other_cost = statistics.median(ours[1:]), statistics.median(theirs[1:])
            share = statistics.median(shares[1:])
            note = f"{cost:.0f} ms of processor, {share:.0f} of them in the frontend, against {other_cost:.0f}"
            figures[name] = Figure(round(cost / other_cost, 2), note)
    return figures


def shown(address: str) -> dict[str, int]:
    """Count what readers find on the post at `address`."""
    html = requests.get(address, timeout=60).text
    return {name: len(re.findall(pattern, html)) for name, pattern in SHOWN.items()}


def cost_of(address: str, owners: list[int]) -> tuple[float, float]:
    """Return the milliseconds of processor that one answer costs all `owners`, and the first of them."""
    if requests.get(address, timeout=60).status_code != 200:
        message = f"{address} does not answer as it should"
        raise RuntimeError(message)
    before = [spent(owner) for owner in owners]
    for _ in range(COLD):
        requests.get(address, timeout=60)
    costs = [(spent(owner) - start) / COLD * 1000 for owner, start in zip(owners, before, strict=True)]
    return sum(costs), costs[0]


def build() -> Figures:
    """Measure how long the build of the frontend takes."""
    with tempfile.TemporaryDirectory(prefix="motacilla-build-") as folder:
        begun = time.monotonic()
        subprocess.run(
            [str(VENV / "bin" / "npm"), "run", "--silent", "build", "--", "--outDir", folder],
            cwd=FRONTEND,
            env=tool_environment(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return {"build": Figure(round(time.monotonic() - begun, 1))}
