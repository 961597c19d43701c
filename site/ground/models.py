"""Django looks for models here; each lives beside its mechanism."""

from ground.outbox import OutboxMessage

__all__ = ["OutboxMessage"]
