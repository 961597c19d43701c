"""Posts with everything a post can have, for tests of what leaves the blog."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from blog.models import BlogPostPage
from blog.pictures import make_renditions
from tests.factories.blog import (
    AuthorFactory,
    BlogPostPageFactory,
    CategoryFactory,
    ImageFactory,
    ReferenceFactory,
    SeriesFactory,
    citation,
)

PUBLISHED = datetime(2026, 3, 1, 9, tzinfo=UTC)


def picture_with_files(**kwargs):
    """Return an image that has all the files readers get, small enough to be quick."""
    image = ImageFactory(file__width=40, file__height=20, **kwargs)
    make_renditions(image)
    return image


def rich_body(*, references, page, image):
    """Return a body with every kind of block, two citations and a link to `page`."""
    link = f'<a id="{page.pk}" linktype="page">the blog</a>'
    return [
        block("heading", {"text": "Move", "level": "2"}),
        block("paragraph", f"<p>Move often {citation(references[1])}, says {link} {citation(references[0])}.</p>"),
        block("heading", {"text": "Move", "level": "3"}),
        block("picture", {"image": image.pk, "alt": "", "caption": "A back", "credit": "Us"}),
        block("quote", {"text": "Walk.", "attribution": "Ada"}),
    ]


def listed(*values):
    """Return a list inside a block as the database holds it."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def every_block(*, paper, page, post, image, document):
    """Return a body with one block of every kind an editor can choose, by kind; rich texts cite `paper`."""
    table = {
        "data": [["Week", "Steps"], ["1", "2,000"], ["2"]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": "A plan",
    }
    words = f"<p>Move {citation(paper)}.</p>"
    picture = {"image": image.pk, "alt": "", "caption": "A back", "credit": "Us"}
    values = {
        "heading": {"text": "Move", "level": "2"},
        "paragraph": words,
        "quote": {"text": "Walk.", "attribution": "Ada"},
        "callout": {"kind": "warning", "title": "First", "text": words},
        "questions": {"title": "Asked", "questions": listed({"question": "Why?", "answer": words})},
        "divider": None,
        "picture": {**picture, "width": "wide"},
        "gallery": {"title": "Backs", "pictures": listed(picture, picture)},
        "embed": {"url": "https://youtu.be/abcdefghijk", "title": "A film", "note": "2 min"},
        "table": table,
        "code": {"code": "print(1)", "language": "Python", "caption": "One"},
        "download": {"document": document.pk, "title": "", "note": "Two pages"},
        "appointment": {"text": "Sore?", "label": "Come", "page": page.pk, "url": ""},
        "related": {"title": "Read next", "posts": listed(post.pk)},
    }
    return {kind: block(kind, value) for kind, value in values.items()}


def block(kind, value):
    """Return a block as the database holds it."""
    return {"type": kind, "value": value, "id": str(uuid4())}


def body_of(blocks):
    """Return the body that the database would hand out for `blocks`."""
    return BlogPostPage._meta.get_field("body").to_python(blocks)


def full_posts(*, parent, count, series=None):
    """Make `count` live posts below `parent`, each with all lists filled, in one series, published a day apart."""
    series = series or SeriesFactory()
    image, portrait = picture_with_files(description="A bare back"), picture_with_files()
    authors = [AuthorFactory(credentials=["ND", "RMSK"], portrait=portrait), AuthorFactory(credentials=["MD"])]
    categories = [CategoryFactory(), CategoryFactory()]
    references = [ReferenceFactory() for _ in range(3)]
    return [
        BlogPostPageFactory(
            parent=parent,
            first_published_at=PUBLISHED + timedelta(days=number),
            last_published_at=PUBLISHED + timedelta(days=number),
            hero_image=image,
            body=body_of(rich_body(references=references, page=parent, image=image)),
            series=series,
            series_position=number + 1,
            authors=authors,
            references=references,
            in_categories=categories,
            tagged=["back", "pain"],
        )
        for number in range(count)
    ]
