"""Django looks for models here; each lives beside its mechanism."""

from ground.changes import ContentChange
from ground.clock import ClockTask
from ground.origins import OriginKey
from ground.outbox import OutboxMessage
from ground.throttle import ThrottleCount
from ground.tokens import UsedToken

__all__ = ["ClockTask", "ContentChange", "OriginKey", "OutboxMessage", "ThrottleCount", "UsedToken"]
