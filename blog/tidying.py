"""What the worker removes because its time is over."""

from datetime import datetime, timedelta

from blog.models import PreviewSnapshot
from ground.clock import Counts, every


@every(timedelta(minutes=10), name="blog.forget", tidies=True)
def forget(*, since: datetime, now: datetime) -> Counts:
    """Remove previews whose time is over."""
    return {"previews": PreviewSnapshot.objects.forget_old(now=now)}
