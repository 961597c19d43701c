"""Who is calling: a signed address is believed, anything else is not."""

import time
from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from ground.address import HEADER, LIFETIME, UNKNOWN, client_address, network, signature


def asked(header=None, socket="198.51.100.7", **meta):
    headers = {HEADER: header} if header is not None else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=socket, **meta)


def signed(address, seconds=None):
    seconds = int(time.time()) if seconds is None else seconds
    return f"{address};{seconds};{signature(address=address, seconds=seconds)}"


def test_a_signed_address_is_believed():
    assert client_address(asked(signed("203.0.113.9"))) == "203.0.113.9"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "203.0.113.9",
        "203.0.113.9;;",
        "203.0.113.9;NOW;",
        "203.0.113.9;NOW;" + "0" * 64,
        "203.0.113.9;not-a-time;abc",
        "203.0.113.9;٣;abc",
        "203.0.113.9;99999999999999999999;abc",
        "203.0.113.9;NOW;żółć",
    ],
)
def test_an_unsigned_address_is_not(header):
    sent = header.replace("NOW", str(int(time.time()))).encode("utf-8").decode("latin-1")
    assert client_address(asked(sent)) == "198.51.100.7"


def test_a_signature_is_for_one_address():
    stamp = int(time.time())
    forged = f"203.0.113.10;{stamp};{signature(address='203.0.113.9', seconds=stamp)}"
    assert client_address(asked(forged)) == "198.51.100.7"


@pytest.mark.parametrize("age", [LIFETIME + 5, -LIFETIME - 5])
def test_a_signature_dies(age):
    assert client_address(asked(signed("203.0.113.9", int(time.time()) - age))) == "198.51.100.7"


@pytest.mark.parametrize(
    ("socket", "forwarded", "caller"),
    [
        ("10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "2001:DB8::9", "2001:db8::9"),
        ("10.1.2.3", "", "10.1.2.3"),
        ("10.1.2.3", "somebody", "10.1.2.3"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("2001:db8::1", "203.0.113.9", "2001:db8::1"),
    ],
)
def test_only_a_proxy_of_ours_is_believed_whom_it_calls_for(settings, socket, forwarded, caller):
    settings.PROXIES = (ip_network("10.0.0.0/8"),)
    assert client_address(asked(socket=socket, HTTP_X_FORWARDED_FOR=forwarded)) == caller


def test_the_frontends_signature_outranks_a_proxy(settings):
    settings.PROXIES = (ip_network("10.0.0.0/8"),)
    assert client_address(asked(signed("203.0.113.9"), "10.1.2.3", HTTP_X_FORWARDED_FOR="6.6.6.6")) == "203.0.113.9"


def test_no_secret_believes_nobody(settings):
    header = signed("203.0.113.9")
    settings.FRONTEND_SECRET = ""
    assert client_address(asked(header)) == "198.51.100.7"


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP"])
def test_other_forwarding_headers_are_never_read(header):
    assert client_address(asked(**{header: "203.0.113.9"})) == "198.51.100.7"


@pytest.mark.parametrize(
    ("socket", "expected"),
    [("::ffff:198.51.100.7", "198.51.100.7"), ("2001:DB8:0::1", "2001:db8::1"), ("", UNKNOWN), ("unix:", UNKNOWN)],
)
def test_the_socket_in_one_form(socket, expected):
    assert client_address(asked(socket=socket)) == expected


def test_networks_are_what_one_household_holds():
    assert network("203.0.113.9") == "203.0.113.0/24"
    assert network("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
