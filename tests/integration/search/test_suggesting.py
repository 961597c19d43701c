import pytest

from tests.factories.blog import AuthorFactory, CategoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(client, site):
    def ask(q, **parameters):
        response = client.get("/api/site/v1/suggest/", {"q": q, "site": "localhost:8000", **parameters})
        assert response.status_code == 200, response.content
        return [(each["kind"], each["title"], each["path"]) for each in response.json()["suggestions"]]

    return ask


def test_what_begins_like_that_is_suggested(post, suggested):
    author, category = AuthorFactory(name="Quentin Moe", slug="quentin"), CategoryFactory(name="Quiet", slug="quiet")
    post("Rest and quiet", "x", authors=[author], in_categories=[category], tagged=["quokka"], slug="rest")
    assert suggested("qu") == [
        ("category", "Quiet", "/blog/category/quiet/"),
        ("tag", "quokka", "/blog/tag/quokka/"),
        ("author", "Quentin Moe", "/blog/author/quentin/"),
        ("post", "Rest and quiet", "/blog/rest/"),
    ]
    assert suggested("QUIET re") == [("post", "Rest and quiet", "/blog/rest/")]
    assert suggested("uiet") == []


def test_titles_that_begin_so_come_first_then_the_newest(post, suggested):
    post("The new knee", "x")
    post("Knee, old", "x")
    post("A knee", "x")
    assert [title for _, title, _ in suggested("kne")] == ["Knee, old", "The new knee", "A knee"]


def test_accents_do_not_matter_and_few_letters_suggest_nothing(post, suggested):
    post("Über Rücken", "x")
    assert suggested("uber ru") == suggested("ÜBER") != []
    assert suggested("ü") == []
    assert suggested("%_") == []


def test_few_are_suggested_in_three_statements(post, suggested, django_assert_num_queries):
    for number in range(12):
        post(f"Knee {number}", "x", tagged=[f"knee {number}"])
    suggested("knee")
    with django_assert_num_queries(3):
        assert len(suggested("knee")) == 9
