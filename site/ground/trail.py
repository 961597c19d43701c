"""What a line of the log belongs to: the request somebody made, and the job a worker has in hand."""

import ipaddress
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

HEADER = "X-Request-Id"

WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
"""What an id may look like: long enough to be found, with nothing in it that means something to a log or a header."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The id of a request, and the kind of a job; empty where there is none."""

    request_id: str = ""
    job: str = ""


NOTHING = Trail()

_current: ContextVar[Trail] = ContextVar("trail", default=NOTHING)


def current_trail() -> Trail:
    """Return what is under way here."""
    return _current.get()


@contextmanager
def following(*, request_id: str = "", job: str = "") -> Iterator[None]:
    """Let everything inside belong to the request, or to the job that carries out what the request asked for."""
    token = _current.set(Trail(request_id=request_id, job=job))
    try:
        yield
    finally:
        _current.reset(token)


def request_id_from(header: str, *, socket: str) -> str:
    """Return the id of a request: `header` if it is well formed and the inner network says so, else a new one.

    `socket` is the address the connection comes from, empty for a local socket. Who comes from elsewhere could name
    somebody else's request.
    """
    return header if WELL_FORMED.fullmatch(header) and _is_inner(socket) else uuid4().hex


def _is_inner(address: str) -> bool:
    try:
        return not address or ipaddress.ip_address(address.partition("%")[0]).is_private
    except ValueError:
        return False
