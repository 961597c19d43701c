"""Public paths of pages in every language and site, there and back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import Locale, Page, Site

from ground.roots import address_of, inside, place_of, public_path, root_for, roots_of, tree_path, with_roots
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory
from tests.factories.languages import translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def bilingual():
    """A site with a post in English, German and Arabic."""
    site = SiteFactory(default=True)
    index = BlogIndexPageFactory(parent=site.root_page, slug="blog")
    post = BlogPostPageFactory(parent=index, slug="sleep")
    translated(post, "de", slug="schlaf")
    translated(post, "ar")
    return site


def test_every_page_of_every_site_and_language_is_found_where_it_says_it_is(bilingual):
    other = SiteFactory()
    twin = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=other.root_page, slug="blog"), slug="sleep")
    translated(twin, "de", slug="schlaf")
    seen = set()
    for site in with_roots(Site.objects.all()):
        for page in Page.objects.filter(depth__gt=1):
            path = public_path(site, page.url_path)
            place = place_of(page)
            assert (path is not None) == (place is not None and place[0] == site)
            if path is None:
                continue
            assert tree_path(site, path) == page.url_path
            assert page.specific.get_url_parts() == (site.pk, site.root_url, path)
            assert page.specific.full_url == address_of(page) == site.root_url + path
            seen.add(address_of(page))
    assert seen == {
        *("http://localhost:8000" + path for path in ("/", "/blog/", "/blog/sleep/")),
        *("http://localhost:8000" + path for path in ("/de/", "/de/blog/", "/de/blog/schlaf/")),
        *("http://localhost:8000" + path for path in ("/ar/", "/ar/blog/", "/ar/blog/sleep/")),
        *(other.root_url + path for path in ("/", "/blog/", "/blog/sleep/")),
        *(other.root_url + path for path in ("/de/", "/de/blog/", "/de/blog/schlaf/")),
    }


def test_pages_of_a_site_are_those_below_its_front_pages_on_either_database(bilingual):
    BlogPostPageFactory(parent=BlogIndexPageFactory(parent=SiteFactory().root_page))
    roots = roots_of(Site.objects.get(pk=bilingual.pk))
    found = Page.objects.filter(inside(roots))
    assert set(found) == {page for root in roots for page in Page.objects.filter(path__startswith=root.path)}
    assert (" LIKE " in str(found.query)) is (connection.vendor != "sqlite")  # where it would be planned for each run


def test_a_site_in_another_language_has_its_own_front_page_at_the_root():
    german, _made = Locale.objects.get_or_create(language_code="de")
    site = SiteFactory(root_page__locale=german)
    translated(site.root_page, "en")
    assert [(root.language, root.prefix) for root in roots_of(site)] == [("de", "/"), ("en", "/en/")]


def test_a_translation_that_is_the_front_page_of_another_site_is_only_of_that_one(bilingual):
    german = site_root(bilingual, "de")
    own = SiteFactory(root_page=german)
    fresh = Site.objects.get(pk=bilingual.pk)
    assert [root.language for root in roots_of(fresh)] == ["en", "ar"]
    assert [root.language for root in roots_of(own)] == ["de"]
    assert address_of(german) == own.root_url + "/"


def site_root(site, language):
    return Page.objects.get(pk=next(root.pk for root in roots_of(site) if root.language == language))


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "en"), ("/de/", "de"), ("/de", "de"), ("/de/blog/", "de"), ("/design/", "en"), ("/fr/", "en")],
)
def test_a_path_is_in_the_language_it_begins_with(bilingual, path, language):
    assert root_for(bilingual, path).language == language


def test_front_pages_come_with_the_site_or_in_one_statement(bilingual, django_assert_num_queries):
    with django_assert_num_queries(1):
        (site,) = with_roots(Site.objects.all())
        assert len(roots_of(site)) == 3
    plain = Site.objects.select_related("root_page").get()
    with django_assert_num_queries(1):
        assert roots_of(plain) == roots_of(site)
        assert roots_of(plain) == roots_of(site)


def test_no_page_takes_the_place_of_a_language(bilingual):
    with pytest.raises(ValidationError, match="language"):
        BlogIndexPageFactory(parent=bilingual.root_page, slug="de")
