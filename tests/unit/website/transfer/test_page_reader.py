from datetime import UTC, datetime

import pytest

from tests.unit.website.transfer.reading import SAMPLES, links, marks, read_file
from website.transfer.place import BrokenFileError
from website.transfer.plan import Heading, Picture, RichText

PAGE = """<!DOCTYPE html><html><head><title>Tea | Shop</title>{head}</head><body>
<header><h1>Shop</h1></header><main><nav>menu</nav><article><header><h1>Tea</h1><p>5 min read</p>
<figure><img src="puddle.png" alt="A"></figure></header><p class="byline">By Ada Park, ND</p>
<p>Drink it.</p><footer>Share</footer></article><aside>More</aside></main>{foot}</body></html>"""


def page(tmp_path, *, head="", foot="", text=PAGE):
    (tmp_path / "tea.html").write_text(text.format(head=head, foot=foot))
    (article,) = read_file(tmp_path / "tea.html").articles
    return article


@pytest.fixture(scope="module")
def sample():
    (article,) = read_file(SAMPLES / "wagtails.html").articles
    return article


def test_what_stands_about_the_article(sample):
    assert sample.title == "Why Wagtails Wag"
    assert sample.slug == "why-wagtails-wag"
    assert sample.address == "https://www.riverbank.example/post/why-wagtails-wag"
    assert sample.excerpt.startswith("A small bird")
    (author,) = sample.authors
    assert author.name == "Mira Lindqvist"
    assert [credential.letters for credential in author.credentials] == ["PhD", "RMSK"]
    assert sample.published_at is None
    assert sample.comments_closed


def test_the_first_picture_stands_above_the_text(sample):
    assert sample.hero == Picture(
        "puddle.png", "A wagtail beside a puddle", "It stood still for exactly one photograph.", SAMPLES / "puddle.png"
    )
    assert not [block for block in sample.body.blocks if isinstance(block, Picture)]


def test_headings_references_and_citations(sample):
    assert [(block.text, block.level) for block in sample.body.blocks if isinstance(block, Heading)] == [
        ("A signal to hunters", 2),
        ("A broom for insects", 2),
        ("What to look for", 3),
        ("Habit", 2),
    ]
    assert len(sample.body.references) == 5
    assert [reference.understood for reference in sample.body.references] == [True, True, True, True, False]
    assert marks(sample.body) == [1, 2, 4, 3, 1, 2, 3, 5]


def test_other_brackets_and_the_link_stay(sample):
    text = " ".join(block.plain for block in sample.body.blocks if isinstance(block, RichText))
    for kept in ("(two, if it rains)", "(1987)", "(GB)", "(12)"):
        assert kept in text
    assert links(sample.body) == ["https://www.riverbank.example/post/mud"]


def test_nothing_around_the_article_gets_in(sample):
    text = " ".join(block.plain for block in sample.body.blocks if isinstance(block, RichText)).lower()
    for noise in ("top of page", "bottom of page", "turned off", "home", "alert", "riverbank =", "lindqvist"):
        assert noise not in text


def test_what_was_not_understood_is_told(sample):
    assert [line.split(":")[0] for line in sample.not_understood] == [
        "A link that can't be kept became text",
        "Left out",
        "Reference 5 was kept as it is written",
    ]


def test_a_page_of_plain_html(tmp_path):
    article = page(tmp_path)
    assert (article.title, article.slug, article.address) == ("Tea", "tea", "")
    assert article.source == "title:tea"
    assert [author.name for author in article.authors] == ["Ada Park"]
    assert [block.plain for block in article.body.blocks] == ["Drink it."]
    assert article.hero.alt == "A"
    assert not article.comments_closed


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://a.example/tea">', "https://a.example/tea"),
        ('<meta property="og:url" content="https://a.example/tea">', "https://a.example/tea"),
        ('<link rel="canonical" href="/tea">', ""),
    ],
)
def test_the_old_address(tmp_path, head, address):
    assert page(tmp_path, head=head).address == address


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        (
            '<meta property="article:published_time" content="2020-01-02T03:04:05Z">',
            datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC),
        ),
        ('<meta property="article:published_time" content="2020-01-02">', datetime(2020, 1, 2, tzinfo=UTC)),
        ('<meta property="article:published_time" content="yesterday">', None),
    ],
)
def test_the_date(tmp_path, head, moment):
    article = page(tmp_path, head=head)
    assert article.published_at == moment
    assert any("yesterday" in line for line in article.not_understood) is (moment is None)


def test_an_authors_profile_is_no_name(tmp_path):
    article = page(tmp_path, head='<meta property="article:author" content="https://social.example/ada">')
    assert [author.name for author in article.authors] == ["Ada Park"]


def test_the_sentence_about_comments_may_stand_anywhere_outside(tmp_path):
    assert page(tmp_path, foot="<div><p> Commenting has been turned off. </p></div>").comments_closed
    assert not page(tmp_path, foot="<p>They said: Commenting has been turned off.</p>").comments_closed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<!doctype html><html><body><p>no article</p></body></html>", "no article"),
        ("<!doctype html><html><body><main><p>a</p></main></body></html>", "title"),
        ("<!doctype html><html><body><main><h1>a</h1></main></body></html>", "text"),
        ("<!doctype html><html><body><main><h1>a</h1><p>b</p>", "cut off"),
        ("<html><title>" + "a" * 300 + "</title><main><p>a</p></main></html>", "255"),
    ],
)
def test_a_broken_page_is_refused(tmp_path, text, reason):
    with pytest.raises(BrokenFileError, match=reason):
        page(tmp_path, text=text.replace("{", "{{"))
