"""May anyone write here, now? What is set, where it was set, what it means at a moment, and whom it refuses."""

from comments.policy.facts import Facts, ParentFacts
from comments.policy.refusing import (
    DEPTH_CAP,
    NETWORK_LIMITS,
    OWN_LIMITS,
    RateLimit,
    Refusal,
    RefusalCode,
    refusal,
)
from comments.policy.resolving import STARTING_POLICY, resolve_policy
from comments.policy.timing import next_change, state_at
from comments.policy.values import Effective, EffectivePolicy, Moderation, Origin, PolicyRow, State, Who

__all__ = [
    "DEPTH_CAP",
    "NETWORK_LIMITS",
    "OWN_LIMITS",
    "STARTING_POLICY",
    "Effective",
    "EffectivePolicy",
    "Facts",
    "Moderation",
    "Origin",
    "ParentFacts",
    "PolicyRow",
    "RateLimit",
    "Refusal",
    "RefusalCode",
    "State",
    "Who",
    "next_change",
    "refusal",
    "resolve_policy",
    "state_at",
]
