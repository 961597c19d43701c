"""What every way of running shares. Other settings modules only override."""

from functools import partial
from pathlib import Path

import dj_database_url
from django.utils.functional import SimpleLazyObject
from wagtail import __version__ as WAGTAIL_VERSION  # noqa: N812 - a constant, and Wagtail's name says of what

from website.settings.environment import load
from website.settings.logs import logging_of
from website.settings.zones import offered_zones

ENV = load()

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
FRONTEND_SECRET = ENV.frontend_secret
ALLOWED_HOSTS = ENV.hosts
PROXIES = ENV.proxy_networks
FRONTEND_URL = ENV.frontend_url
PUBLIC_URL = ENV.public_url
REDIS_URL = ENV.redis_url
METRICS_TOKEN = ENV.metrics_token
COLLECTED = {"errors": bool(ENV.errors_url), "traces": bool(ENV.traces_url)}
"""What is told to collectors of the operator."""

INSTALLED_APPS = [
    "website",
    "search",
    "comments",
    "blog",
    "ground",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "website.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "website.guards.GuardMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "website.middleware.PatienceMiddleware",
    "website.middleware.HeadFromGetMiddleware",
    "website.middleware.ApiLanguageMiddleware",
    "website.middleware.BoundedBodyMiddleware",
    "website.middleware.ApiMethodMiddleware",
    "website.caching.PublicAnswerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "website.middleware.CookieFreeApiMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

if ENV.traces_url:
    MIDDLEWARE.insert(1, "website.traces.TracesMiddleware")

ROOT_URLCONF = "website.urls"
WSGI_APPLICATION = "website.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
}
"""Autosave beside preview answers 500 "database is locked" on SQLite without these; FULL syncs before each answer."""

CONNECTION_SECONDS = 60
"""How long SQLite's connections are used again. A new one reads the whole schema before its first answer."""

POSTGRES_OPTIONS = {
    "options": "-c jit=off -c client_connection_check_interval=5s",
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""Our statements touch few rows, yet are long: compiling one took PostgreSQL 9 s where running it takes 30 ms. The rest
ends what waits for a server that is gone, and, there, what works for somebody who is."""


def database(url: str, data: Path) -> dict[str, object]:
    """Return Django's description of the database at `url`, or of SQLite in the folder `data` when it is empty."""
    if url:
        found = dj_database_url.parse(url, engine="ground.postgresql", conn_max_age=60, conn_health_checks=True)
        return {**found, "OPTIONS": {**POSTGRES_OPTIONS, **(found.get("OPTIONS") or {})}}
    kept: dict[str, object] = {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": CONNECTION_SECONDS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": data / "blog.sqlite3", **kept}


DATABASES = {"default": database(ENV.database_url, ENV.data)}

if ENV.redis_url:
    CACHES = {
        "default": {
            "BACKEND": "ground.shared_cache.SharedCache",
            "LOCATION": ENV.redis_url,
            "KEY_PREFIX": f"cache-{WAGTAIL_VERSION}",  # what is kept are pickles of its objects
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    WAGTAIL_REDIRECTS_FILE_STORAGE = "cache"  # the second step of an import may come to another machine

AUTHENTICATION_BACKENDS = ["website.rights.RightsBackend"]
SESSION_COOKIE_AGE = 7 * 24 * 3600
"""Of editors who want to be remembered; without that a session ends with the browser, and here no later than this."""
PASSWORD_RESET_TIMEOUT = 4 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = ENV.content_languages
LANGUAGE_CODE = LANGUAGES[0][0]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = ENV.time_zone
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.data / "media"
MEDIA_BUCKET = ENV.media_bucket
STORAGES = {
    "default": {"BACKEND": "website.bucket.BucketStorage", "OPTIONS": MEDIA_BUCKET}
    if MEDIA_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WAGTAILDOCS_SERVE_METHOD = "serve_view" if MEDIA_BUCKET else None
"""Documents have readers of their own: no other address leads to them."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

EMAIL_HOST, EMAIL_PORT = ENV.mail_server["EMAIL_HOST"], ENV.mail_server["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail_server["EMAIL_HOST_USER"], ENV.mail_server["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = ENV.mail_server["EMAIL_USE_TLS"], ENV.mail_server["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
"""Seconds for each step of a conversation with the mail server: together they fit into an outbox message's lease."""
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_sender

REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}

WAGTAIL_SITE_NAME = "Motacilla"
WAGTAILADMIN_USER_LOGIN_FORM = "website.sign_in.ThrottledLoginForm"
WAGTAILADMIN_BASE_URL = ENV.admin_url
WAGTAILAPI_BASE_URL = ENV.public_url
WAGTAILAPI_LIMIT_MAX = 100
WAGTAIL_USER_TIME_ZONES = SimpleLazyObject(partial(offered_zones, own=TIME_ZONE))
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "website.uploads.BoundedDocumentForm"
DOCUMENT_BYTES = 25 * 1024 * 1024
REDIRECTS_BYTES = 2 * 1024 * 1024
"""Of a table of redirects, which is read at once: some twenty thousand rows."""
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "website.uploads.BoundedImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
"""What a good camera takes; of all frames together. A picture is unpacked, at four bytes each, to be made smaller."""

BLOG_POST_SEARCH = "search.content.matching_posts"
WAGTAILSEARCH_HITS_MAX_AGE = 90
SEARCH_SPOOL = ENV.data / "searches"
"""Where it is noted what readers ask, until the worker counts it."""

COMMENTABLE_PAGE_TYPES = ["blog.BlogPostPage"]
COMMENTS_PAGE_AUTHORS = "website.authorship.authors_of_pages"
COMMENTS_HOUSE_NAMES = "website.authorship.house_names"
COMMENTS_RESERVED_NAMES = [
    "admin",
    "administrator",
    "editor",
    "editorial",
    "moderator",
    "moderation",
    "owner",
    "root",
    "staff",
    "support",
    "system",
    "webmaster",
]
"""What no reader may be called, in any disguise, beside the names of accounts, authors and sites."""
COMMENTS_MAILS_A_DAY = ENV.mails_a_day
COMMENTS_WORDS = "website.brand.words.comment_words"

SITE_RELATED = ["sitebrand", "root_page__locale"]
"""What is loaded with the site that a request asks, in the same statement."""

LOGGING = logging_of(style=ENV.log_format or "plain", level=ENV.log_level)

SERVE_MEDIA = False
