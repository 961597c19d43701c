"""The feeds of comments: of a whole site, and of one page."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View
from django.views.decorators.http import conditional_page

from blog.feeds.formats import Entry, FeedPage, write_feed
from comments import selectors
from comments.selectors import LatestComment, address_in_thread
from ground.problems import Problem, problem_response
from ground.roots import root_for
from ground.schemas import unknown_parameters
from ground.viewer import viewer_for
from website import caching
from website.brand.identity import site_name

LARGEST_ID = 2**31 - 1
"""The largest id a page can have."""


@method_decorator(conditional_page, name="dispatch")
class CommentFeedView(View):
    """The newest public comments of a site, or of one page of it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, file: str, page_id: int | None = None) -> HttpResponse:
        """Answer with the feed. Raises `Http404` for a page that the public does not see, or that shows no comments.

        The feed of a page carries the keys of the page and its thread, that of the site the key of all threads.
        """
        try:
            if problem := unknown_parameters(request, {"site"}):
                raise problem
            viewer = viewer_for(request)
        except Problem as problem:
            return problem_response(problem)
        if page_id is not None and page_id > LARGEST_ID:
            raise Http404
        try:
            found = selectors.latest(viewer=viewer, now=timezone.now(), page_id=page_id)
        except selectors.ThreadNotFound:
            raise Http404 from None
        site = viewer.site
        root = root_for(site, found.path or "/")
        with override(root.language):
            name = site_name(site)
            title = _("Comments on “%(title)s”") % {"title": found.title} if found.title else _("Comments")
            feed = FeedPage(
                title=f"{title} · {name}",
                description=title,
                link=site.root_url + quote(found.path or root.prefix),
                language=root.language,
                own=site.root_url + quote(request.path),
                pages={},
                entries=[entry(comment, root=site.root_url) for comment in found.comments],
            )
        body, content_type = write_feed(feed, file=file)
        keys = [caching.THREADS] if page_id is None else [caching.page_key(page_id), caching.comments_key(page_id)]
        headers = {
            "Cache-Tag": ", ".join([caching.EVERYTHING, *keys]),
            "Cache-Control": "public, max-age=0, must-revalidate",
        }
        return HttpResponse(body, content_type=content_type, headers=headers)


def entry(comment: LatestComment, *, root: str) -> Entry:
    """Return a comment as it stands in a feed; `root` is the address of the site, without a slash at the end."""
    return Entry(
        id=f"urn:uuid:{comment.uuid}",
        title=_("%(name)s on “%(title)s”") % {"name": comment.name, "title": comment.page_title},
        link=root + address_in_thread(quote(comment.page_path), comment=comment.uuid),
        summary="",
        html=comment.html,
        authors=(comment.name,),
        subjects=(),
        image="",
        published=comment.created_at,
        updated=comment.edited_at or comment.created_at,
    )
