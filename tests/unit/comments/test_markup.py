import re
import time

import html5lib
import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comments.markup import RENDERED_MAX, TooLong, render
from comments.markup.cleaning import clean
from comments.submission import BODY_MAX
from tests.unit.comments.hostile_families import EVERY_HOSTILE
from tests.unit.comments.prose import PROSE

REL = "nofollow ugc noopener"
ALLOWED = {"p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "li"}
LEADS_SAFELY = re.compile(r"(https?://[^\s@/?#\\]+([/?#].*)?|mailto:[^\s@]+@[^\s@]+)", re.IGNORECASE | re.DOTALL)


def parsed(html):
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def text(html):
    return "".join(parsed(html).itertext())


def assert_harmless(html):
    for element in parsed(html).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in ALLOWED, element.tag
        if element.tag == "a":
            assert set(element.attrib) == {"href", "rel"}
            assert element.attrib["rel"] == REL
            assert LEADS_SAFELY.fullmatch(element.attrib["href"]), element.attrib["href"]
        else:
            assert not element.attrib


def assert_nh3_agrees(html):
    """A second, unrelated sanitiser with the same allow-list finds nothing to take out but links to nowhere."""
    second = nh3.clean(
        html, tags=ALLOWED, attributes={"a": {"href", "rel"}}, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    for ours, theirs in zip(parsed(html).iter(), parsed(second).iter(), strict=True):
        assert (ours.tag, ours.text, ours.tail) == (theirs.tag, theirs.text, theirs.tail)
        unparsable = {} if "href" in theirs.attrib else {"href": ours.attrib.get("href")}
        assert theirs.attrib | (unparsable if ours.attrib else {}) == ours.attrib


pieces = st.one_of(
    st.text(max_size=8),
    st.sampled_from(EVERY_HOSTILE),
    st.sampled_from(
        [
            "*",
            "**",
            "_",
            "`",
            "```",
            "\n",
            "\n\n",
            "> ",
            "- ",
            "  ",
            "[",
            "](",
            ")",
            "<",
            ">",
            "&",
            "&amp;",
            '"',
            "'",
            "\\",
        ]
    ),
    st.sampled_from(
        ["http://", "https://a.example/", "www.a.example", "javascript:", "mailto:a@b.example", "<a href=", "<!--"]
    ),
)
sources = st.lists(pieces, max_size=25).map("".join).filter(lambda source: len(source) <= BODY_MAX)


@settings(max_examples=300)
@given(sources)
def test_whatever_is_written_only_the_allow_list_leaves(source):
    html = render(source)
    assert_harmless(html)
    assert_nh3_agrees(html)
    assert clean(html) == html
    assert len(html.encode()) <= RENDERED_MAX


@settings(max_examples=200)
@given(sources)
@example("<b>&lt;</b>&amp;lt;")
def test_the_cleaner_is_enough_by_itself(html):
    assert_harmless(clean(html))
    assert_harmless(clean(clean(html)))


@pytest.mark.parametrize("source", EVERY_HOSTILE)
def test_hostile(source):
    for html in (render(source), render(f"Thank you {source} see you"), clean(source)):
        assert_harmless(html)
        assert_nh3_agrees(html)


@pytest.mark.parametrize(
    "href", ["/x", "//x", "ftp://x", "#x", "https://", "https://a@b", "mailto:", "javascript:x", "x:y", "http://[x"]
)
def test_the_cleaner_unlinks_by_itself(href):
    assert clean(f'<p><a href="{href}">x &amp; <em>&lt;y</em></a></p>') == "<p>x &amp; <em>&lt;y</em></p>"


def test_the_list_is_long_enough():
    assert len(EVERY_HOSTILE) >= 300


@pytest.mark.parametrize("prose", PROSE)
def test_plain_prose_survives(prose):
    assert text(render(prose)) == prose + "\n"


@given(st.text(alphabet=st.sampled_from("ab1 .,;:!?&<>\"'/#=+%@$|~^{}é中🙂"), max_size=200))
def test_what_is_no_mark_of_ours_is_never_lost(prose):
    words = prose.replace(">", "").split()
    assert text(render(prose.replace(">", ""))).split() == words


LINK = f'rel="{REL}"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a* _b_ **c** __d__", "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong></p>\n"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n"),
        ("`a*b*c <b>`", "<p><code>a*b*c &lt;b&gt;</code></p>\n"),
        ("```python\nif a<b:\n```", "<pre><code>if a&lt;b:\n</code></pre>\n"),
        ("> said\n\nyes", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>yes</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("    no code", "<p>no code</p>\n"),
        ("[x](https://a.example/?b=1&c=2)", f'<p><a href="https://a.example/?b=1&amp;c=2" {LINK}>x</a></p>\n'),
        ('[x](https://a.example "title")', f'<p><a href="https://a.example" {LINK}>x</a></p>\n'),
        ("[m](mailto:a@b.example)", f'<p><a href="mailto:a@b.example" {LINK}>m</a></p>\n'),
        ("(see https://a.example/x).", f'<p>(see <a href="https://a.example/x" {LINK}>https://a.example/x</a>).</p>\n'),
        ("www.a.example!", f'<p><a href="http://www.a.example" {LINK}>www.a.example</a>!</p>\n'),
        ("https://a.example/B_(c)", f'<p><a href="https://a.example/B_(c)" {LINK}>https://a.example/B_(c)</a></p>\n'),
        ("`https://a.example`", "<p><code>https://a.example</code></p>\n"),
        ("[x \"y\" & z](ftp://a.example)", "<p>[x &quot;y&quot; &amp; z](ftp://a.example)</p>\n"),
    ],
)  # fmt: skip
def test_what_readers_may_write(source, html):
    assert render(source) == html


def test_marks_nested_too_deep_are_shown_as_text():
    html = render("> " * 100 + "x")
    assert html.count("<blockquote>") == 8
    assert text(html).strip() == "> " * 92 + "x"


def test_length_is_looked_at_first():
    assert render("x" * BODY_MAX)
    started = time.process_time()
    with pytest.raises(TooLong) as caught:
        render("*a" * 5_000_000)
    assert (caught.value.length, caught.value.limit) == (10_000_000, BODY_MAX)
    assert time.process_time() - started < 0.1


NASTY = [
    "<b>", "</p><b>", "*a ", "**a ", "a* ", "_ *", "*`a`* ", "*a *b **_c ", "[", "[a](", "](", "[a](http://b", "![a](",
    "[*a](http://b.c)* ", "[[a](http://b.c)](http://d.e) ", "`", "``a ", "`` ` ```", "> ", "> a\n\n", "- ", "-\n",
    "  - a\n", "> - ", "&", "&amp;", "&#x3c;", '"', "<", "<!--", "<![CDATA[", "a.", "a@b.cc ", "www.", "www.a ", "http://",
    "http://a)", "http://a.b(", "http://a.b/..", "(www.a.b ", "(((", "```\n", "~~~\n", "\n\n", "a\n\n", "\t", "\\",
    "\\*", "\u0301", "😀", "\u202e", "[a]: http://b\n", "<http://a.b>",
]  # fmt: skip


@pytest.mark.parametrize("unit", NASTY)
def test_the_worst_text_costs_less_than_a_second(unit):
    source = (unit * BODY_MAX)[:BODY_MAX]
    started = time.process_time()
    html = render(source)
    assert time.process_time() - started < 1
    assert_harmless(html)


@pytest.mark.parametrize(
    "source", [f"[x](https://{'😀' * (BODY_MAX - 13)})", "www.a " * (BODY_MAX // 6), '"' * BODY_MAX]
)
def test_nothing_accepted_renders_beyond_its_bound(source):
    assert len(source) <= BODY_MAX
    assert len(render(source).encode()) <= RENDERED_MAX
