import pytest

from tests.unit.website.transfer.reading import body, links, marks, references, stored


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("often (1).", [1]),
        ("often [9].", [9]),
        ("often(3)", [3]),
        ("often (1, 3-5)", [1, 3, 4, 5]),
        ("often [2\u20134; 2]", [2, 3, 4]),
        ("often ( 2 )", [2]),
        ("(1) and (2)(3)", [1, 2, 3]),
        ("<b>often</b> (<span>1</span>)", [1]),
        ('often <a href="#ref-2">(2)</a>', [2]),
        ('often <a href="https://old.example/post/a#ref-2">[2]</a>', [2]),
        ('often (<a href="#ref-2">2</a>)', [2]),
    ],
)
def test_numbers_of_the_list_become_citations(text, numbers):
    assert marks(body(f"<p>{text}</p>{references(9)}")) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "(10)",
        "(12)",
        "(2019)",
        "(SI)",
        "(0)",
        "(01)",
        "(1, 10)",
        "(5-3)",
        "(8-12)",
        "(1]",
        "(1 of 2)",
        "(-1)",
        "4(2):22",
        "1)",
        "()",
        "(1,)",
        "(a1)",
    ],
)
def test_any_other_bracket_stays_text(text):
    plan = body(f"<p>so {text} it is</p>{references(9)}")
    assert marks(plan) == []
    assert stored(plan.blocks) == f"<p>so {text} it is</p>"


def test_without_a_list_nothing_is_a_citation():
    assert marks(body("<p>often (1)</p><ol><li>Take a spoon.</li><li>Look.</li></ol>")) == []


def test_a_citation_is_stored_as_the_editor_stores_it():
    plan = body(f"<p>often <b>so (2)</b> &lt;x&gt;</p>{references(3)}")
    assert stored(plan.blocks) == '<p>often <b>so <a linktype="citation" id="2" locator="">(2)</a></b> &lt;x&gt;</p>'


def test_a_link_that_only_cites_becomes_the_citation():
    plan = body(
        '<p>often <a href="https://elsewhere.example/x">(2)</a> <a href="https://e.example/">see (1)</a></p>'
        + references(2)
    )
    assert marks(plan) == [2]
    assert links(plan) == ["https://e.example/"]
    assert any("https://elsewhere.example/x" in doubt for doubt in plan.not_understood)


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<p>a <strong>b</strong> <em>c</em></p>", "<p>a <b>b</b> <i>c</i></p>"),
        ("<p>H<sub>2</sub>O<sup>a</sup></p>", "<p>H<sub>2</sub>O<sup>a</sup></p>"),
        ("<p> a\n  b </p>\n<p></p><p>&nbsp;</p>", "<p>a b</p>"),
        ("<p>a<br>b</p>", "<p>a<br/>b</p>"),
        ("<p><b><b>a</b></b><i></i></p>", "<p><b>a</b></p>"),
        ("<p><u>a</u><font color=red>b</font><span style='color:red' onclick=x()>c</span></p>", "<p>abc</p>"),
        ("loose <b>words</b><div>and <div>deeper</div></div>", "<p>loose <b>words</b></p><p>and</p><p>deeper</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul>c</ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
        ("<pre>a\nb</pre>", "<p>a</p><p>b</p>"),
        ("<table><caption>t</caption><tr><th>a</th><td>b</td></tr></table>", "<p>t</p><p>a | b</p>"),
        ("<p>a</p><p hidden>b</p><div hidden>c</div>", "<p>a</p>"),
        (
            "<p>a</p><!-- b --><script>c</script><style>d</style><template>e</template><noscript>f</noscript>",
            "<p>a</p>",
        ),
        ("<p>a &amp; &#1;b\u0007</p>", "<p>a &amp; b</p>"),
        ('<p><a linktype="citation" id="x">a</a><a linktype="page" id="1">b</a></p>', "<p>ab</p>"),
        ('<embed embedtype="image" id="1"/><p>a</p>', "<p>a</p>"),
    ],
)
def test_only_our_features_are_kept(markup, kept):
    assert stored(body(markup).blocks) == kept


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://elsewhere.example/x?a=1&b=2", "https://elsewhere.example/x?a=1&b=2"),
        ("/post/b", "https://old.example/post/b"),
        ("b#part", "https://old.example/post/b#part"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+1", "tel:+1"),
        ("HTTPS://Elsewhere.example/", "https://Elsewhere.example/"),
    ],
)
def test_links_are_kept_and_made_whole(href, kept):
    assert links(body(f'<p><a href="{href}" onclick="x()" target="_blank">a</a></p>')) == [kept]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#1;javascript:alert(1)",
        "java&#10;script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "http://[::1",
        "ftp://x.example/",
        "https://x.example/" + "a" * 3000,
    ],
)
def test_links_that_lead_nowhere_good_become_text_and_are_told(href):
    plan = body(f'<p>a <a href="{href}">b</a></p>')
    assert stored(plan.blocks) == "<p>a b</p>"
    assert len(plan.not_understood) == 1


def test_a_quote_in_an_address_ends_nothing():
    plan = body("""<p><a href='https://x.example/"><script>'>a</a></p>""")
    assert stored(plan.blocks) == '<p><a href="https://x.example/&quot;&gt;&lt;script&gt;">a</a></p>'


def test_links_within_the_page_become_text():
    plan = body('<p><a href="#x">a</a> <a name="x">b</a> <a href="https://old.example/post/a#y">c</a></p>')
    assert stored(plan.blocks) == "<p>a b c</p>"
    assert plan.not_understood == ()
