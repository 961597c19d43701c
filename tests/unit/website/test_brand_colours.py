"""Colours that go out can be read: the measure, what follows from what is chosen, and every pair that meets."""

import re
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from website.brand.contrast import contrast, mixed, relative_luminance, written
from website.brand.palette import OURS, PAIRS, Chosen, Colours, colours, failures

ROOT = Path(__file__).parents[3]
COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that passes on white: WebAIM, "Contrast and Color"
        ("#777777", "#ffffff", 4.48),  # the next one, which does not
        ("#949494", "#ffffff", 3.03),  # the lightest grey for edges on white
        ("#ff0000", "#ffffff", 4.00),  # WebAIM's examples of pure red, green and blue on white
        ("#00ff00", "#ffffff", 1.37),
        ("#0000ff", "#ffffff", 8.59),
        ("#0000ff", "#000000", 2.44),
    ],
)
def test_the_ratio_is_the_published_one(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.006)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("colour", "luminance"), [("#ff0000", 0.2126), ("#00ff00", 0.7152), ("#0000ff", 0.0722), ("#0a0a0a", 0.0030353)]
)
def test_luminance_weighs_the_channels(colour, luminance):
    assert relative_luminance(colour) == pytest.approx(luminance, abs=1e-6)


def test_a_ratio_is_never_written_better_than_it_is():
    assert written(4.4999) == "4.49:1"
    assert written(21.0) == "21.00:1"


def test_a_mixture_lies_between():
    assert mixed("#ffffff", "#000000", share=0) == "#000000"
    assert mixed("#ffffff", "#000000", share=1) == "#ffffff"
    assert mixed("#ff0000", "#0000ff", share=0.5) == "#800080"


def tokens(css, *, dark):
    block = css.split("prefers-color-scheme: dark")[1] if dark else css.split("prefers-color-scheme: dark")[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


@pytest.mark.parametrize("mode", OURS)
def test_our_colours_are_those_of_the_style_sheet(mode):
    css = (ROOT / "frontend" / "src" / "styles" / "tokens.css").read_text()
    told = tokens(css, dark=mode == "dark")
    assert {name.replace("_", "-"): colour for name, colour in asdict(OURS[mode]).items()} == told


@pytest.mark.parametrize("mode", OURS)
def test_our_own_colours_pass(mode):
    assert colours(mode, Chosen()) == OURS[mode]
    assert failures(mode, Chosen()) == []


@pytest.mark.parametrize("mode", OURS)
def test_choosing_our_own_colours_passes(mode):
    ours = OURS[mode]
    assert failures(mode, Chosen(ground=ours.paper, text=ours.ink, accent=ours.link, highlight=ours.accent)) == []


@pytest.mark.parametrize(
    ("chosen", "named", "choice"),
    [
        (Chosen(accent="#8ccadb"), "Links and focus rings on the ground", "accent"),
        (Chosen(accent="#8ccadb"), "Words on buttons", "accent"),
        (Chosen(text="#999999"), "Text on the ground", "text"),
        (Chosen(text="#606060"), "Muted text on the ground", "text"),
        (Chosen(ground="#7a7a7a"), "Text on the ground", "ground"),
        (Chosen(ground="#7a7a7a"), "Links and focus rings on the ground", "ground"),
        (Chosen(ground="#7a7a7a", accent="#0b5a6e"), "Links and focus rings on the ground", "accent"),
        (Chosen(ground="#7a7a7a"), "Error messages on the ground", "ground"),
        (Chosen(text="#b0b0b0"), "Edges of form fields, outside", "text"),
        (Chosen(text="#5a5a5a", highlight="#00003c"), "Text where something is pointed out", "highlight"),
    ],
)
def test_a_pair_that_fails_is_named_with_the_choice_to_look_at(chosen, named, choice):
    found = {str(each.pair.name): each for each in failures("light", chosen)}
    assert found[named].choice == choice
    assert found[named].ratio < found[named].pair.needed


@given(
    mode=st.sampled_from(list(OURS)),
    chosen=st.builds(Chosen, **{each.name: COLOUR | st.just("") for each in fields(Chosen)}),
)
def test_what_passes_passes_everywhere_and_what_fails_names_a_choice_that_was_made(mode, chosen):
    found, bad = asdict(colours(mode, chosen)), failures(mode, chosen)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in found.values())
    assert all(getattr(chosen, each.choice) for each in bad)
    for pair in PAIRS:
        reached = contrast(found[pair.front], found[pair.back]) >= pair.needed
        assert reached is (pair not in [each.pair for each in bad])


def test_every_pair_is_of_colours_there_are():
    names = {each.name for each in fields(Colours)}
    assert {pair.front for pair in PAIRS} | {pair.back for pair in PAIRS} <= names


def meetings():
    """Every rule of the style sheets that sets both a text colour and a ground, by the names of the colours."""
    found = set()
    for sheet in (ROOT / "frontend" / "src" / "styles").glob("*.css"):
        for rule in re.findall(r"\{([^{}]*)\}", sheet.read_text()):
            front = re.search(r"(?:^|[\s;])color: var\(--([a-z-]+)\)", rule)
            back = re.search(r"background: var\(--([a-z-]+)\)", rule)
            if front and back:
                found.add((front[1].replace("-", "_"), back[1].replace("-", "_")))
    return found


def test_every_meeting_in_the_style_sheets_is_a_pair():
    judged = {frozenset((pair.front, pair.back)) for pair in PAIRS}
    met = {frozenset(meeting) for meeting in meetings()}
    assert met, "the style sheets are read"
    assert met <= judged
