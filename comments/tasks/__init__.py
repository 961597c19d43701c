"""What the worker does for comments; importing this registers it with the clock and the outbox."""

from comments.tasks import clock

__all__ = ["clock"]
