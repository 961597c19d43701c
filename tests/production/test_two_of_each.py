"""One of each kind is killed while people read and write: nobody's page fails, nobody's comment is lost or doubled."""

import time
from collections import Counter

import pytest

from tests.production.site import Load

KINDS = ("backend", "frontend", "worker")


ROUNDS = 5


def judge(site, load, *, kills):
    assert load.failures == []
    assert load.reads > 20
    assert len(load.acknowledged) > 5
    stored = Counter(site.bodies())
    assert [words for words in load.acknowledged if stored[words] != 1] == []
    taken = f"{len(load.acknowledged)} comments acknowledged, {load.repeats} sent again, 0 lost, 0 there twice"
    print(f"{kills} kills: {load.reads} reads, 0 failed; {taken}")  # noqa: T201 - the figure


def test_one_of_each_is_killed_under_load(production):
    for port in production.frontends:  # each has had readers before, as one that runs has
        production.read_all(port)
    with Load(production, first=0) as load:
        time.sleep(1)
        killed = [next(name for name in production.units() if kind in name) for kind in KINDS]
        for unit in killed:
            production.kill_unit(unit)
            time.sleep(0.5)
        for unit in killed:
            production.start_unit(unit, wait=False)
        for unit in killed:
            production.await_unit(unit)
    judge(production, load, kills=len(killed))


@pytest.mark.full
def test_both_of_each_are_killed_in_turn_many_times(production):
    with Load(production, readers=4, writers=4, first=1000) as load:
        for _ in range(ROUNDS):
            for unit in production.units():
                production.kill_unit(unit)
                time.sleep(0.5)
                production.start_unit(unit)
    judge(production, load, kills=ROUNDS * len(production.units()))
