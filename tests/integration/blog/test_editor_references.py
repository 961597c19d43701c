"""Entering papers by hand, and the listings in the admin."""

import pytest
from django.urls import reverse

from blog.models import Author, Reference
from blog.reference_form import ReferenceForm
from tests.factories.blog import AuthorFactory, BlogPostPageFactory, CategoryFactory, ReferenceFactory, SeriesFactory
from tests.factories.blog import UserFactory as Users

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ENTERED = {
    "kind": "article-journal",
    "paper_title": "European guidelines",
    "authors": "Airaksinen, O\nBrox, JI\n\nCOST B13 Working Group",
    "container": "Eur Spine J",
    "year": "2006",
    "volume": "15 Suppl 2",
    "issue": "",
    "pages": "S192-300",
    "publisher": "",
    "doi": "https://doi.org/10.1007/s00586-006-1072-1",
    "pmid": "16550448",
    "link": "",
}


@pytest.fixture
def editor(client):
    client.force_login(Users(administrator=True))
    return client


class TestForm:
    def test_makes_csl_of_what_was_entered(self):
        form = ReferenceForm(ENTERED)
        assert form.is_valid(), form.errors
        reference = form.save()
        assert reference.csl == {
            "type": "article-journal",
            "title": "European guidelines",
            "author": [
                {"family": "Airaksinen", "given": "O"},
                {"family": "Brox", "given": "JI"},
                {"literal": "COST B13 Working Group"},
            ],
            "container-title": "Eur Spine J",
            "issued": {"date-parts": [[2006]]},
            "volume": "15 Suppl 2",
            "page": "S192-300",
            "DOI": "10.1007/s00586-006-1072-1",
            "PMID": "16550448",
        }
        assert (reference.title, reference.doi, reference.pmid) == (
            "European guidelines",
            "10.1007/s00586-006-1072-1",
            "16550448",
        )

    def test_shows_what_is_stored_and_keeps_what_it_does_not_show(self):
        csl = {
            "type": "review",
            "title": "Pain",
            "author": [{"family": "Berg", "given": "A", "non-dropping-particle": "van den"}, {"family": "Moser"}],
            "issued": {"date-parts": [[2006, 3, 14]]},
            "language": "en",
            "DOI": "10.1000/182",
        }
        reference = ReferenceFactory(csl=csl)
        initial = ReferenceForm(instance=reference).initial
        entered = {name: initial.get(name) or "" for name in ReferenceForm.base_fields}
        form = ReferenceForm(entered | {"volume": "7"}, instance=reference)
        assert form.is_valid(), form.errors
        assert Reference.objects.get(pk=form.save().pk).csl == csl | {"volume": "7"}

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"paper_title": ""}, "paper_title"),
            ({"doi": "see the web"}, "doi"),
            ({"pmid": "PMC12"}, "pmid"),
            ({"year": "next"}, "year"),
            ({"link": "no link"}, "link"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, wrong, field):
        assert set(ReferenceForm(ENTERED | wrong).errors) == {field}

    def test_a_paper_entered_twice_is_refused_in_words(self):
        ReferenceForm(ENTERED).save()
        again = ReferenceForm(ENTERED | {"doi": "10.1007/S00586-006-1072-1"})
        assert "in the list already" in str(again.errors["doi"])


class TestAdmin:
    def test_a_paper_is_entered_and_changed(self, editor):
        answer = editor.post(reverse("wagtailsnippets_blog_reference:add"), ENTERED)
        assert answer.status_code == 302
        reference = Reference.objects.get()
        edit = reverse("wagtailsnippets_blog_reference:edit", args=[reference.pk])
        assert "European guidelines" in editor.get(edit).content.decode()
        editor.post(edit, ENTERED | {"paper_title": "Guidelines"})
        reference.refresh_from_db()
        assert (reference.title, reference.csl["title"]) == ("Guidelines", "Guidelines")

    def test_the_listing_shows_title_authors_year_and_doi(self, editor):
        ReferenceFactory(csl__title="Back pain revisited", csl__DOI="10.1000/182")
        listing = editor.get(reverse("wagtailsnippets_blog_reference:list")).content.decode()
        for shown in ("Back pain revisited", "Moser, Okoro", "2006", "10.1000/182"):
            assert shown in listing

    def test_author_listing_takes_as_many_queries_for_many_as_for_few(self, editor, django_assert_max_num_queries):
        def queries():
            with django_assert_max_num_queries(100) as captured:
                page = editor.get(reverse("wagtailsnippets_blog_author:list")).content.decode()
            assert "ND" in page
            return len(captured)

        AuthorFactory(credentials=["ND"], with_login=True)
        queries()
        few = queries()
        for _ in range(5):
            AuthorFactory(credentials=["ND", "RMSK"], with_login=True)
        assert queries() == few

    def test_an_author_is_entered_with_credentials(self, editor):
        entered = {
            "name": "Ada Park",
            "slug": "ada-park",
            "biography": "",
            "portrait": "",
            "user": "",
            "credentials-TOTAL_FORMS": "1",
            "credentials-INITIAL_FORMS": "0",
            "credentials-MIN_NUM_FORMS": "0",
            "credentials-MAX_NUM_FORMS": "1000",
            "credentials-0-letters": "ND",
            "credentials-0-meaning": "Doctor of Naturopathic Medicine",
            "credentials-0-issuer": "",
            "credentials-0-ORDER": "1",
        }
        assert editor.post(reverse("wagtailsnippets_blog_author:add"), entered).status_code == 302
        author = Author.objects.get()
        assert [credential.letters for credential in author.credentials.all()] == ["ND"]

    def test_all_are_found_under_one_entry_of_the_menu(self, editor):
        home = editor.get(reverse("wagtailadmin_home")).content.decode()
        for name in ("author", "category", "series", "reference"):
            assert f"/admin/snippets/blog/{name}/" in home

    def test_where_a_paper_is_used_can_be_seen(self, editor):
        reference = ReferenceFactory()
        post = BlogPostPageFactory(references=[reference])
        usage = editor.get(reverse("wagtailsnippets_blog_reference:usage", args=[reference.pk])).content.decode()
        assert post.title in usage

    @pytest.mark.parametrize("factory", [AuthorFactory, CategoryFactory, SeriesFactory, ReferenceFactory])
    @pytest.mark.parametrize("screen", ["edit", "delete", "history"])
    def test_every_screen_opens(self, editor, factory, screen):
        row = factory()
        url = reverse(f"wagtailsnippets_blog_{row._meta.model_name}:{screen}", args=[row.pk])
        assert editor.get(url).status_code == 200
