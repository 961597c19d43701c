"""Rows of the blog: what they accept, what they refuse, how they find each other."""

import importlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from blog.identifiers import normal_doi
from blog.models import BlogIndexPage, BlogPostPage, Category, HomePage, Reference, StandardPage
from blog.models.references import csl_names, csl_year
from tests.factories.blog import (
    AuthorFactory,
    BlogPostPageFactory,
    CategoryFactory,
    ReferenceFactory,
    SiteFactory,
    citation,
    paragraph,
)

pytestmark = pytest.mark.django_db


class TestTree:
    @pytest.mark.parametrize(
        ("page", "below"),
        [
            (HomePage, {BlogIndexPage, StandardPage}),
            (BlogIndexPage, {BlogIndexPage, BlogPostPage}),
            (BlogPostPage, set()),
            (StandardPage, {StandardPage}),
        ],
    )
    def test_only_sensible_pages_go_below(self, page, below):
        assert set(page.allowed_subpage_models()) == below

    def test_a_front_page_goes_nowhere_but_below_the_root(self):
        assert set(HomePage.allowed_parent_page_models()) == {Page}

    def test_every_own_page_can_be_previewed(self):
        for model in (HomePage, BlogIndexPage, BlogPostPage, StandardPage):
            assert model(title="x", slug="x").is_previewable()


class TestReference:
    def test_is_described_by_its_data(self):
        reference = Reference.from_csl(
            {
                "title": " European  guidelines ",
                "DOI": "https://doi.org/10.1007/S00586-006-1072-1",
                "PMID": 16550448,
                "author": [{"family": "Airaksinen"}, {"family": "Brox"}, {"literal": "COST B13"}],
                "issued": {"date-parts": [["2006"]]},
            }
        )
        assert reference.title == "European guidelines"
        assert reference.doi == "10.1007/s00586-006-1072-1"
        assert reference.pmid == "16550448"
        assert reference.year == 2006
        assert reference.authors_brief == "Airaksinen et al."
        assert reference.authors_text == "Airaksinen, Brox, COST B13"

    @pytest.mark.parametrize(
        "csl",
        [
            {},
            {"title": "  "},
            {"title": "x", "DOI": "not a doi"},
            {"title": "x", "PMID": "PM12"},
            {"title": "x", "author": "Moser"},
            {"title": "x", "author": ["Moser"]},
        ],
    )
    def test_refuses_what_is_no_reference(self, csl):
        with pytest.raises(ValidationError):
            Reference.from_csl(csl)

    @pytest.mark.parametrize("member", ["DOI", "PMID"])
    def test_one_paper_is_one_row(self, member):
        value = {"DOI": "10.1000/182", "PMID": "123"}[member]
        ReferenceFactory(**{f"csl__{member}": value})
        with pytest.raises(IntegrityError), transaction.atomic():
            ReferenceFactory(**{f"csl__{member}": value})

    def test_papers_without_numbers_do_not_collide(self):
        assert {ReferenceFactory().doi, ReferenceFactory().doi} == {None}

    def test_in_use_it_cannot_be_deleted(self):
        reference = ReferenceFactory()
        BlogPostPageFactory(references=[reference])
        with pytest.raises(models.ProtectedError):
            reference.delete()

    @pytest.mark.parametrize(
        ("text", "doi"),
        [
            ("doi:10.1/A", "10.1/a"),
            ("http://dx.doi.org/10.1/a", "10.1/a"),
            ("  10.1/a ", "10.1/a"),
            ("", None),
            (None, None),
        ],
    )
    def test_dois_have_one_form(self, text, doi):
        assert normal_doi(text) == doi

    @pytest.mark.parametrize("issued", [None, {}, {"date-parts": []}, {"date-parts": [["soon"]]}, {"literal": "1999"}])
    def test_an_unsaid_year_is_none(self, issued):
        assert csl_year({"issued": issued}) is None

    def test_nameless_authors_are_passed_over(self):
        assert csl_names({"author": [{"given": "Ida"}, {"family": "Moser"}]}) == ["Moser"]

    def test_can_be_found_by_author(self):
        found = ReferenceFactory(csl__author=[{"family": "Airaksinen"}])
        ReferenceFactory()
        assert list(get_search_backend().autocomplete("Airak", Reference)) == [found]


