"""The life of a comment: its statuses, a moderator's decisions, and which decision leads where."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Where a comment stands. Whether it is public, queued or counted is derived from this, never stored beside it."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SPAM = "spam"
    DELETED = "deleted"


class Decision(StrEnum):
    """What can be decided about a comment. All but `DELETE`, the author's word, are a moderator's."""

    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    HOLD = "hold"
    DELETE = "delete"


class IllegalTransition(Exception):
    """The decision does not exist for a comment of this status."""

    def __init__(self, status: Status, decision: Decision) -> None:
        super().__init__(f"A comment that is {status} cannot be decided as {decision}.")
        self.status = status
        self.decision = decision


_LEADS_TO: Mapping[Decision, Status] = MappingProxyType(
    {
        Decision.APPROVE: Status.APPROVED,
        Decision.REJECT: Status.REJECTED,
        Decision.SPAM: Status.SPAM,
        Decision.HOLD: Status.PENDING,
        Decision.DELETE: Status.DELETED,
    }
)

HIDING = frozenset({Status.REJECTED, Status.SPAM, Status.PENDING})
"""An ancestor in one of these hides every reply below it. A deleted one does not: it shows as a tombstone."""


def next_status(status: Status, decision: Decision) -> Status:
    """Return the status that `decision` gives a comment of `status`.

    Raises:
        IllegalTransition: the comment is deleted, which is final, or already has the status the decision leads to.
    """
    target = _LEADS_TO[decision]
    if status is Status.DELETED or status is target:
        raise IllegalTransition(status, decision)
    return target


def available_decisions(status: Status) -> tuple[Decision, ...]:
    """Return the decisions that exist for a comment of `status`, in the order their buttons are shown."""
    if status is Status.DELETED:
        return ()
    return tuple(decision for decision, target in _LEADS_TO.items() if target is not status)
