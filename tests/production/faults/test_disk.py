"""What is acknowledged is on the disk; a disk that takes no more loses nothing and stops no reading."""

import re
import resource
import signal
import subprocess

from tests.production.faults.conftest import demand
from tests.production.faults.programs import eventually

POSTS = 25

FULL = 20_000
"""No file may be written beyond this byte: less than any post needs in SQLite's log, more than a program has said."""


def test_every_acknowledgement_waited_for_the_disk(site, tmp_path):
    trace = tmp_path / "trace"
    wanted = "trace=pwrite64,fdatasync,fsync,sendto"
    watched = [word for pid in site.workers_of_backend() for word in ("-p", str(pid))]
    command = [demand("strace", "strace"), "-f", "-y", "-s", "16", "-e", wanted, "-o", trace, *watched]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        for _ in site.workers_of_backend():
            assert "attached" in strace.stderr.readline()
        answers = [site.post(1000 + number)[0] for number in range(POSTS)]
        strace.send_signal(signal.SIGINT)
    assert answers == [202] * POSTS
    waited = acknowledgements_that_waited(trace.read_text())
    print(f"acknowledgements preceded by a sync: {sum(waited)} of {len(waited)}")  # noqa: T201 - a figure
    assert waited == [True] * POSTS


def acknowledgements_that_waited(trace):
    """Return of each answer 201 or 202 whether the log of SQLite was written and wholly synced since the one before."""
    dirty, synced, waited = False, False, []
    for line in trace.splitlines():
        if re.search(r"pwrite64\(\d+<[^>]*-wal>", line):
            dirty = True
        elif re.search(r"(fdatasync|fsync)\(\d+<[^>]*-wal>", line):
            dirty, synced = False, True
        elif re.search(r'sendto\(.*"HTTP/1\.1 20[12]', line):
            waited.append(synced and not dirty)
            dirty, synced = False, False
    return waited


def test_a_disk_that_takes_no_more_refuses_posts_loses_nothing_and_recovers(site):
    kept = [site.post(1100 + number)[2]["id"] for number in range(3)]
    before, limits = site.size_of_log("backend"), {}
    for pid in site.workers_of_backend():
        limits[pid] = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (FULL, limits[pid][1]))
    try:
        refused = [site.post(1110 + number) for number in range(6)]
        assert [status for status, _, _ in refused] == [503] * 6
        assert {said["code"] for _, _, said in refused} == {"unavailable"}
        assert all(headers["Retry-After"] for _, headers, _ in refused)
        assert "Traceback" not in str(refused)
        assert site.read()[0] == 200
    finally:
        for pid, limit in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
    kept += [site.post(1120)[2]["id"]]
    stored = {row[0] for row in site.rows("SELECT uuid FROM comments_comment WHERE author_name LIKE 'Reader 11%'")}
    assert stored == {uuid.replace("-", "") for uuid in kept}
    said = site.lines("backend", "The database is failing", since=before)
    assert 1 <= len(said) <= len(limits), said
    assert not site.lines("backend", "Traceback", since=before)
    assert site.rows("PRAGMA integrity_check") == [("ok",)]
    eventually(lambda: site.ready()[0] == 200, within=5, what="not ready")
