"""What the worker removes because its time is over."""

from datetime import datetime, timedelta

from blog.models import PreviewSnapshot
from ground.clock import every


@every(timedelta(minutes=10), name="blog.forget")
def forget(*, since: datetime, now: datetime) -> None:
    """Remove previews whose time is over."""
    PreviewSnapshot.objects.forget_old(now=now)
