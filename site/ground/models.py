"""Django looks for models here; each lives beside its mechanism."""

from ground.outbox import OutboxMessage
from ground.throttle import ThrottleCount
from ground.tokens import UsedToken

__all__ = ["OutboxMessage", "ThrottleCount", "UsedToken"]
