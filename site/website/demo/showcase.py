"""One post of the demo shows every kind of block that an editor can choose."""

from collections.abc import Callable

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page
from wagtail.rich_text import RichText

from blog.models import BlogPostPage, StandardPage
from website.demo.rows import ensure_picture

SLUG = "how-we-read-a-paper"

CHECKLIST = """Five questions for a paper

1. Who was studied?
2. Compared with what?
3. How much?
4. How many were lost?
5. Who paid, and what else did they find?
"""

CODE = '''def needed_to_treat(helped, of_treated, better_anyway, of_untreated):
    """How many people have to be treated for one more to be helped."""
    return 1 / (helped / of_treated - better_anyway / of_untreated)


needed_to_treat(60, 100, 50, 100)  # 10 people: nine of them would have done as well without'''

TABLE = [
    ["What the paper says", "What we ask", "What it may mean"],
    ["“Pain was halved”", "From what to what?", "From 2 to 1 on a scale of 10 is half, and hard to feel"],
    ["“Significant, p = 0.04”", "How large, and how sure?", "A small difference, found with a large net"],
    ["“Better than before”", "Better than waiting?", "Most backs are better in six weeks, whatever is done"],
    ["“No harm was reported”", "Was anybody asked?", "Silence isn't safety"],
]

QUESTIONS = (
    (
        "Do you cite studies that disagree with you?",
        "We try to cite those first. If we can't say why we believe the others more, we change what we say.",
    ),
    (
        "May I send you a paper?",
        "Please do. Bring it, or the number under which it can be found, to any visit. Nobody here minds homework.",
    ),
    (
        "Why are the lists at the foot so long?",
        "So that you can check us. A sentence about health that rests on nothing should look as lonely as it is.",
    ),
)


def showcase(*, find: Callable[[type[Page], str], Page | None]) -> list[tuple[str, object]]:
    """Return the blocks that close the post; `find` gives a page of the demo by its type and name."""
    about, sham = find(StandardPage, "about"), find(BlogPostPage, "shoulder-surgery-and-the-sham")
    steps = find(BlogPostPage, "ten-thousand-steps")
    posts = [post for post in (sham, steps) if post]
    blocks: list[tuple[str, object]] = [
        ("divider", None),
        ("heading", {"text": "From the kitchen table", "level": "2"}),
        ("callout", {"kind": "key", "title": "If you remember one thing", "text": RichText(KEY_POINT)}),
        ("table", _table()),
        ("code", {"code": CODE, "language": "Python", "caption": "Leena's sum, for those who like sums."}),
        ("picture", _picture("fibres", "Strands of tissue, side by side, one of them frayed.", width="wide")),
        ("gallery", {"title": "Two ways a study can look at the same people", "pictures": _pictures()}),
        (
            "embed",
            {
                "url": "https://vimeo.com/76979871",
                "title": "A film, to show how films stand here",
                "note": "One minute. It stays on its own site until you ask for it.",
            },
        ),
        (
            "download",
            {"document": ensure_checklist(), "title": "", "note": "One page for the fridge, or for the waiting room."},
        ),
        (
            "questions",
            {
                "title": "What we are asked about all this",
                "questions": [
                    {"question": question, "answer": RichText(f"<p>{answer}</p>")} for question, answer in QUESTIONS
                ],
            },
        ),
    ]
    if posts:
        blocks.append(("related", {"title": "Papers we argued about", "posts": posts}))
    if about:
        text = "Would you rather talk about your own back?"
        blocks.append(("appointment", {"text": text, "label": "Come and see us", "page": about, "url": ""}))
    return blocks


KEY_POINT = (
    "<p>Ask <b>compared with what</b>. It is the shortest question we know, and most headlines don't survive it.</p>"
)


def ensure_checklist() -> AbstractDocument:
    """Return the checklist from the library, putting it there if need be."""
    documents = get_document_model()
    found = documents.objects.filter(file__startswith="documents/demo-five-questions").order_by("pk").first()
    if found:
        return found
    content = CHECKLIST.encode()
    document = documents(title="Five questions for a paper", file_size=len(content))
    document.file.save("demo-five-questions.txt", ContentFile(content), save=False)
    document.save()
    return document


def _table() -> dict[str, object]:
    return {
        "data": TABLE,
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_header_choice": "both",
        "table_caption": "Four sentences from abstracts, and what we say to them",
    }


def _picture(name: str, alt: str, *, caption: str = "", width: str = "") -> dict[str, object]:
    value = {"image": ensure_picture(name=name, alt=alt), "alt": alt, "caption": caption, "credit": ""}
    return {**value, "width": width} if width else value


def _pictures() -> list[dict[str, object]]:
    return [
        _picture("good-and-bad-days", "Good and bad days in a row, drawn as light and dark.", caption="Day by day"),
        _picture("tree-rings", "The rings of a tree.", caption="Year by year"),
    ]
