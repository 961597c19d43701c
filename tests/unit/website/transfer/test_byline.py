import pytest

from website.transfer.byline import read_byline, read_bylines

WHOLE = [
    "Martin Luther King, Jr.",
    "Roe, Jane",
    "Rowling, J.K.",
    "Jane Roe, Clinic Director",
    "Jane Roe, ND and John Doe, MD",
    "Kuhn, McKay",
]


@pytest.mark.parametrize(
    ("text", "name", "letters"),
    [
        ("Ada Park, ND, RMSK", "Ada Park", ["ND", "RMSK"]),
        ("  By Ada  Park ,ND,RMSK ", "Ada Park", ["ND", "RMSK"]),
        ("Ada Park", "Ada Park", []),
        ("Ada Park, M.D., Ph.D", "Ada Park", ["MD", "PhD"]),
        ("Martin Luther King, Jr., PhD", "Martin Luther King, Jr.", ["PhD"]),
        ("Ada Park, III, PT, DPT", "Ada Park, III", ["PT", "DPT"]),
        ("Ada Park, PA-C", "Ada Park", ["PA-C"]),
        ("Ada Park, BSc, MSc(Hons), FAAOMPT", "Ada Park", ["BSc", "MSc(Hons)", "FAAOMPT"]),
        *((text, text, []) for text in WHOLE),
    ],
)
def test_letters_are_told_from_the_name(text, name, letters):
    person = read_byline(text=text)
    assert (person.name, [credential.letters for credential in person.credentials]) == (name, letters)


def test_a_title_stays_in_the_name_but_not_in_the_slug():
    person = read_byline(text="Dr. Ada Park, ND")
    assert (person.name, person.slug) == ("Dr. Ada Park", "ada-park")
    assert read_byline(text="Ada Park").slug == "ada-park"
    assert read_byline(text="Drake Park").slug == "drake-park"


def test_only_well_known_letters_get_a_meaning():
    known, other = read_byline(text="Ada Park, RMSK, XYZ").credentials
    assert known.meaning == "Registered in Musculoskeletal sonography"
    assert known.issuer
    assert (other.letters, other.meaning, other.issuer) == ("XYZ", "", "")


def test_several_writers_each_once_and_what_is_doubtful():
    people, doubts = read_bylines(lines=["Ada Park, ND; Ben Ode", "Dr. Ada Park", "Roe, Jane", " ; ,", "!!!"])
    assert [person.slug for person in people] == ["ada-park", "ben-ode", "roe-jane"]
    assert len(doubts) == 2
    assert "Roe, Jane" in doubts[0]
    assert "!!!" in doubts[1]


def test_a_name_with_jr_is_not_doubted():
    assert read_bylines(lines=["Martin Luther King, Jr."])[1] == ()


@pytest.mark.parametrize("text", ["", " ", ",", " , ,"])
def test_nobody(text):
    assert read_byline(text=text) is None
