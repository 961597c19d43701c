"""Who may read and do what, as data: every route, every role, every state of a page, every status of a comment.

`PUBLIC` is about what readers are answered, `DESK` about the moderators' screens, `ADMIN` about screens of Wagtail
that stand near comments. A route that is missing here fails `test_permission_matrix.py`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from comments.services import set_policy
from tests.factories.blog import BlogIndexPageFactory, HomePageFactory

API = "/api/site/v1"

ROLES = ("anonymous", "other", "author", "editor", "elsewhere", "moderator", "administrator")
"""A reader; commenters with a confirmed address; an editor of the branch; moderators of another and of this branch."""

WORDS = {
    "approved": "zebrafinch",
    "pending": "quaggalynx",
    "rejected": "okapimarten",
    "spam": "narwhaldingo",
    "deleted": "axolotlibex",
    "below pending": "vicunapuffin",
}
"""A word of the body of each comment. The last is approved, and an answer to the second."""

SECRETS = ("drosophila@fruit.example", "fruitbat-network", "kakapo-key")
"""The author's address, the network's hash, what the checks found: readers are told of them nowhere."""

WAITING = {"pending", "spam"}
OWN = {"approved", "pending", "rejected", "spam", "below pending"}


def restricted(kind):
    return lambda post: PageViewRestriction.objects.create(page=post, restriction_type=kind, password="x")


def moved_to_another_site(post):
    home = HomePageFactory(slug="other")
    Site.objects.create(hostname="other.example", port=80, root_page=home)
    Page.objects.get(pk=post.pk).move(BlogIndexPageFactory(parent=home), pos="last-child")


def with_state(state):
    return lambda post: set_policy(page=post, changes={"state": state}, user=None, now=timezone.now())


STATES = {
    "public": lambda post: None,
    "closed": with_state("closed"),
    "hidden": with_state("hidden"),
    "draft": lambda post: post.unpublish(),
    "expired": lambda post: Page.objects.filter(pk=post.pk).update(expire_at=timezone.now() - timedelta(minutes=1)),
    "scheduled": lambda post: Page.objects.filter(pk=post.pk).update(
        live=False, go_live_at=timezone.now() + timedelta(days=1)
    ),
    "password": restricted("password"),
    "login": restricted("login"),
    "group": restricted("groups"),
    "deleted": lambda post: Page.objects.get(pk=post.pk).delete(),
    "other site": moved_to_another_site,
}
SHOWN = {"public", "closed"}
"""The states in which readers see the comments of the page."""


def nothing(role, state):
    """No word of a comment, whoever asks."""
    return set()


def as_read(role, state):
    """What is public, the same for everybody."""
    return {"approved"} if state in SHOWN else set()


def with_own(role, state):
    """What is public, and to its author what waits."""
    return as_read(role, state) | (WAITING if role == "author" and state in SHOWN else set())


def own(role, state):
    """All that an author wrote, to the author, wherever it stands."""
    return OWN if role == "author" else set()


@dataclass(frozen=True)
class Read:
    """A read: `address` is asked, once for each comment where it names one, and `tells` the words of these statuses."""

    address: str
    tells: object = nothing


@dataclass(frozen=True)
class Write:
    """A write: `may(role, state, status)` says to whom it is done; nothing changes for others."""

    method: str
    address: str
    may: object
    data: dict = field(default_factory=dict)


def never(role, state, status):
    return False


def on_what_is_read(role, state, status):
    return status in as_read(role, state)


def reaction(role, state, status):
    return state == "public" and status == "approved" and role != "author"


def on_own(role, state, status):
    return role == "author" and status != "deleted"


def form(**fields):
    return {"body": "A thought of mine.", "name": "Nobody", "email": "nobody@example.org", **fields}


ONES_OWN = {"thread", "comment", "me", "exportMe"}
"""The reads that tell readers of their own address."""

PUBLIC = {
    # Of the site's own API, by the name of the operation.
    "thread": [
        Read(f"{API}/pages/{{page}}/comments/", with_own),
        Read(f"{API}/pages/{{page}}/comments/?sort=newest", with_own),
        Read(f"{API}/pages/{{page}}/comments/?sort=best", with_own),
        Read(f"{API}/pages/{{page}}/comments/?cursor=a{{hex}}", with_own),
        Read(f"{API}/pages/{{page}}/comments/?cursor=c{{hex}}", with_own),
        Read(f"{API}/pages/{{page}}/comments/?cursor=r{{hex}}", with_own),
    ],
    "comment": [Read(f"{API}/comments/{{uuid}}/", with_own)],
    "commentCounts": [Read(f"{API}/pages/comments/counts/?pages={{page}}")],
    "commentForm": [Read(f"{API}/pages/comments/form/")],
    "myReactions": [Read(f"{API}/pages/{{page}}/comments/mine/?key={{key}}")],
    "me": [Read(f"{API}/me/", own)],
    "exportMe": [Read(f"{API}/me/export/", own)],
    "resolve": [Read(f"{API}/resolve/?path=/news/a-walk/"), Read(f"{API}/resolve/?path=/news/")],
    "search": [Read(f"{API}/search/?q={{word}}")],
    "suggest": [Read(f"{API}/suggest/?q={{word}}")],
    "settings": [Read(f"{API}/settings/")],
    "postReferences": [Read(f"{API}/posts/{{page}}/references/")],
    "preview": [Read(f"{API}/preview/{{hex}}/")],
    "showLink": [Read(f"{API}/identity/confirm/?token={{hex}}")],
    "showEnding": [Read(f"{API}/unsubscribe/?token={{hex}}")],
    "submitComment": [
        Write("post", f"{API}/pages/{{page}}/comments/", lambda role, state, status: state == "public", form()),
        Write(
            "post",
            f"{API}/pages/{{page}}/comments/",
            lambda role, state, status: state == "public" and status == "approved",
            form(parent="{uuid}"),
        ),
    ],
    "editComment": [
        Write(
            "patch",
            f"{API}/comments/{{uuid}}/",
            lambda role, state, status: (
                role == "author" and state == "public" and status in {"approved", "spam", "below pending"}
            ),
            {"body": "Other words.", "revision": 1},
        )
    ],
    "deleteComment": [Write("delete", f"{API}/comments/{{uuid}}/?revision=1", on_own)],
    # Counted against a network, and nothing else.
    "previewComment": [Write("post", f"{API}/comments/preview/", never, {"body": "A thought of mine."})],
    "likeComment": [
        Write(
            "post",
            f"{API}/comments/{{uuid}}/vote/",
            lambda role, state, status: role != "other" and reaction(role, state, status),  # who has liked it before
            {"key": "{key}"},
        )
    ],
    "unlikeComment": [
        Write(
            "delete",
            f"{API}/comments/{{uuid}}/vote/?key={{key}}",
            lambda role, state, status: role == "other" and reaction(role, state, status),
        )
    ],
    "reportComment": [
        Write("post", f"{API}/comments/{{uuid}}/report/", on_what_is_read, {"key": "{key}", "reason": "spam"})
    ],
    "followComment": [
        Write(
            "post",
            f"{API}/comments/{{uuid}}/subscribe/",
            lambda role, state, status: status in with_own(role, state),
            {"email": "nobody@example.org"},
        )
    ],
    "followPage": [
        Write(
            "post",
            f"{API}/pages/{{page}}/comments/subscribe/",
            lambda role, state, status: state in SHOWN,
            {"email": "nobody@example.org"},
        )
    ],
    "askForLink": [
        Write(
            "post",
            f"{API}/identity/link/",
            lambda role, state, status: True,
            {"email": "nobody@example.org", "comment": "{uuid}"},
        )
    ],
    "confirmAddress": [Write("post", f"{API}/identity/confirm/", never, {"token": "{hex}"})],
    "rename": [Write("patch", f"{API}/me/", lambda role, *_: role in {"author", "other"}, {"name": "Somebody"})],
    "eraseMe": [Write("post", f"{API}/me/erase/", lambda role, *_: role in {"author", "other"})],
    "signOut": [Write("post", f"{API}/me/sign-out/", lambda role, *_: role in {"author", "other"})],
    "endSubscription": [
        Write("delete", f"{API}/me/subscriptions/{{subscription}}/", lambda role, *_: role == "author")
    ],
    "unlock": [Write("post", f"{API}/unlock/", never, {"path": "/news/a-walk/", "password": "wrong"})],
    "unsubscribe": [Write("post", f"{API}/unsubscribe/", never, {"token": "{hex}", "everything": True})],
    # Everything else, by its route.
    "api/site/v1/openapi.json": [Read(f"{API}/openapi.json")],
    "api/site/v1/": [Read(f"{API}/")],
    "feeds/comments/site/<feed_file:file>": [
        Read(f"/feeds/comments/site/{file}", as_read) for file in ("rss.xml", "atom.xml", "feed.json")
    ],
    "feeds/comments/<int:page_id>/<feed_file:file>": [
        Read(f"/feeds/comments/{{page}}/{file}", as_read) for file in ("rss.xml", "atom.xml", "feed.json")
    ],
    "feeds/site/<feed_file:file>": [Read("/feeds/site/rss.xml"), Read("/feeds/site/feed.json")],
    "feeds/<feed_kind:kind>/<str:slug>/<feed_file:file>": [Read("/feeds/index/news/atom.xml")],
    "<language:language>/feeds/site/<feed_file:file>": [Read("/de/feeds/site/rss.xml")],
    "<language:language>/feeds/<feed_kind:kind>/<str:slug>/<feed_file:file>": [Read("/de/feeds/index/news/rss.xml")],
    "health/live": [Read("/health/live")],
    "health/ready": [Read("/health/ready")],
    "metrics": [Read("/metrics")],
    "robots.txt": [Read("/robots.txt")],
    "sitemap.xml": [Read("/sitemap.xml")],
    "sitemap-<int:part>.xml": [Read("/sitemap-1.xml")],
    "userbar/": [Read("/userbar/?path=/news/a-walk/")],
    "documents/^(\\d+)/(.*)$": [Read("/documents/1/plan.pdf")],
    "documents/authenticate_with_password/<int:restriction_id>/": [Read("/documents/authenticate_with_password/1/")],
    "media/<path:path>": [Read("/media/{word}.png")],
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": [
        Read("/_util/authenticate_with_password/1/{page}/")
    ],
    "_util/login/": [Read("/_util/login/")],
    "^((?:[\\w\\-]+/)*)$": [Read("/news/a-walk/")],
    "api/v2/^pages/": [Read("/api/v2/pages/"), Read("/api/v2/pages/?search={word}")],
    "api/v2/^pages/<int:pk>/": [Read("/api/v2/pages/{page}/"), Read("/api/v2/pages/{page}/?fields=*")],
    "api/v2/^pages/find/": [Read("/api/v2/pages/find/?html_path=/news/a-walk/")],
    **{
        f"api/v2/^{shelf}/{rest}": [Read(f"/api/v2/{shelf}/{address}")]
        for shelf, kind in {
            "images": "int",
            "documents": "int",
            "references": "uuid",
            "redirects": "int",
            "authors": "int",
            "categories": "int",
            "tags": "int",
            "series": "int",
        }.items()
        for rest, address in {"": "", f"<{kind}:pk>/": f"{{{kind}}}/", "find/": "find/?id={int}"}.items()
    },
}


def values(*, page, comment, status, subscription):
    """Return what stands in braces in addresses and data."""
    return {
        "page": page.pk,
        "int": page.pk,
        "uuid": comment.uuid,
        "hex": comment.uuid.hex,
        "word": WORDS[status],
        "key": uuid4(),
        "subscription": subscription,
    }
