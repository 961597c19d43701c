"""Posts and comments without a writer, for size: plausible to look at, quick to make by the ten thousand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, F
from django.utils.text import slugify
from taggit.models import Tag
from wagtail.models import Page

from blog.models import (
    Author,
    BlogIndexPage,
    BlogPostPage,
    Category,
    PostContributor,
    PostReference,
    PostTag,
    Reference,
)
from comments.services import RestoredComment, Status, restore_thread
from website.demo.filler import paragraphs, remark, title
from website.demo.pages import key

BATCH = 500
"""Posts a transaction: the write lock of SQLite is held for about a second."""

YEARS = 6
"""How far back the generated posts go."""

THREAD_SIZES = (2, 3, 5, 8, 12, 20, 40, 80, 160, 320)
"""Comments a thread: most are short, most comments are in the long ones."""

REPLIES = 0.45
"""How many comments answer another one."""

SHARES = {Status.APPROVED: 86, Status.PENDING: 5, Status.REJECTED: 3, Status.SPAM: 4, Status.DELETED: 2}
"""Of a hundred comments, how many are in which status."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What generated posts choose from."""

    sections: Sequence[BlogIndexPage]
    authors: Sequence[Author]
    categories: Sequence[Category]
    references: Sequence[Reference]
    tags: Sequence[Tag]
    pictures: Sequence[int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A generated post before it is written, and what will belong to it."""

    post: BlogPostPage
    below: BlogIndexPage
    author: Author
    category: Category
    reference: Reference
    tags: tuple[Tag, ...]


def fill_posts(*, total: int, shelf: Shelf, now: datetime) -> int:
    """Make posts until there are `total`, and return how many were made.

    The rows are written in bulk: no revision, no entry in the search index or the reference index (`update_index` and
    `rebuild_references_index` make those), no files of pictures beyond those the written posts have.
    """
    missing: int = max(0, total - BlogPostPage.objects.count())
    first = BlogPostPage.objects.filter(slug__startswith="n-").count()
    for start in range(0, missing, BATCH):
        numbers = range(first + start, first + min(start + BATCH, missing))
        with transaction.atomic():
            _write([_draft(number, shelf, now) for number in numbers], shelf)
    return missing


def _draft(number: int, shelf: Shelf, now: datetime) -> Draft:
    chance = Random(f"post {number}")  # noqa: S311 - repeatable chance is the point here
    name = title(chance)
    at = now - timedelta(minutes=chance.randrange(60, YEARS * 365 * 24 * 60))
    below = shelf.sections[number % len(shelf.sections)]
    reference = chance.choice(shelf.references)
    texts = list(paragraphs(chance))
    citation = f' <a linktype="citation" id="{reference.pk}" locator="">(1)</a>'
    body = []
    for place, text in enumerate(texts):
        if place % 2:
            heading = {"text": title(chance), "level": "2"}
            body.append({"type": "heading", "value": heading, "id": str(uuid4())})
        body.append({"type": "paragraph", "value": f"<p>{text}{'' if place else citation}</p>", "id": str(uuid4())})
    slug = f"n-{number}-{slugify(name)[:60]}"
    post = BlogPostPage(
        title=name,
        draft_title=name,
        slug=slug,
        url_path=f"{below.url_path}{slug}/",
        translation_key=key(f"filler {number}"),
        locale_id=below.locale_id,
        content_type=ContentType.objects.get_for_model(BlogPostPage),
        live=True,
        has_unpublished_changes=False,
        first_published_at=at,
        last_published_at=at,
        excerpt=texts[0][:200],
        hero_image_id=chance.choice(shelf.pictures) if shelf.pictures else None,
        body=json.dumps(body),
    )
    post.depth, post.numchild = below.depth + 1, 0
    return Draft(
        post=post,
        below=below,
        author=chance.choice(shelf.authors),
        category=chance.choice(shelf.categories),
        reference=reference,
        tags=tuple(chance.sample(list(shelf.tags), 2)),
    )


def _write(drafts: Sequence[Draft], shelf: Shelf) -> None:
    for section in shelf.sections:
        _place([draft.post for draft in drafts if draft.below is section], section)
    columns = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    rows = Page.objects.bulk_create(
        [Page(**{column: getattr(draft.post, column) for column in columns}) for draft in drafts]
    )
    for draft, row in zip(drafts, rows, strict=True):
        draft.post.pk = draft.post.id = row.pk
        draft.post.save_base(raw=True, force_insert=True)
    subjects = BlogPostPage.categories.through
    PostContributor.objects.bulk_create(PostContributor(post=draft.post, author=draft.author) for draft in drafts)
    PostReference.objects.bulk_create(PostReference(post=draft.post, reference=draft.reference) for draft in drafts)
    subjects.objects.bulk_create(subjects(blogpostpage=draft.post, category=draft.category) for draft in drafts)
    PostTag.objects.bulk_create(PostTag(content_object=draft.post, tag=tag) for draft in drafts for tag in draft.tags)


def _place(posts: Sequence[BlogPostPage], section: BlogIndexPage) -> None:
    """Give `posts` the next places below `section`, as django-treebeard's materialised paths have them."""
    last = Page.objects.child_of(section).order_by("path").last()
    step = last._get_lastpos_in_path() if last else 0
    for number, post in enumerate(posts, start=step + 1):
        post.path = Page._get_path(section.path, post.depth, number)
    Page.objects.filter(pk=section.pk).update(numchild=F("numchild") + len(posts))


def count_comments() -> int:
    """Return how many comments stand below pages, in whatever status."""
    counted: int = Page.objects.aggregate(number=Count("reader_comments"))["number"]
    return counted


def fill_comments(*, total: int, now: datetime) -> int:
    """Make comments until there are `total`, and return how many were made.

    They come in threads of very different sizes, below posts that are a day old and have no word of their own about
    whether they take any.
    """
    before = count_comments()
    chance = Random(f"comments {before}")  # noqa: S311 - repeatable chance is the point here
    posts = BlogPostPage.objects.filter(first_published_at__lt=now - timedelta(days=1), live=True)
    pages = list(posts.exclude(comment_policy__state__isnull=False).order_by("pk"))
    made = 0
    while pages and before + made < total:
        size, page = min(total - before - made, chance.choice(THREAD_SIZES)), chance.choice(pages)
        made += restore_thread(page=page, comments=_thread(page, size, chance, now), now=now)
    return made


def _thread(post: BlogPostPage, size: int, chance: Random, now: datetime) -> list[RestoredComment]:
    comments: list[RestoredComment] = []
    span = (now - post.first_published_at).total_seconds()
    for second in sorted(chance.uniform(0, span) for _ in range(size)):
        name, body = remark(chance)
        status = chance.choices(list(SHARES), weights=list(SHARES.values()))[0]
        above = chance.choice(comments) if comments and chance.random() < REPLIES else None
        comments.append(
            RestoredComment(
                uuid=UUID(int=chance.getrandbits(128), version=4),
                parent=above.uuid if above else None,
                status=status,
                body=body,
                name=name,
                email=f"{slugify(name)}@example.org",
                created_at=post.first_published_at + timedelta(seconds=second),
            )
        )
    return comments
