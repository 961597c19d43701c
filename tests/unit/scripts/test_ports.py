"""A taken port is told before anything is installed or started."""

import socket

import pytest

from scripts.demo import port_from
from scripts.ports import demand_free, free_port, is_free
from scripts.progress import Failed


def test_a_port_somebody_listens_on_is_taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(Failed, match=rf"Port {port} is taken: .* BLOG_PORT=\d+"):
            demand_free(port, variable="BLOG_PORT")
    assert is_free(port)


def test_a_free_port_is_free():
    demand_free(free_port(), variable="BLOG_PORT")


@pytest.mark.parametrize("value", ["abc", "0", "70000", "-1", "8000.5"])
def test_a_port_that_is_none_is_refused_by_name(monkeypatch, value):
    monkeypatch.setenv("BLOG_PORT", value)
    with pytest.raises(Failed, match="BLOG_PORT must be a number from 1 to 65535"):
        port_from("BLOG_PORT", 8000)


def test_an_empty_port_is_the_default(monkeypatch):
    monkeypatch.setenv("BLOG_PORT", "")
    assert port_from("BLOG_PORT", 8000) == 8000
