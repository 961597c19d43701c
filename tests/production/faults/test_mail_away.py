"""A mail server that is away or slow: comments are taken at once, mail comes later and once."""

import time

from tests.production.faults.programs import eventually

SOON = 3
"""Seconds for an answer on a busy machine: nobody waits for the mail server, which is away or takes as long."""


def posted(site, number):
    """Post a comment whose author wants to be told of the decision, which mails them a link; return the address."""
    started = time.monotonic()
    assert site.post(number, tell_me=True)[0] == 202
    assert time.monotonic() - started < SOON
    return f"{number}@example.org"


def test_mail_waits_for_a_server_that_is_away_and_comes_once(site, mail):
    before = site.size_of_log("worker")
    mail.proxy.refuse()
    addresses = [posted(site, number) for number in range(1200, 1203)]
    eventually(lambda: site.lines("worker", "The mail server is away", since=before), within=10, what="not said")
    mail.proxy.take_again()
    arrived(site, mail, addresses, within=30)
    assert len(site.lines("worker", "The mail server is away", since=before)) == 1
    assert not site.lines("worker", "Traceback", since=before)


def test_a_slow_mail_server_holds_nobody_up(site, mail):
    mail.proxy.delay = 0.5
    address = posted(site, 1210)
    assert site.read()[0] == 200
    assert site.mails_to(mail, address) == []
    arrived(site, mail, [address], within=30)


def arrived(site, mail, addresses, *, within):
    eventually(
        lambda: all(site.mails_to(mail, each) for each in addresses), within=within, what=site.programs["worker"].log
    )
    time.sleep(0.5)
    assert [len(site.mails_to(mail, each)) for each in addresses] == [1] * len(addresses)
