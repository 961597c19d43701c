"""What the worker does for comments; importing this registers it with the clock and the outbox."""

from comments.tasks import clock, digests, links, notices

__all__ = ["clock", "digests", "links", "notices"]
