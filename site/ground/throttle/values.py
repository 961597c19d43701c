"""The values of the throttle."""

from dataclasses import dataclass
from datetime import timedelta


class Throttled(Exception):
    """Raised when a limit is reached; `retry_after` is in whole seconds, at least one."""

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` tries of `key` within any stretch of `window`.

    `key` holds nothing that must not be stored, such as an address: use its keyed hash.
    """

    scope: str
    key: str
    count: int
    window: timedelta

    @property
    def name(self) -> str:
        """What the tries are kept under."""
        return f"{self.scope}:{int(self.window.total_seconds())}:{self.key}"
