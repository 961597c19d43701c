"""What editors see of searches, and what they can do about them."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query

from search.models import SearchDay, Synonym
from tests.factories.blog import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def editor(client):
    user = UserFactory(is_staff=True)
    group = Group.objects.create(name="Writers")
    for app, codename in (
        ("wagtailadmin", "access_admin"),
        ("search", "add_synonym"),
        ("search", "change_synonym"),
        ("wagtailsearchpromotions", "add_searchpromotion"),
        ("wagtailsearchpromotions", "change_searchpromotion"),
    ):
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    user.groups.add(group)
    client.force_login(user)
    return client


@pytest.fixture
def asked():
    today = timezone.now().date()
    for text, language, days, searches, without in (
        ("quokka", "en", 1, 5, 0),
        ("quokka", "en", 2, 2, 0),
        ("kneecap", "en", 1, 3, 3),
        ("kneecap", "en", 3, 1, 1),
        ("knie", "de", 1, 1, 1),
    ):
        SearchDay.objects.create(
            query=Query.get(text),
            language=language,
            day=today - timedelta(days=days),
            searches=searches,
            without_result=without,
        )


def rows(response):
    return [(row["query__query_string"], row["asked"], row["in_vain"]) for row in response.context["object_list"]]


def test_what_was_asked_is_listed_the_most_frequent_first(editor, asked):
    response = editor.get(reverse("search_reports:searches"))
    assert rows(response) == [("quokka", 7, 0), ("kneecap", 4, 4), ("knie", 1, 1)]


def test_what_found_nothing_has_a_report_of_its_own(editor, asked):
    response = editor.get(reverse("search_reports:fruitless"))
    assert rows(response) == [("kneecap", 4, 4), ("knie", 1, 1)]


def test_a_report_can_be_searched_filtered_and_taken_along(editor, asked):
    url, today = reverse("search_reports:searches"), timezone.now().date()
    assert rows(editor.get(url, {"q": "kne"})) == [("kneecap", 4, 4)]
    assert rows(editor.get(url, {"language": "de"})) == [("knie", 1, 1)]
    assert rows(editor.get(url, {"day_from": today - timedelta(days=1)}))[0] == ("quokka", 5, 0)
    exported = b"".join(editor.get(url, {"export": "csv"}).streaming_content).decode()
    assert exported.splitlines()[1].startswith("quokka,en,7,0,")


def test_beside_a_query_are_the_ways_to_answer_it(editor, asked):
    response = editor.get(reverse("search_reports:fruitless"))
    query = Query.get("kneecap")
    promotion = reverse("wagtailsearchpromotions:edit", args=[query.pk])
    assert f'href="{promotion}"' in response.text
    assert "Add promotion" in response.text
    page = editor.get(promotion)
    assert page.status_code == 200
    assert 'value="kneecap"' in page.text
    way = next(
        part.split('"')[0].replace("&amp;", "&")
        for part in response.text.split('href="')
        if part.startswith(reverse("search_synonyms:add"))
    )
    assert parse_qs(urlsplit(way).query) == {"word": ["kneecap"], "language": ["en"]}
    form = editor.get(way)
    assert 'value="kneecap"' in form.text


def test_a_synonym_is_added(editor):
    response = editor.post(reverse("search_synonyms:add"), {"word": "Kneecaps", "others": "patella", "language": "en"})
    assert response.status_code == 302
    assert Synonym.objects.get().expression == "kneecap"
    assert "Kneecaps" in editor.get(reverse("search_synonyms:index")).text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"word": "the", "others": "patella"}, "The search passes over this word"),
        ({"word": "one two three four five six seven", "others": "x"}, "At most 4 words"),
        ({"word": "knee", "others": ", the ,"}, "Give at least one word that posts have."),
        ({"word": "HIPS", "others": "x"}, "There is an entry for this word already."),
    ],
)
def test_a_synonym_that_cannot_work_is_refused_with_the_reason(editor, values, said):
    Synonym.objects.create(word="hip", others="coxa", language="en", expression="hip")
    response = editor.post(reverse("search_synonyms:add"), {"language": "en", **values})
    assert response.status_code == 200
    assert said in response.text
    assert Synonym.objects.count() == 1


@pytest.mark.parametrize("name", ["search_reports:searches", "search_reports:fruitless", "search_synonyms:index"])
def test_who_may_not_teach_the_search_sees_none_of_it(client, name):
    user = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse(name)).status_code == 302
    assert "/reports/search/" not in client.get(reverse("wagtailadmin_home")).text


def test_the_menu_leads_there(editor):
    home = editor.get(reverse("wagtailadmin_home")).text
    for name in ("search_reports:searches", "search_reports:fruitless", "search_synonyms:index"):
        assert reverse(name) in home, name
    assert "reports/search-terms" not in home
