"""What the moderators' queue costs, by the number of comments there are."""

import time
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.markup import CLEANER_VERSION
from comments.models import STEP, Comment, CommentDocument
from comments.screening.terms import terms
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory, UserFactory
from tests.factories.comments import NOON, moderating

pytestmark = pytest.mark.django_db

FEW = 1_000
MOST = 1.3
"""Times the processor time that the short queue takes."""

STATEMENTS = 10
"""Seven of them Wagtail's own, for its frame."""

ROUNDS = 8
POSTS = 20
BATCH = 5_000
COMMENTS_EACH = 10
"""Comments of one author."""

STATUSES = ("pending", *["approved"] * 7, "rejected", "spam")
LEDGER = [
    {
        "check": "links",
        "outcome": "hold",
        "weight": 30,
        "evidence": [0, 4],
        "params": {"count": 2, "limit": 1, "newcomer": True},
    }
]
PATHS = {
    "waiting": "/admin/reader-comments/",
    "by priority": "/admin/reader-comments/?ordering=priority",
    "approved": "/admin/reader-comments/?status=approved",
    "of one author": f"/admin/reader-comments/?status=all&by={UUID(int=421)}",
}


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, slug="blog")


def grow(posts, *, start, stop):
    """Let there be comments with the numbers from `start` to `stop`, a tenth of them waiting."""
    for first in range(start, stop, BATCH):
        rows = [_row(posts[number % len(posts)], number) for number in range(first, min(first + BATCH, stop))]
        Comment.objects.bulk_create(rows)
        CommentDocument.objects.bulk_create(
            CommentDocument(comment=row, terms=" ".join(dict.fromkeys(terms(f"{row.author_name} {row.body}"))))
            for row in rows
        )
    # As it happens by itself where a site runs: SQLite by the clock, PostgreSQL by its own worker.
    connection.cursor().execute("ANALYZE")


def _row(post, number):
    status = STATUSES[number % len(STATUSES)]
    author = number // COMMENTS_EACH
    waits = status == "pending"
    body = f"Some words of usual length, as readers write them, more or less, exactly {number} of them. " * 4
    return Comment(
        uuid=UUID(int=number + 1),
        page=post,
        page_title=post.title,
        page_path=post.url_path,
        path=f"{number + 1:0{STEP}d}",
        depth=1,
        status=status,
        body=body,
        html=f"<p>{body}</p>",
        cleaner_version=CLEANER_VERSION,
        author_name=f"Reader {author}",
        author_email=f"reader{author}@example.org",
        created_at=NOON - timedelta(days=300) + timedelta(minutes=number),
        key=uuid4(),
        fingerprint=f"{number:032x}",
        ledger=LEDGER if waits else [],
        weight=30 if waits else 0,
    )


def least(client, user):
    """Return the least processor seconds that each of `PATHS` takes for `user`, asked in turn."""
    client.force_login(user)
    best = dict.fromkeys(PATHS, float("inf"))
    for _ in range(ROUNDS):
        for name, path in PATHS.items():
            begin = time.process_time()
            response = client.get(path)
            best[name] = min(best[name], time.process_time() - begin)
            assert response.status_code == 200
    return best


@pytest.mark.parametrize("many", [5_000, pytest.param(100_000, marks=pytest.mark.full)])
def test_a_long_queue_costs_as_much_as_a_short_one(client, blog, many):
    posts = [BlogPostPageFactory(parent=blog) for _ in range(POSTS)]
    boss, moderator = UserFactory(administrator=True), moderating(UserFactory(), page=blog)
    moderator.groups.first().permissions.add(Permission.objects.get(codename="access_admin"))
    grow(posts, start=0, stop=FEW)
    small = {user: least(client, user) for user in (boss, moderator)}
    grow(posts, start=FEW, stop=many)
    large = {user: least(client, user) for user in (boss, moderator)}
    ratios = {(user.username, name): large[user][name] / small[user][name] for user in small for name in PATHS}
    for (who, name), ratio in ratios.items():
        print(f"{name}, {who}: {ratio:.2f} times the processor time of {FEW} comments")  # noqa: T201 - a figure
    with CaptureQueriesContext(connection) as queries:
        client.get(PATHS["waiting"])
    assert len(queries) <= STATEMENTS
    assert {where: ratio for where, ratio in ratios.items() if ratio > MOST} == {}
