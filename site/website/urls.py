"""All URLs of the backend."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from blog.api import api_router
from website.account import OwnAccountView
from website.api import site_api
from website.comment_feeds import CommentFeedView
from website.feeds import FeedView
from website.health import live, ready
from website.metrics import metrics
from website.password_reset import ResetView
from website.redirect_import import choose_table, import_table
from website.sitemap import robots, sitemap
from website.userbar import UserbarView


class FeedFile(StringConverter):
    """The name of a feed's file."""

    regex = r"rss\.xml|atom\.xml|feed\.json"


class FeedKind(StringConverter):
    """What a feed is about."""

    regex = "index|category|tag|author|series"


class Language(StringConverter):
    """The language whose pages stand below a front page that is a translation, as paths begin with it."""

    regex = "[a-z]{2,3}(?:-[a-z0-9]{2,8})*"


register_converter(FeedFile, "feed_file")
register_converter(Language, "language")
register_converter(FeedKind, "feed_kind")

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v2/", api_router.urls),
    path("api/site/v1/", site_api.urls),
    path("health/live", live, name="live"),
    path("health/ready", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("userbar/", UserbarView.as_view(), name="userbar"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemap, name="sitemap_part"),
    path("feeds/site/<feed_file:file>", FeedView.as_view(), name="site_feed"),
    path("feeds/comments/site/<feed_file:file>", CommentFeedView.as_view(), name="comments_feed"),
    path("feeds/comments/<int:page_id>/<feed_file:file>", CommentFeedView.as_view(), name="page_comments_feed"),
    path("feeds/<feed_kind:kind>/<str:slug>/<feed_file:file>", FeedView.as_view(), name="feed"),
    path("<language:language>/feeds/site/<feed_file:file>", FeedView.as_view(), name="site_feed_in"),
    path("<language:language>/feeds/<feed_kind:kind>/<str:slug>/<feed_file:file>", FeedView.as_view(), name="feed_in"),
    path("admin/account/", require_admin_access(OwnAccountView.as_view())),
    path("admin/password_reset/", ResetView.as_view()),
    path("admin/redirects/import/", require_admin_access(choose_table)),
    path("admin/redirects/import/process/", require_admin_access(import_table)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.MEDIA_BUCKET:
    from website.bucket import uploaded  # it loads a library that few need

    urlpatterns.append(path("media/<path:name>", uploaded, name="uploaded"))
elif settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))
urlpatterns.append(path("", include(wagtail_urls)))
"""Last, as it takes every address: a page opened here sends its reader to the public site."""

handler400 = "website.problems.bad_request"
handler404 = "website.problems.not_found"
handler500 = "website.problems.server_error"
