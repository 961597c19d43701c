"""What results can be narrowed by, and with how many left."""

from datetime import UTC, datetime

import pytest

from tests.factories.blog import AuthorFactory, CategoryFactory, SeriesFactory

pytestmark = pytest.mark.django_db


def counts(answer, kind):
    return {facet["slug"]: facet["count"] for facet in answer["facets"][kind]}


@pytest.fixture
def shelf(post):
    """Four posts about quokkas, filed in different ways."""
    joints = CategoryFactory(name="Joints", slug="joints")
    knee = CategoryFactory(name="Knee", slug="knee", parent=joints)
    hip = CategoryFactory(name="Hip", slug="hip", parent=joints)
    ada, ben = AuthorFactory(name="Ada", slug="ada"), AuthorFactory(name="Ben", slug="ben")
    series = SeriesFactory(title="Steps", slug="steps")
    at = {year: datetime(year, 6, 1, tzinfo=UTC) for year in (2024, 2025)}
    post("A", "quokka", in_categories=[knee], authors=[ada], tagged=["cold"], first_published_at=at[2024])
    post("B", "quokka", in_categories=[knee], authors=[ben], tagged=["warm"], first_published_at=at[2025])
    post("C", "quokka", in_categories=[hip], authors=[ada, ben], series=series, first_published_at=at[2025])
    post("D", "quokka", authors=[ada], tagged=["cold", "warm"], first_published_at=at[2025])
    post("E", "wombat", in_categories=[hip], authors=[ben], tagged=["cold"], first_published_at=at[2025])


def test_hits_are_counted_by_everything_they_are_filed_under(shelf, ask):
    answer = ask("quokka")
    assert counts(answer, "category") == {"joints": 3, "knee": 2, "hip": 1}
    assert counts(answer, "tag") == {"cold": 2, "warm": 2}
    assert counts(answer, "author") == {"ada": 3, "ben": 2}
    assert counts(answer, "series") == {"steps": 1}
    assert counts(answer, "year") == {"2024": 1, "2025": 3}
    assert not any(facet["chosen"] for kind in answer["facets"].values() for facet in kind)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"category": "knee"}, "AB"),
        ({"category": "joints"}, "ABC"),
        ({"tag": "cold"}, "AD"),
        ({"author": "ben"}, "BC"),
        ({"series": "steps"}, "C"),
        ({"year": "2025"}, "BCD"),
        ({"category": "joints", "author": "ada"}, "AC"),
        ({"category": "joints", "author": "ada", "year": "2025"}, "C"),
        ({"tag": "cold", "category": "hip"}, ""),
        ({"category": "nowhere"}, ""),
    ],
)
def test_filters_must_all_be_true(shelf, titles, ask, filters, found):
    assert sorted(titles("quokka", **filters)) == list(found)
    assert ask("quokka", **filters)["total"] == len(found)


def test_a_kind_is_counted_with_the_other_filters_and_without_its_own(shelf, ask):
    answer = ask("quokka", category="knee", year="2025")
    assert counts(answer, "category") == {"joints": 2, "knee": 1, "hip": 1}
    assert counts(answer, "year") == {"2024": 1, "2025": 1}
    assert counts(answer, "author") == {"ben": 1}
    assert counts(answer, "tag") == {"warm": 1}
    assert [facet["slug"] for facet in answer["facets"]["category"] if facet["chosen"]] == ["knee"]


def test_filters_that_leave_nothing_do_not_loosen_the_words(shelf, ask):
    answer = ask("quokka cold", author="ben")
    assert answer["total"] == 0
    assert answer["match"] == "all"
    assert counts(answer, "author") == {"ada": 2}


def test_without_words_everything_can_be_narrowed(shelf, titles, ask):
    assert titles(category="hip") == ["E", "C"]
    assert counts(ask(), "author") == {"ada": 3, "ben": 3}


def test_the_most_frequent_are_told_and_a_chosen_one_always(post, ask):
    for number in range(20):
        post(f"Post {number}", "quokka", tagged=["all", f"own {number:02}"])
    slugs = list(counts(ask("quokka"), "tag"))
    assert len(slugs) == 15
    assert slugs[0] == "all"
    assert counts(ask("quokka", tag="own-19"), "tag")["own-19"] == 1
