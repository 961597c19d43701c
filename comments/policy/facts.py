"""What is known about a submission and its sender when it is judged."""

from dataclasses import dataclass
from datetime import datetime

from comments.policy.values import EffectivePolicy


@dataclass(frozen=True, slots=True)
class ParentFacts:
    """The comment being answered: how deep it lies (1 is a comment on the page itself) and whether it is public."""

    depth: int
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Gathered by queries, judged by pure functions. All moments are in UTC.

    `parent_missing`: a parent was named that is not on this page. `recent_own` and `recent_network`: when this
    identity and this network sent comments during the last hour. `same_text_at`: when this sender last sent the same
    text to this page. `similar_text_at`: when anyone last sent text of the same fingerprint anywhere. `approved_count`:
    approved comments of this confirmed identity. `decided_recent`, `rejected_recent`: its comments that moderators
    decided in the last seven days, and those of them rejected or marked as spam. `name_reserved`: the name looks like
    that of somebody of the house, who this sender is not.
    """

    policy: EffectivePolicy
    first_published_at: datetime | None
    commentable: bool
    parent: ParentFacts | None = None
    parent_missing: bool = False
    recent_own: tuple[datetime, ...] = ()
    recent_network: tuple[datetime, ...] = ()
    same_text_at: datetime | None = None
    similar_text_at: datetime | None = None
    approved_count: int = 0
    decided_recent: int = 0
    rejected_recent: int = 0
    confirmed: bool = False
    is_staff: bool = False
    banned: bool = False
    name_reserved: bool = False
