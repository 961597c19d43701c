"""The router all routes are on, and the parameters they share."""

from typing import Annotated

from ninja import Path, Query, Router

router = Router(tags=["comments"])

ID_MAX = 2**31 - 1
"""The largest id a page can have."""

PageId = Annotated[int, Path(ge=1, le=ID_MAX, description="The id of a page.")]
SiteName = Annotated[str | None, Query(description="The site asked, as host or host:port.")]
