"""Who is calling: the one function that knows a client's address, and what of it may be kept."""

import hmac
import ipaddress
import time
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from ground.origins import hashes_of

HEADER = "X-Reader-Address"
FORWARDED = "X-Forwarded-For"
LIFETIME = 300
"""Seconds for which a signed address is believed: clocks of two machines may differ, a leaked header soon dies."""

UNKNOWN = "0.0.0.0"  # nosec B104 # noqa: S104 - no socket is bound to it: it stands for a caller whose address nobody told us


def client_address(request: HttpRequest) -> str:
    """Return the caller's IP address in its canonical form.

    The frontend calls for readers and signs their address with the shared secret; without a valid, fresh signature it
    is the address the connection comes from, or whom one of our own proxies (`settings.PROXIES`) connects for. What
    anybody else says in a header is not read.
    """
    socket = _canonical(request.META.get("REMOTE_ADDR", ""))
    return _signed_address(request.headers.get(HEADER, "")) or _proxied_address(request, socket) or socket or UNKNOWN


def signature(*, address: str, seconds: int) -> str:
    """Return the hexadecimal HMAC-SHA256 that vouches for `address` at the Unix time `seconds`."""
    message = f"reader-address;{address};{seconds}".encode()
    return hmac.new(settings.FRONTEND_SECRET.encode(), message, sha256).hexdigest()


def network(address: str) -> str:
    """Return the network of `address`: /24 for IPv4, /64 for IPv6, what one household or office commonly holds."""
    ip = ipaddress.ip_address(address)
    prefix = 24 if ip.version == 4 else 64
    return str(ipaddress.ip_network(f"{ip}/{prefix}", strict=False))


def origin_hash(address: str, *, now: datetime | None = None) -> str:
    """Return the keyed hash of the network of `address`, 32 hexadecimal characters: what is stored in its place.

    Its key changes every week.
    """
    return origin_hashes(address, now=now)[0]


def origin_hashes(address: str, *, now: datetime | None = None) -> tuple[str, ...]:
    """Return `origin_hash` and the hashes of the same network under earlier keys, newest first, for comparisons.

    One statement; `now` is the clock's time unless it is given.
    """
    return hashes_of(network(address), now=now or timezone.now())


def _signed_address(header: str) -> str | None:
    address, _, rest = header.partition(";")
    stamp, _, signed = rest.partition(";")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and signed.isascii()):
        return None
    if not settings.FRONTEND_SECRET or abs(time.time() - int(stamp)) > LIFETIME:
        return None
    if not hmac.compare_digest(signature(address=address, seconds=int(stamp)), signed):
        return None
    return _canonical(address)


def _proxied_address(request: HttpRequest, socket: str | None) -> str | None:
    if socket is None or not any(ipaddress.ip_address(socket) in proxies for proxies in settings.PROXIES):
        return None
    # A proxy of ours names one address, or adds its own word behind what it was told: only the last is its word.
    return _canonical(request.headers.get(FORWARDED, "").rpartition(",")[2].strip())


def _canonical(address: str) -> str | None:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return str(mapped or ip)
