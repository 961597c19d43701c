"""What readers wrote under the demo's posts, and who may write where."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from wagtail.models import Page

from blog.models import BlogIndexPage, BlogPostPage
from comments.services import CannotRestore, Moderation, RestoredComment, State, restore_thread, set_policy
from website.demo.articles import read_articles
from website.demo.comments import REMARKS, Remark
from website.demo.moderation import Fate, fate_of
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


def ensure_threads(*, users: Mapping[str, User], now: datetime) -> list[Fate]:
    """Write the demo's comments that are missing, each as screening leaves it, and return what becomes of them.

    Comments outlive a post that is deleted; a post made again in its place starts without any.
    """
    by_post: dict[str, list[Remark]] = defaultdict(list)
    for remark in REMARKS:
        by_post[remark.post].append(remark)
    written: list[Fate] = []
    for slug, remarks in by_post.items():
        post = known(BlogPostPage, slug)
        if post is None:
            continue
        there = set(BlogPostPage.objects.filter(pk=post.pk).values_list("reader_comments__uuid", flat=True))
        fates = [
            fate_of(remark, page=post, written_at=_written_at(remark, post=post, now=now), users=users, now=now)
            for remark in remarks
            if remark.uuid not in there
        ]
        try:
            restore_thread(page=post, comments=list(_restored(fates, users)), now=now)
        except CannotRestore:
            continue
        written += fates
    return written


def _written_at(remark: Remark, *, post: BlogPostPage, now: datetime) -> datetime:
    if remark.ago:
        return now - timedelta(hours=remark.ago)
    published: datetime = post.first_published_at
    return published + timedelta(hours=remark.hours)


def _restored(fates: list[Fate], users: Mapping[str, User]) -> Iterator[RestoredComment]:
    for fate in fates:
        remark = fate.remark
        yield RestoredComment(
            uuid=remark.uuid,
            parent=key(f"comment {remark.reply_to}") if remark.reply_to else None,
            status=fate.first,
            ledger=fate.ledger,
            weight=fate.weight,
            body=remark.body,
            name=remark.name,
            email=remark.email,
            user=users[remark.staff] if remark.staff else None,
            created_at=fate.written_at,
        )
