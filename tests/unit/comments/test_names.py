"""A name that imitates somebody of the house is known by its looks; everybody else may be called what they like."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.names import imitates, skeleton
from comments.submission import NAME_MAX, disguises

WORDS = ("admin", "administrator", "moderator", "staff", "editor")
PEOPLE = ("Ines Halloran", "marketer", "Alder Bridge Clinic", "Åsa Ödegård")

DISGUISES = {
    "plain": "admin",
    "capitals": "ADMIN",
    "a Cyrillic letter": "\u0430dmin",
    "Cyrillic throughout": "\u0430\u0501\u043c\u0456\u043f",
    "Greek capitals": "\u0391D\u039c\u0399\u039d",
    "Armenian and Roman": "a\u0501\u217fi\u0578",
    "Cherokee": "\u13aa\u13a0\u13b7\u13c6N",
    "full width": "\uff21\uff44\uff4d\uff49\uff4e",
    "mathematical": "\U0001d41a\U0001d41d\U0001d426\U0001d422\U0001d427",
    "in circles": "\u24d0\u24d3\u24dc\u24d8\u24dd",
    "in black squares": "\U0001f170\U0001f173\U0001f17c\U0001f178\U0001f17d",
    "as flags": "\U0001f1e6\U0001f1e9\U0001f1f2\U0001f1ee\U0001f1f3",
    "small capitals": "\u1d00\u1d05\u1d0d\u026a\u0274",
    "without a dot": "adm\u0131n",
    "with accents": "\u00e0d\u1e41\u00efn",
    "struck through": "a\u0336d\u0336m\u0336i\u0336n\u0336",
    "a joiner inside": "ad\u200dmin",
    "digits": "4dm1n",
    "signs": "@dm!n",
    "two letters for one": "adrnin",
    "points between": "a.d.m.i.n",
    "blanks between": "A D M I N",
    "a tick behind": "Admin \u2713",
    "a number behind": "admin 42",
    "a number attached": "admin123",
    "a filler": "The Official Admin Team",
    "another word": "m0der\u00e4tor",
}


@pytest.mark.parametrize("name", DISGUISES.values(), ids=DISGUISES)
def test_a_disguised_word_is_still_that_word(name):
    assert imitates(name, people=(), words=WORDS)


@pytest.mark.parametrize(
    "name",
    [
        "Ines Halloran",
        "ines  HALLORAN",
        "InesHalloran",
        "In\u0435s Hall\u043eran",
        "Dr. Ines Halloran, DPT",
        "Ines Halloran (clinic)",
        "Marketer",
        "\u039carketer",
        "Alder Bridge Clinic",
        "The Alder Bridge Clinic",
        "Asa Odegard",
    ],
)
def test_somebody_of_the_house_is_recognised(name):
    assert imitates(name, people=PEOPLE, words=())


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Ines",
        "Halloran",
        "Ines Hall",
        "Staffan",
        "Bob Staff",
        "Nomad Mina",
        "Alder Bridge",
        "Team",
        "3",
        "\u738b\u5c0f\u660e",
        "\u041e\u043b\u0435\u0433",
        "\u05e2\u05d3\u05d4",
        "\u0639\u0627\u062f\u0644",
        "\U0001f600",
    ],
)
def test_others_are_called_what_they_like(name):
    assert not imitates(name, people=PEOPLE, words=WORDS)


def test_a_person_of_the_house_whose_name_has_no_letters_reserves_nothing():
    assert not imitates("Ada", people=("\U0001f600", ""), words=("",))


@given(st.text(max_size=NAME_MAX))
def test_every_name_has_a_skeleton_that_dressing_up_does_not_change(name):
    assert skeleton(name.upper().lower()).whole == skeleton(name.upper().lower().replace("a", "\u0430")).whole
    assert not imitates(name, people=(), words=())


@pytest.mark.parametrize(
    "text",
    {
        "override": "Ada\u202emoc",
        "isolate": "\u2066Ada\u2069",
        "mark of direction": "Ada\u200f",
        "zero width blank": "A\u200bda",
        "soft hyphen": "A\u00adda",
        "byte order mark": "\ufeffAda",
        "tags": "Ada\U000e0041",
        "line break": "Ada\nBcc: all@example.org",
        "carriage return": "Ada\rBcc",
        "escape": "Ada\x1b[2J",
        "delete": "Ada\x7f",
        "paragraph": "Ada\u2029x",
        "lone surrogate": "Ada\ud800",
        "zalgo": "A\u0300\u0301\u0302\u0303\u0304\u0305da",
        "private use": "Ada\ue000",
    }.values(),
)
def test_what_cannot_be_read_is_a_disguise(text):
    assert disguises(text)


@pytest.mark.parametrize(
    "name",
    [
        "Zo\u00eb",
        unicodedata.normalize("NFD", "Nguy\u1ec5n Th\u1ecb Di\u1ec7u"),
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0928\u093f\u0930\u094d\u200d\u092e\u0932\u093e",
        "\U0001f469\u200d\U0001f52c",
        "\u0e01\u0e33\u0e1e\u0e25",
        "Ada  Park",
        "O\u2019Brien-Smith, Jr.",
    ],
)
def test_real_names_are_none(name):
    assert not disguises(name)
