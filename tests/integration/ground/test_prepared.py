"""A prepared statement answers as its queryset does, which is made once for each shape."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count, DateTimeField, F, IntegerField, OuterRef, Q, Subquery, TextField, UUIDField, Value
from wagtail.models import Locale, Page, PageViewRestriction, Site

from ground import prepared as module
from ground.prepared import Several, apart, prepared
from ground.roots import with_roots
from ground.viewer import Viewer, public_pages

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    vars(connection._connections[connection._alias]).pop("prepared_statements", None)


@pytest.fixture
def site():
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=Page(title="Home", slug="our-home"))
    for number in range(5):
        page = home.add_child(instance=Page(title=f"Page {number}", slug=f"page-{number}"))
        if number % 2:
            Page.objects.filter(pk=page.pk).update(expire_at=NOW + timedelta(days=number))
    Site.objects.all().delete()
    return Site.objects.create(hostname="blog.example", port=80, root_page=home, is_default_site=True)


@pytest.fixture
def viewer(site):
    return Viewer.anonymous(site=site)


@prepared(now=DateTimeField(), title=TextField())
def models(viewer, *, now, title):
    sisters = Page.objects.filter(depth=OuterRef("depth"), last_published_at__lt=now - timedelta(days=1)).order_by()
    number = Subquery(sisters.values("depth").annotate(number=Count("pk")).values("number"))
    return (
        public_pages(viewer, now=now)
        .select_related("locale", "content_type")
        .annotate(sisters=number, said=Value("100 %"))
        .filter(Q(title__gt=title) | Q(title__startswith=title))
        .order_by("-path")
    )


@prepared(ids=Several(IntegerField()), now=DateTimeField())
def united(viewer, *, ids, now):
    seen = public_pages(viewer, now=now).order_by().annotate(kind=Value("seen"))
    roots = Page.objects.filter(depth=1).order_by().annotate(kind=Value("root"))
    columns = ("kind", "pk", "title", "expire_at")
    return seen.filter(pk__in=ids).values_list(*columns).union(roots.values_list(*columns), all=True)


@prepared(ids=Several(IntegerField()))
def among(*, ids):
    return Page.objects.filter(pk__in=ids).order_by("path").values("pk", "url_path", key=F("translation_key"))


@prepared(key=UUIDField())
def titles(least, *, key):
    return Page.objects.filter(translation_key=key, depth__gte=least).values_list("title", flat=True)


def everything_of(page):
    """Return the row and what came with it."""
    fields = {name: value for name, value in vars(page).items() if name != "_state"}
    return fields, {name: vars(each).get("pk", each.pk) for name, each in page._state.fields_cache.items()}


@pytest.mark.parametrize("days", [0, 2, 9])
def test_models_come_with_what_was_asked_beside_them(viewer, days, django_assert_num_queries):
    now = NOW + timedelta(days=days)
    asked = models.__wrapped__(viewer, now=now, title="Page")
    models(viewer, now=NOW, title="100 %")
    with django_assert_num_queries(1):
        rows = models(viewer, now=now, title="Page")
        assert rows[0].locale.language_code == "en"
    assert list(map(everything_of, rows)) == list(map(everything_of, asked))
    assert rows[0].said == "100 %"
    assert len(rows) == 5 - len([number for number in (1, 3) if number <= days])


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_any_number_of_values(viewer, number):
    ids = list(Page.objects.order_by("path").values_list("pk", flat=True))[:number]
    assert [row["pk"] for row in among(ids=ids)] == ids
    assert among(ids=ids) == list(among.__wrapped__(ids=ids))
    expected = united.__wrapped__(viewer, ids=ids, now=NOW)
    assert sorted(united(viewer, ids=ids, now=NOW)) == sorted(expected)


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_several_values_one_by_one(site, number):
    @prepared(ids=Several(IntegerField()))
    def titled(*, ids):
        rows = Page.objects.order_by().values_list("title", flat=True)
        return rows.none().union(*(rows.filter(pk=each) for each in apart(ids)))

    pages = list(Page.objects.filter(depth=3).order_by("path")[:number])
    ids = [page.pk for page in pages]
    assert sorted(titled(ids=ids)) == sorted(titled.__wrapped__(ids=ids)) == [page.title for page in pages]


@pytest.mark.parametrize("odd", [2**70, -(2**70), None])
def test_what_no_column_holds_is_asked_as_ever(site, odd):
    @prepared(pk=IntegerField())
    def one(*, pk):
        return Page.objects.filter(pk=pk)

    assert one(pk=odd) == []
    assert one(pk=site.root_page_id) == [site.root_page]


def test_several_may_be_the_keys_of_others(site):
    @prepared(pages=Several(IntegerField()))
    def rooted(*, pages):
        return Site.objects.filter(root_page_id__in=pages) if pages else Site.objects.none()

    home = site.root_page_id
    assert [rooted(pages=[home, 0, 0]), rooted(pages=[0]), rooted(pages=[])] == [[site], [], []]


def test_a_value_is_stored_as_its_field_stores_it(site):
    key = site.root_page.translation_key
    assert titles(1, key=key) == ["Home"]
    assert titles(9, key=key) == []


def test_it_is_made_once_for_each_shape(site):
    made = []

    @prepared(pk=IntegerField())
    def count(depth, *, pk):
        made.append(depth)
        return Page.objects.filter(pk=pk, depth=depth).values_list("pk", flat=True)

    home = site.root_page_id
    assert [count(2, pk=home), count(2, pk=0), count(3, pk=home), count(2, pk=home)] == [[home], [], [], [home]]
    assert made == [2, 3]


def test_the_oldest_are_forgotten(site, monkeypatch):
    monkeypatch.setattr(module, "KEPT", 2)
    made = []

    @prepared(pk=IntegerField())
    def count(depth, *, pk):
        made.append(depth)
        return Page.objects.filter(pk=pk, depth=depth).values_list("pk", flat=True)

    for depth in (1, 2, 1, 3, 1, 2):
        count(depth, pk=0)
    assert made == [1, 2, 3, 2]


def test_what_a_viewer_may_see_is_part_of_the_shape(site, viewer):
    locked = PageViewRestriction.objects.create(
        page=Page.objects.get(slug="page-0"), restriction_type="password", password="x"
    )
    assert "Page 0" not in [page.title for page in models(viewer, now=NOW, title="Page")]
    holder = Viewer(site=site, unlocked=frozenset({locked.pk}))
    assert "Page 0" in [page.title for page in models(holder, now=NOW, title="Page")]
    assert "Page 0" not in [page.title for page in models(viewer, now=NOW, title="Page")]


def test_another_front_page_is_another_shape(site, viewer):
    assert len(models(viewer, now=NOW, title="Page")) == 5
    site.root_page = Page.objects.get(slug="page-2")
    site.save()
    moved = with_roots(Site.objects.filter(pk=site.pk)).get()
    assert [page.title for page in models(Viewer(site=moved), now=NOW, title="Page")] == ["Page 2"]


class TestWhatItRefuses:
    def test_a_value_that_python_used(self):
        @prepared(now=DateTimeField())
        def late(*, now):
            return Page.objects.filter(live=now > NOW)

        with pytest.raises(TypeError):
            late(now=NOW)

    def test_a_value_without_a_place(self):
        @prepared(now=DateTimeField())
        def forgetful(*, now):
            return Page.objects.all()

        with pytest.raises(ValueError, match="now"):
            forgetful(now=NOW)

    def test_a_value_nobody_asked_for(self):
        with pytest.raises(TypeError, match="key"):
            titles(1, kee=1)

    def test_a_second_statement(self):
        @prepared(pk=IntegerField())
        def generous(*, pk):
            return Page.objects.filter(pk=pk).prefetch_related("sites_rooted_here")

        with pytest.raises(ValueError, match="prefetches"):
            generous(pk=1)
