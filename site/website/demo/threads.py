"""What readers wrote under the demo's posts, and who may write where."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils.text import slugify
from wagtail.models import Page

from blog.models import BlogIndexPage, BlogPostPage
from comments.services import CannotRestore, Moderation, RestoredComment, State, Status, restore_thread, set_policy
from website.demo.articles import read_articles
from website.demo.comments import REMARKS, Remark
from website.demo.pages import key, known

CLOSING = "ten-thousand-steps"
"""The post whose thread closes a month after the demo was made."""


def ensure_policies(*, user: User, now: datetime) -> None:
    """Set who may write where: read first in the whole blog, newcomers only in one section, closed and hidden posts.

    A page about which anything has been said keeps what it says.
    """
    wishes: dict[str, tuple[type[Page], dict[str, object]]] = {
        "blog": (BlogIndexPage, {"state": State.OPEN, "moderation": Moderation.EVERYTHING}),
        "movement": (BlogIndexPage, {"moderation": Moderation.NEWCOMERS}),
        CLOSING: (BlogPostPage, {"closes_at": now + timedelta(days=30)}),
    }
    for article in read_articles():
        if article.comments:
            wishes[article.slug] = (BlogPostPage, {"state": State(article.comments)})
    for name, (page_type, changes) in wishes.items():
        page = known(page_type, name)
        if page and not page_type.objects.filter(pk=page.pk, comment_policy__isnull=False).exists():
            set_policy(page=page, changes=changes, user=user, now=now)


def ensure_threads(*, users: Mapping[str, User], now: datetime) -> int:
    """Write the demo's comments that are missing, and return how many that were.

    Comments outlive a post that is deleted; a post made again in its place starts without any.
    """
    by_post: dict[str, list[Remark]] = defaultdict(list)
    for remark in REMARKS:
        by_post[remark.post].append(remark)
    written = 0
    for slug, remarks in by_post.items():
        post = known(BlogPostPage, slug)
        if post is None:
            continue
        try:
            written += restore_thread(page=post, comments=list(_restored(post, remarks, users)), now=now)
        except CannotRestore:
            continue
    return written


def _restored(post: BlogPostPage, remarks: list[Remark], users: Mapping[str, User]) -> Iterator[RestoredComment]:
    for remark in remarks:
        yield RestoredComment(
            uuid=key(f"comment {remark.key}"),
            parent=key(f"comment {remark.reply_to}") if remark.reply_to else None,
            status=Status(remark.status),
            body=remark.body,
            name=remark.name,
            email=f"{slugify(remark.name)}@example.org" if remark.name else "",
            user=users[remark.staff] if remark.staff else None,
            created_at=post.first_published_at + timedelta(hours=remark.hours),
        )
