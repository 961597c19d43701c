import pytest

from tests.unit.website.transfer.reading import SAMPLES, body, marks, references, stored
from website.transfer.plan import Heading, Picture, Quote


def test_blocks_keep_the_order_of_the_text():
    plan = body('<h2>A</h2><p>b</p><p>c</p><img src="puddle.png" alt="d"><h4>E</h4><blockquote>f</blockquote>')
    assert [type(block).__name__ for block in plan.blocks] == ["Heading", "RichText", "Picture", "Heading", "Quote"]
    assert stored(plan.blocks) == "<p>b</p><p>c</p>"
    assert plan.blocks[0] == Heading("A", 2)
    assert plan.blocks[3] == Heading("E", 3)


def test_a_figure_gives_picture_alt_and_caption():
    plan = body(
        '<figure><a href="/big"><img src="puddle.png" alt=" A  bird "></a>'
        "<figcaption>A <b>fine</b> one</figcaption></figure>"
    )
    assert plan.blocks == (Picture("puddle.png", "A bird", "A fine one", SAMPLES / "puddle.png"),)
    assert plan.not_understood == ()


def test_a_picture_inside_a_paragraph_parts_it():
    plan = body('<p>a <b><img src="puddle.png" alt="x"></b> b</p>')
    assert [type(block).__name__ for block in plan.blocks] == ["RichText", "Picture", "RichText"]


@pytest.mark.parametrize(
    ("markup", "quote"),
    [
        ("<blockquote>So it is.</blockquote>", Quote("So it is.", "")),
        ("<blockquote><p>So.</p><p>It is.</p></blockquote>", Quote("So.\n\nIt is.", "")),
        ("<blockquote><p>So.</p><footer>— Ada, <cite>Ponds</cite></footer></blockquote>", Quote("So.", "Ada, Ponds")),
        ("<blockquote>So. — <cite>Ada</cite></blockquote>", Quote("So.", "Ada")),
    ],
)
def test_quotes(markup, quote):
    assert body(markup).blocks == (quote,)


def test_a_quote_too_long_for_one_stays_text():
    plan = body(f"<blockquote><p>{'long ' * 300}</p><cite>Ada</cite></blockquote>")
    assert stored(plan.blocks).endswith("<p>Ada</p>")
    assert len(plan.not_understood) == 1


@pytest.mark.parametrize("label", ["<h2>References</h2>", "<p><b>Sources:</b></p>"])
def test_a_labelled_list_is_the_reference_list_wherever_it_stands(label):
    plan = body(f"<p>a (2)</p>{label}<ol><li>One thing</li><li>Another</li></ol><p>The end.</p>")
    assert [reference.line for reference in plan.references] == ["One thing", "Another"]
    assert stored(plan.blocks) == '<p>a <a linktype="citation" id="2" locator="">(2)</a></p><p>The end.</p>'
    assert not [block for block in plan.blocks if isinstance(block, Heading)]
    assert len(plan.not_understood) == 2


def test_a_list_of_steps_at_the_end_is_no_reference_list():
    plan = body("<p>a (1)</p><ol><li>Take a spoon.</li><li>Look.</li></ol>")
    assert plan.references == ()
    assert stored(plan.blocks) == "<p>a (1)</p><ol><li>Take a spoon.</li><li>Look.</li></ol>"


def test_only_the_last_list_is_the_reference_list():
    plan = body(f"<ol><li>Roe J. A. Pain. 2001;1:1.</li></ol><p>b (2)</p><div>{references(2)}</div><p> </p>")
    assert len(plan.references) == 2
    assert marks(plan) == [2]


def test_a_doi_that_only_a_link_tells_is_taken():
    plan = body(
        '<p>a (1)</p><h2>References</h2><ol><li>Roe J. A. Pain. 2001;1:1. <a href="https://doi.org/10.5555/x">Read</a></li>'
        '<li>Roe J. B. Pain. 2001;1:2. <a href="https://pubmed.ncbi.nlm.nih.gov/123/">PubMed</a></li></ol>'
    )
    assert plan.references[0].csl["DOI"] == "10.5555/x"
    assert plan.references[1].csl["PMID"] == "123"


@pytest.mark.parametrize("marker", ["top of page", "Bottom of Page"])
def test_markers_are_no_part_of_the_text(marker):
    plan = body(f"<span>{marker}</span><p>They met at the top of page one.</p><p>{marker}</p>")
    assert stored(plan.blocks) == "<p>They met at the top of page one.</p>"


def test_the_sentence_about_comments_closes_them_and_is_no_part_of_the_text():
    plan = body(f"<p>a (1)</p>{references(1)}<p>Commenting has been turned off.</p>")
    assert plan.comments_closed
    assert len(plan.references) == 1
    assert stored(plan.blocks).startswith("<p>a ")
    assert not body("<p>He said: Commenting has been turned off.</p>").comments_closed


@pytest.mark.parametrize("tag", ["iframe", "video", "object", "form", "svg", "button", "math"])
def test_what_has_no_place_is_left_out_and_told(tag):
    plan = body(f'<div><{tag} src="https://x.example/1">no<p>no</p></{tag}></div><p>yes</p>')
    assert stored(plan.blocks).endswith("<p>yes</p>")
    assert any(tag in doubt for doubt in plan.not_understood)
    if tag not in {"svg", "math"}:  # HTML ends these at a paragraph
        assert stored(plan.blocks) == "<p>yes</p>"


def test_missing_and_unusable_pictures_are_told(tmp_path):
    (tmp_path / "text.png").write_text("no picture")
    plan = body('<p>a</p><img src="gone.png"><img src="text.png"><img src="data:image/png;base64,x">', folder=tmp_path)
    assert [block.file for block in plan.blocks if isinstance(block, Picture)] == [None, None, None]
    assert len(plan.not_understood) == 3


def test_words_too_long_for_their_place_are_cut_and_told():
    plan = body(
        f'<figure><img src="puddle.png" alt="{"a " * 200}"><figcaption>{"b " * 200}</figcaption></figure>'
        f"<h2>{'c ' * 200}</h2>"
    )
    picture = plan.blocks[0]
    assert (len(picture.alt) <= 250, len(picture.caption) <= 300) == (True, True)
    assert picture.alt.endswith("…")
    assert stored(plan.blocks).startswith("<p>c c")
    assert len(plan.not_understood) == 3
