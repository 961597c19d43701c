from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from comments.policy import DEPTH_CAP, Facts, ParentFacts, RefusalCode, State, Who, refusal
from comments.submission import Submission
from tests.unit.comments.policies import NOON, policy

SUBMISSION = Submission(
    body="Thank you.", name="Ada", email="ada@example.org", website="", parent=None, key=UUID(int=1), origin="0" * 32
)
FACTS = Facts(policy=policy(), first_published_at=NOON - timedelta(days=3), commentable=True)
REPLY = {"parent": UUID(int=7)}


def ago(**length):
    return NOON - timedelta(**length)


def code(facts=None, **submission):
    answer = refusal(facts=replace(FACTS, **(facts or {})), submission=replace(SUBMISSION, **submission), now=NOON)
    return answer and answer.code


@pytest.mark.parametrize(
    ("facts", "submission", "expected"),
    [
        ({}, {}, None),
        ({"commentable": False}, {}, RefusalCode.PAGE_NOT_COMMENTABLE),
        ({"policy": policy(state=State.CLOSED)}, {}, RefusalCode.COMMENTS_CLOSED),
        ({"policy": policy(state=State.HIDDEN)}, {}, RefusalCode.COMMENTS_CLOSED),
        ({"policy": policy(closes_at=NOON)}, {}, RefusalCode.COMMENTS_CLOSED),
        ({"policy": policy(opens_at=NOON + timedelta(1))}, {}, RefusalCode.NOT_YET_OPEN),
        ({"policy": policy(state=State.CLOSED, opens_at=NOON + timedelta(1))}, {}, RefusalCode.COMMENTS_CLOSED),
        ({"policy": policy(state=State.CLOSED), "is_staff": True}, {}, RefusalCode.COMMENTS_CLOSED),
        ({"banned": True}, {}, RefusalCode.BANNED),
        ({}, {"name": ""}, RefusalCode.IDENTITY_REQUIRED),
        ({"policy": policy(who=Who.CONFIRMED)}, {}, RefusalCode.IDENTITY_REQUIRED),
        ({"policy": policy(who=Who.CONFIRMED), "confirmed": True}, {}, None),
        ({"policy": policy(who=Who.STAFF), "confirmed": True}, {}, RefusalCode.IDENTITY_REQUIRED),
        ({"policy": policy(who=Who.STAFF), "is_staff": True}, {}, None),
        ({}, {"body": ""}, RefusalCode.EMPTY),
        ({}, {"body": "x"}, RefusalCode.EMPTY),
        ({}, {"body": "ok"}, None),
        ({}, {"body": "x" * 5000}, None),
        ({}, {"body": "x" * 5001}, RefusalCode.TOO_LONG),
        ({"parent": ParentFacts(depth=1, public=True)}, REPLY, None),
        ({"parent_missing": True}, REPLY, RefusalCode.PARENT_UNAVAILABLE),
        ({"parent": None}, REPLY, RefusalCode.PARENT_UNAVAILABLE),
        ({"parent": ParentFacts(depth=1, public=False)}, REPLY, RefusalCode.PARENT_UNAVAILABLE),
        ({"parent": ParentFacts(depth=DEPTH_CAP - 1, public=True)}, REPLY, None),
        ({"parent": ParentFacts(depth=DEPTH_CAP, public=True)}, REPLY, RefusalCode.TOO_DEEP),
        ({"same_text_at": ago(hours=23, minutes=59)}, {}, RefusalCode.DUPLICATE),
        ({"same_text_at": ago(hours=24)}, {}, None),
        ({"recent_own": (ago(seconds=14),)}, {}, RefusalCode.TOO_FAST),
        ({"recent_own": (ago(seconds=15),)}, {}, None),
        ({"recent_own": (ago(seconds=1),), "same_text_at": ago(minutes=1), "is_staff": True}, {}, None),
        ({"recent_own": tuple(ago(minutes=m) for m in range(1, 11))}, {}, RefusalCode.TOO_FAST),
        ({"recent_own": tuple(ago(minutes=m) for m in range(1, 10))}, {}, None),
        ({"recent_network": tuple(ago(minutes=m) for m in range(20))}, {}, RefusalCode.TOO_FAST),
        ({"recent_network": tuple(ago(minutes=m) for m in range(19))}, {}, None),
    ],
)
def test_table(facts, submission, expected):
    assert code(facts, **submission) == expected


def test_every_code_is_reachable_and_the_first_to_apply_is_told():
    facts = {
        "commentable": False,
        "policy": policy(state=State.CLOSED),
        "banned": True,
        "parent_missing": True,
        "same_text_at": NOON,
        "recent_own": (NOON,),
    }
    cured = [
        (RefusalCode.PAGE_NOT_COMMENTABLE, {"commentable": True}),
        (RefusalCode.COMMENTS_CLOSED, {"policy": policy(opens_at=NOON + timedelta(1))}),
        (RefusalCode.NOT_YET_OPEN, {"policy": policy(who=Who.CONFIRMED)}),
        (RefusalCode.BANNED, {"banned": False}),
        (RefusalCode.IDENTITY_REQUIRED, {"policy": policy()}),
    ]
    for expected, cure in cured:
        assert code(facts, body="x", **REPLY) is expected
        facts |= cure
    assert code(facts, body="x" * 5001, **REPLY) is RefusalCode.TOO_LONG
    assert code(facts, body="", **REPLY) is RefusalCode.EMPTY
    assert code(facts, **REPLY) is RefusalCode.PARENT_UNAVAILABLE
    facts |= {"parent_missing": False, "parent": ParentFacts(depth=DEPTH_CAP, public=True)}
    assert code(facts, **REPLY) is RefusalCode.TOO_DEEP
    assert code(facts) is RefusalCode.DUPLICATE
    assert code(facts | {"same_text_at": None}) is RefusalCode.TOO_FAST


@pytest.mark.parametrize(
    ("facts", "seconds"),
    [
        ({"recent_own": (ago(seconds=4),)}, 11),
        ({"recent_own": (ago(seconds=4.5),)}, 11),
        ({"recent_own": tuple(ago(minutes=5 * n) for n in range(1, 11))}, 600),
        ({"recent_network": tuple(ago(minutes=59) for _ in range(20))}, 60),
        ({"recent_own": (ago(seconds=1),), "recent_network": tuple(ago(minutes=59) for _ in range(20))}, 60),
    ],
)
def test_too_fast_says_when_to_come_back(facts, seconds):
    answer = refusal(facts=replace(FACTS, **facts), submission=SUBMISSION, now=NOON)
    assert answer.params == {"retry_after": seconds}
    later = NOON + timedelta(seconds=seconds)
    assert refusal(facts=replace(FACTS, **facts), submission=SUBMISSION, now=later) is None
