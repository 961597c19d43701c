"""Short ways to read pieces of markup, pages and feeds."""

from pathlib import Path

from website.transfer.body_reader import read_body
from website.transfer.feed_reader import read_feed
from website.transfer.markup import parse_markup
from website.transfer.page_reader import read_page
from website.transfer.place import Place
from website.transfer.plan import LinkStart, Mark, RichText
from website.transfer.read import Kind, read_source

SAMPLES = Path(__file__).parents[3] / "samples"
PLACE = Place(file="x.html")


def read_file(path):
    source = read_source(path=path)
    return (read_page if source.kind is Kind.PAGE else read_feed)(source=source)


def body(markup, *, base="https://old.example/post/a", folder=SAMPLES):
    root = parse_markup(markup=f"<body>{markup}</body>", place=PLACE)
    return read_body(root=root.body, base=base, folder=folder)


def references(number):
    """A reference list of so many lines."""
    return "<ol>" + "".join(f"<li>Roe J. Paper {n}. Pain. 2001;1:{n}.</li>" for n in range(1, number + 1)) + "</ol>"


def stored(blocks):
    """The rich text of blocks as it is stored, references by number, no page known."""
    numbers = [str(number) for number in range(1, 100)]
    texts = [block for block in blocks if isinstance(block, RichText)]
    return "".join(text.html(references=numbers, page_of=lambda address: None) for text in texts)


def marks(plan):
    return [
        part.number
        for block in plan.blocks
        if isinstance(block, RichText)
        for part in block.parts
        if isinstance(part, Mark)
    ]


def links(plan):
    return [
        part.href
        for block in plan.blocks
        if isinstance(block, RichText)
        for part in block.parts
        if isinstance(part, LinkStart)
    ]
