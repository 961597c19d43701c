"""What nginx asks again after a program died with a request in hand: reads, and comments on their way inside."""

import http.client
import socketserver
import threading
from contextlib import ExitStack, closing

import pytest

from tests.production.site import PUBLIC, Site

COMMENTS = "/api/site/v1/pages/5/comments/"


class Program(socketserver.ThreadingTCPServer):
    """Stands for a frontend or a backend: notes what it is asked, then answers, or dies while `deaths` are left."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port, told):
        super().__init__(("127.0.0.1", port), Handler)
        self.told = told
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self):
        self.shutdown()
        self.server_close()


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        head = [self.rfile.readline().decode().strip()]
        while line := self.rfile.readline().decode().strip():
            head.append(line)
        lengths = [int(line.split(":")[1]) for line in head if line.lower().startswith("content-length:")]
        self.rfile.read(sum(lengths))
        self.server.told.asked.append(head)
        if self.server.told.excuses:
            self.server.told.excuses -= 1
            self.wfile.write(b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy")
            return
        if self.server.told.deaths:
            self.server.told.deaths -= 1
            return
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nwell")


class Told:
    """What the programs were asked, and how many are yet to die of it."""

    def __init__(self):
        self.asked, self.deaths, self.excuses = [], 0, 0


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """nginx with the shipped configuration, before programs that are not ours: `front.told` knows of them."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("nginx")
        folder.parent.chmod(0o755)
        site = Site(folder, database="postgres://nobody/nothing", redis="redis://nobody")
        site.told = Told()
        site.fakes = {port: Program(port, site.told) for port in (*site.backends, *site.frontends)}
        for program in site.fakes.values():
            stack.callback(program.end)
        stack.callback(site.stop)
        site.start_nginx()
        yield site


def inner(site, method, path):
    with closing(http.client.HTTPConnection("127.0.0.1", site.inner, timeout=20)) as connection:
        connection.request(method, path, body=b"{}" if method == "POST" else None)
        return connection.getresponse().status


@pytest.mark.parametrize(
    ("side", "method", "path", "status", "asked"),
    [
        ("outer", "GET", "/news/", 200, 2),
        ("outer", "POST", "/comments/5/", 503, 1),
        ("outer", "POST", "/comments/5/like/", 503, 1),
        ("inner", "GET", COMMENTS, 200, 2),
        ("inner", "POST", COMMENTS, 200, 2),
        ("inner", "POST", "/api/site/v1/comments/1/report/", 502, 1),
        ("inner", "POST", "/api/site/v1/identity/link/", 502, 1),
    ],
)
def test_after_a_program_died_with_it(front, side, method, path, status, asked):
    front.told.asked.clear()
    front.told.deaths = 1
    body = b"x" if method == "POST" else None
    got = inner(front, method, path) if side == "inner" else front.ask(method, path, body)[0]
    assert (got, len(front.told.asked)) == (status, asked)


@pytest.mark.parametrize(
    ("method", "excuses", "answer", "asked"),
    [("GET", 1, (200, "well"), 2), ("GET", 2, (503, "busy"), 2), ("POST", 1, (503, "busy"), 1)],
)
def test_a_frontend_without_the_page_leaves_it_to_its_twin(front, method, excuses, answer, asked):
    front.told.asked.clear()
    front.told.excuses = excuses
    status, _, text = front.ask(method, "/news/", b"x" if method == "POST" else None)
    assert ((status, text), len(front.told.asked)) == (answer, asked)


def test_what_never_left_is_sent_to_the_next(front):
    gone = front.frontends[0]
    front.fakes.pop(gone).end()
    front.told.asked.clear()
    assert [front.ask("POST", "/comments/5/", b"x", address="127.9.9.1")[0] for _ in range(4)] == [200] * 4
    assert len(front.told.asked) == 4
    front.fakes[gone] = Program(gone, front.told)


def test_a_program_is_told_one_address_once(front):
    front.told.asked.clear()
    forged = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http", "Forwarded": "for=6.6.6.6"}
    forged |= {"X-Reader-Address": "6.6.6.6;1;0"}
    front.ask("GET", "/news/", headers=forged, address="127.9.9.2")
    [head] = front.told.asked
    said = [line.lower() for line in head]
    assert [line for line in said if line.startswith("x-forwarded-for")] == ["x-forwarded-for: 127.9.9.2"]
    assert [line for line in said if line.startswith("x-forwarded-proto")] == ["x-forwarded-proto: https"]
    assert not [line for line in said if line.startswith(("forwarded:", "x-reader-address:"))]
    assert f"host: {PUBLIC}" in said
