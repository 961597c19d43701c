"""What is found, in which order, and what is told of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from search.indexing import index_posts
from search.models import Synonym
from tests.factories.blog import (
    AuthorFactory,
    CategoryFactory,
    ReferenceFactory,
    SeriesFactory,
    StandardPageFactory,
    citation,
)

pytestmark = pytest.mark.django_db


def teach(word, others, language="en"):
    synonym = Synonym(word=word, others=others, language=language)
    synonym.clean()
    synonym.save()
    return synonym


def test_forms_and_accents_of_a_word_find_the_same(post, titles):
    post("Café visits", "We exercised.")
    assert titles("cafés") == titles("CAFE") == titles("visiting cafe") == titles("exercises") == ["Café visits"]


def test_the_title_counts_before_headings_before_the_body_before_what_stands_beside(post, titles):
    filler = "Something else is said here, at some length, so that the texts are alike."
    post("Beside", filler, tagged=["quokka"])
    post("Body", f"{filler} quokka")
    post("Heading", filler, headings=["quokka"])
    post("A quokka", filler)
    assert titles("quokka") == ["A quokka", "Heading", "Body", "Beside"]


def test_references_authors_letters_tags_categories_and_series_are_found(post, titles):
    listed, cited = ReferenceFactory(csl__title="Wallabies in spring"), ReferenceFactory(csl__title="Wombats at rest")
    author = AuthorFactory(name="Zita Quill", credentials=["ABCX"])
    above = CategoryFactory(name="Marsupials")
    post(
        "Found",
        f"See {citation(cited)}.",
        references=[listed],
        authors=[author],
        in_categories=[CategoryFactory(name="Grazers", parent=above)],
        tagged=["pouch"],
        series=SeriesFactory(title="Hopping along"),
    )
    post("Other", "Nothing of the kind.")
    for word in ("wallaby", "wombat", "okoro", "zita", "abcx", "grazer", "marsupial", "pouch", "hopping"):
        assert titles(word) == ["Found"], word


def test_all_words_come_first_and_some_only_when_no_post_has_all(post, ask):
    post("Both", "quokka wombat")
    post("One", "quokka")
    answer = ask("quokka wombat")
    assert (answer["match"], answer["total"]) == ("all", 1)
    answer = ask("quokka missing wombat")
    assert answer["match"] == "some"
    assert [hit["card"]["title"] for hit in answer["hits"]] == ["Both", "One"]


def test_a_word_that_is_there_but_not_with_the_other(post, ask):
    post("Quokka", "quokka")
    post("Wombat", "wombat")
    answer = ask("quokka wombat")
    assert (answer["match"], answer["total"]) == ("some", 2)


def test_phrases_and_excluded_words(post, titles):
    post("Together", "the low back hurts")
    post("Apart", "back and low")
    assert titles('"low back"') == ["Together"]
    assert set(titles("low back")) == {"Together", "Apart"}
    assert titles("low -hurts") == ["Apart"]
    assert titles('back -"low back"') == ["Apart"]
    assert titles("-hurts") == []


def test_a_synonym_finds_what_has_other_words(post, ask, titles):
    post("Patella", "About the patella.")
    post("Heart", "About myocardial infarction.")
    post("Kneecap", "About the kneecap.")
    assert titles("kneecap") == ["Kneecap"]
    teach("Kneecaps", "patella, patellar")
    teach("heart attack", "myocardial infarction")
    assert set(titles("kneecap")) == {"Kneecap", "Patella"}
    assert titles("heart attacks") == ["Heart"]
    assert titles("patella") == ["Patella"]
    assert titles("kneecap", language="de") == []
    assert "<mark>patella</mark>" in ask("kneecap", sort="date")["hits"][0]["passages"][0]


def test_a_slip_is_answered_with_the_word_that_was_meant(post, ask):
    post("Achilles", "The achilles tendon.")
    answer = ask("aciles")
    assert (answer["total"], answer["meant"]) == (0, "achilles")
    answer = ask('aciles "tendon"')
    assert (answer["match"], answer["total"], answer["meant"]) == ("some", 1, 'achilles "tendon"')
    assert ask("tendon")["meant"] is None
    assert ask("xxyyzz")["meant"] is None


def test_a_word_is_not_offered_for_a_slip_when_nobody_may_see_where_it_stands(post, ask):
    page = post("Achilles", "The achilles tendon.")
    page.live = False
    page.save(update_fields=["live"])
    assert ask("aciles")["meant"] is None


def test_what_is_new_counts_a_little_more(post, titles):
    now = timezone.now()
    post("Old", "quokka here", first_published_at=now - timedelta(days=2000))
    post("New", "quokka here", first_published_at=now - timedelta(days=1))
    assert titles("quokka") == ["New", "Old"]
    post("Quokka", "quokka here", first_published_at=now - timedelta(days=3000))
    assert titles("quokka")[0] == "Quokka", "what fits better still comes first"


def test_by_date_the_newest_comes_first(post, titles):
    now = timezone.now()
    post("Quokka", "quokka quokka", first_published_at=now - timedelta(days=9))
    post("New", "one quokka", first_published_at=now - timedelta(days=1))
    assert titles("quokka", sort="date") == ["New", "Quokka"]
    assert titles("quokka", sort="relevance") == ["Quokka", "New"]
    assert titles() == ["New", "Quokka"]


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_a_cursor_leads_through_all_of_it_once(post, ask, sort):
    for number in range(23):
        post(f"Post {number}", "quokka " * (1 + number % 3), indexed=False)
    from blog.models import BlogPostPage

    index_posts(list(BlogPostPage.objects.values_list("pk", flat=True)))
    seen, cursor = [], ""
    for size in (10, 10, 3):
        answer = ask("quokka", sort=sort, cursor=cursor)
        assert answer["total"] == 23
        assert len(answer["hits"]) == size
        seen += [hit["card"]["id"] for hit in answer["hits"]]
        cursor = answer["next"]
    assert cursor is None
    assert len(set(seen)) == 23


def test_passages_show_the_text_and_escape_it(post, ask):
    post("Quokka &amp; <i>friends</i>", "Here: &lt;script&gt;alert(1)&lt;/script&gt; a quokka &amp; more.")
    (hit,) = ask("quokkas")["hits"]
    assert hit["title"] == "<mark>Quokka</mark> &amp;amp; &lt;i&gt;friends&lt;/i&gt;"
    assert hit["passages"] == ["Here: &lt;script&gt;alert(1)&lt;/script&gt; a <mark>quokka</mark> &amp; more."]


def test_what_is_found_in_the_title_only_has_no_passage(post, ask):
    post("Quokka", "Something.")
    assert ask("quokka")["hits"][0]["passages"] == []


def test_languages_are_stemmed_each_in_its_way(site, blog, post, titles):
    from wagtail.models import Locale

    german, _ = Locale.objects.get_or_create(language_code="de")
    post("Rücken", "Übungen für den Rücken.", locale=german)
    post("Back", "Exercises for the back.")
    assert titles("ubung", language="de") == ["Rücken"]
    assert titles("ruecken", language="de") == ["Rücken"]
    assert titles("rücken") == []
    assert titles("exercise", language="de") == []


def test_the_content_api_finds_posts_in_the_same_index(client, site, post):
    about = StandardPageFactory(parent=site.root_page, title="Exercise room")
    call_command("update_index", verbosity=0)
    two = post("Two", "An exercise here.", tagged=["calm"])
    one = post("Exercises", "We exercised, and the low back is fine.")
    post("Other", "Something else.")
    posts = "/api/v2/pages/?type=blog.BlogPostPage&search="

    def found(url):
        answer = client.get(url).json()
        assert answer["meta"]["total_count"] >= len(answer["items"])
        return [item["id"] for item in answer["items"]]

    assert found(f"{posts}exercising") == [one.pk, two.pk]
    assert found(f"{posts}exercising&tags=calm") == [two.pk]
    assert found(f"{posts}exercising&order=-title") == [two.pk, one.pk]
    assert found(f"{posts}exercising&limit=1&offset=1") == [two.pk]
    assert found(f'{posts}"low back"') == [one.pk]
    assert found(f"{posts}exercise -back") == [two.pk]
    assert found(f"{posts}exercise nowhere") == []
    assert found(f"{posts}exercise nowhere&search_operator=or") == [one.pk, two.pk]
    assert found("/api/v2/pages/?search=exercise") == [one.pk, two.pk, about.pk]
    one.live = False
    one.save(update_fields=["live"])
    assert found(f"{posts}exercising") == [two.pk]
