"""Long threads for benchmarks, made in few statements."""

from datetime import timedelta
from uuid import uuid4

from comments.markup import CLEANER_VERSION
from comments.models import STEP, Comment
from tests.factories.comments import NOON

BATCH = 500
ANSWERED = 5
"""Every so many comments have one answer."""


def long_thread(page, number):
    """Give `page` as many approved comments, every fifth of them an answer to the one before."""
    rows, place, top = [], 0, None
    for count in range(number):
        answer = top is not None and count % ANSWERED == ANSWERED - 1
        if not answer:
            place += 1
        path = f"{place:0{STEP}d}" + f"{1:0{STEP}d}" * answer
        row = Comment(
            page=page,
            page_title=page.title,
            page_path=page.url_path,
            path=path,
            depth=len(path) // STEP,
            parent=top if answer else None,
            status="approved",
            body=f"What I think, number {count}.",
            html=f"<p>What I think, number {count}.</p>",
            cleaner_version=CLEANER_VERSION,
            author_name=f"Reader {count}",
            author_email=f"reader{count}@example.org",
            created_at=NOON - timedelta(days=30) + timedelta(minutes=count),
            key=uuid4(),
            fingerprint=f"{count:032x}",
        )
        if answer:
            rows.append(row)
        else:
            row.save()
            top = row
    Comment.objects.bulk_create(rows, batch_size=BATCH)
