"""Ports on this machine: is one free, and which one is."""

import socket

from scripts.progress import Failed

LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def is_free(port: int) -> bool:
    """Tell whether nothing listens on `port` at either loopback address; browsers try both for `localhost`."""
    for family, address in LOOPBACK:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(1)
                if probe.connect_ex((address, port)) == 0:
                    return False
        except OSError:
            continue  # a machine without IPv6 has nothing listening there
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demand_free(port: int, *, variable: str) -> None:
    """Raise `Failed` when `port`, which the operator sets by `variable`, is taken."""
    if not is_free(port):
        other = port + 100 if port + 100 <= 65535 else port - 100
        raise Failed(f"Port {port} is taken: stop what uses it, or choose another one with {variable}={other}.")