class TestCategory:
    def test_cannot_stand_inside_itself(self):
        outer = CategoryFactory()
        inner = CategoryFactory(parent=CategoryFactory(parent=outer))
        outer.parent = inner
        with pytest.raises(ValidationError, match="inside this category already"):
            outer.full_clean()

    def test_the_database_refuses_its_own_parent_too(self):
        category = CategoryFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.filter(pk=category.pk).update(parent=category)

    def test_may_move_to_another_branch(self):
        branch = CategoryFactory()
        leaf = CategoryFactory(parent=CategoryFactory())
        leaf.parent = branch
        leaf.full_clean()


class TestPost:
    def test_survives_revision_and_publication_with_all_its_lists(self):
        reference, author, category = ReferenceFactory(), AuthorFactory(), CategoryFactory()
        post = BlogPostPageFactory(
            references=[reference],
            authors=[author],
            in_categories=[category],
            tagged=["spine"],
            body=[paragraph("<p>Old</p>"), {"type": "heading", "value": {"text": "Causes", "level": "2"}}],
        )
        post = BlogPostPage.objects.get(pk=post.pk)
        post.title = "New"
        post.save_revision().publish()

        post = BlogPostPage.objects.get(pk=post.pk)
        assert post.title == "New"
        assert [each.reference for each in post.post_references.all()] == [reference]
        assert [each.author for each in post.contributors.all()] == [author]
        assert list(post.categories.all()) == [category]
        assert [tag.name for tag in post.tags.all()] == ["spine"]
        assert [block.block_type for block in post.body] == ["paragraph", "heading"]

    def test_a_citation_counts_as_a_use_of_its_paper(self):
        cited, listed, other = ReferenceFactory(), ReferenceFactory(), ReferenceFactory()
        post = BlogPostPageFactory(
            references=[listed], body=[paragraph(f"<p>Rest does not help {citation(cited)}.</p>")]
        )
        ReferenceIndex.create_or_update_for_object(BlogPostPage.objects.get(pk=post.pk))

        def users(reference):
            return [str(source) for source, _ in ReferenceIndex.get_grouped_references_to(reference)]

        assert users(cited) == users(listed) == [post.title]
        assert users(other) == []

    def test_a_citation_of_nonsense_counts_as_nothing(self):
        post = BlogPostPageFactory(body=[paragraph('<p><a linktype="citation" id="12">(1)</a></p>')])
        ReferenceIndex.create_or_update_for_object(BlogPostPage.objects.get(pk=post.pk))
        assert not ReferenceIndex.get_references_for_object(post).filter(content_path__startswith="body").exists()


class TestServing:
    def test_the_backend_sends_readers_to_the_public_address(self, client, settings):
        settings.ALLOWED_HOSTS = ["clinic.example.org"]
        home = SiteFactory(default=True, hostname="clinic.example.org", port=443).root_page
        post = BlogPostPageFactory(parent__parent=home, parent__slug="blog", slug="back-pain")
        response = client.get("/blog/back-pain/", headers={"host": "clinic.example.org:443"})
        assert post.live
        assert response.status_code == 302
        assert response["Location"] == "https://clinic.example.org/blog/back-pain/"


def test_migrations_do_not_spell_out_blocks():
    migration = importlib.import_module("blog.migrations.0001_initial").Migration
    bodies = [
        field
        for operation in migration.operations
        for name, field in getattr(operation, "fields", [])
        if name == "body"
    ]
    assert len(bodies) == 3
    assert all(not body.deconstruct()[2] and "block_lookup" not in body.deconstruct()[3] for body in bodies)
