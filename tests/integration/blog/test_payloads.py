from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.images.models import Rendition
from wagtail.models import Page

from blog.models import BlogPostPage
from blog.payloads import NoPayload, build_cards, build_page, build_pages
from blog.payloads.schemas import HomePayload, IndexPayload, PostPayload, StandardPayload
from blog.selectors import for_payload, own_type, posts_below
from ground.viewer import Viewer
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    HomePageFactory,
    ImageFactory,
    ReferenceFactory,
    SeriesFactory,
    SiteFactory,
    StandardPageFactory,
    citation,
    tree_root,
)
from tests.factories.content import PUBLISHED, block, body_of, full_posts, picture_with_files

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOW = timezone.now()


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def index(site):
    return BlogIndexPageFactory(parent=site.root_page, title="Blog", slug="blog")


@pytest.fixture
def built(site):
    def build(page):
        return build_page(Page.objects.get(pk=page.pk), viewer=Viewer.anonymous(site=site), now=NOW)

    return build


def written(index, *html, **kwargs):
    blocks = [block("paragraph", each) for each in html]
    return BlogPostPageFactory(parent=index, body=body_of(blocks), **kwargs)


def link_to(page_id):
    return f'<p><a id="{page_id}" linktype="page">there</a></p>'


def test_a_post_with_everything(index, built):
    before, post, after = full_posts(parent=index, count=3)
    payload = built(post)
    assert PostPayload.model_validate(payload.model_dump()) == payload
    assert payload.meta.path == f"/blog/{post.slug}/"
    assert payload.meta.html_url == f"http://localhost:8000/blog/{post.slug}/"
    assert payload.meta.detail_url == f"http://localhost:8000/api/v2/pages/{post.pk}/"
    assert payload.meta.parent.model_dump() == {"id": index.pk, "title": "Blog", "path": "/blog/"}
    assert payload.model_dump(mode="json")["meta"]["first_published_at"] == "2026-03-02T09:00:00Z"
    assert [each.author.display_name.split(", ")[1:] for each in payload.contributors] == [["ND", "RMSK"], ["MD"]]
    assert payload.contributors[0].author.credentials[0].meaning == "Meaning of ND"
    assert payload.contributors[0].author.portrait.sources
    assert [each.type for each in payload.body] == ["heading", "paragraph", "heading", "picture", "quote"]
    assert [(each.id, each.level) for each in payload.toc] == [("move", 2), ("move-2", 3)]
    assert payload.body[3].picture.alt == "A bare back"
    assert [each.name for each in payload.tags] == ["back", "pain"]
    assert len(payload.categories) == 2
    series = payload.series
    assert (series.position, series.total) == (2, 3)
    assert (series.previous.title, series.next.title) == (before.title, after.title)
    assert series.next.path == f"/blog/{after.slug}/"


def test_citations_are_numbered_in_the_text_and_listed_in_that_order(index, built):
    post = full_posts(parent=index, count=1)[0]
    listed = [each.reference_id for each in post.post_references.all()]
    payload = built(post)
    assert [(each.id, each.number, each.citations) for each in payload.references] == [
        (listed[1], 1, ["cite-1-1"]),
        (listed[0], 2, ["cite-2-1"]),
        (listed[2], 3, []),
    ]
    html = payload.body[1].html
    assert f'<a class="citation" id="cite-1-1" href="#ref-1" data-reference="{listed[1]}">[1]</a>' in html
    assert "(1)" not in html
    assert '<a href="/blog/">the blog</a>' in html
    assert payload.references[0].text.startswith("Moser I, Okoro F. Back pain, part ")


def test_a_cited_paper_that_nobody_listed_is_listed_all_the_same(index, built):
    listed, unlisted = ReferenceFactory(), ReferenceFactory(csl__DOI="10.1000/x")
    payload = built(written(index, f"<p>{citation(unlisted)}</p>", references=[listed]))
    assert [(each.number, each.id) for each in payload.references] == [(1, unlisted.pk), (2, listed.pk)]
    assert payload.references[0].doi == "10.1000/x"
    assert payload.references[0].url == "https://doi.org/10.1000/x"


def test_a_citation_of_a_paper_that_is_gone_is_its_text(index, built):
    gone = ReferenceFactory()
    post = written(index, f"<p>So {citation(gone, '(4)')}</p>")
    gone.delete()
    payload = built(post)
    assert payload.body[0].html == "<p>So (4)</p>"
    assert payload.references == []


def test_links_follow_pages_but_not_to_what_is_not_there(site, index, built):
    draft = BlogPostPageFactory(parent=index, draft=True)
    expired = BlogPostPageFactory(parent=index, expire_at=NOW - timedelta(hours=1))
    elsewhere = SiteFactory(hostname="other.example.org", root_page=HomePageFactory(slug="other"))
    for page, html in (
        (site.root_page, '<p><a href="/">there</a></p>'),
        (elsewhere.root_page, '<p><a href="http://other.example.org/">there</a></p>'),
        (draft, "<p>there</p>"),
        (expired, "<p>there</p>"),
    ):
        assert built(written(index, link_to(page.pk))).body[0].html == html
    assert built(written(index, link_to(999_999))).body[0].html == "<p>there</p>"


def test_the_excerpt_falls_back_to_the_text_and_reading_time_counts_it(index, built):
    post = written(index, "<p>" + "word " * 300 + "</p>")
    assert built(post).excerpt.endswith("word…")
    assert len(built(post).excerpt) <= 201
    assert built(post).reading_time == 2
    post.excerpt = "By hand."
    post.save()
    assert built(post).excerpt == "By hand."


def test_an_image_without_files_is_not_shown_and_none_is_made(index, built):
    image = ImageFactory(file__width=30, file__height=20)
    post = BlogPostPageFactory(parent=index, hero_image=image, hero_caption="Caption", hero_credit="Us")
    made = Rendition.objects.count()
    assert built(post).hero is None
    assert Rendition.objects.count() == made


def test_an_image_that_is_gone_leaves_no_block(index, built):
    image = picture_with_files()
    post = BlogPostPageFactory(parent=index, body=body_of([block("picture", {"image": image.pk}), block("quote", {})]))
    assert [each.type for each in built(post).body] == ["picture", "quote"]
    image.delete()
    assert [each.type for each in built(post).body] == ["quote"]


def test_a_series_counts_only_parts_that_readers_see_and_puts_unnumbered_ones_last(index, built):
    series = SeriesFactory()
    unnumbered = BlogPostPageFactory(parent=index, series=series)
    second = BlogPostPageFactory(parent=index, series=series, series_position=2)
    first = BlogPostPageFactory(parent=index, series=series, series_position=1)
    BlogPostPageFactory(parent=index, series=series, series_position=1, draft=True)
    places = {page.pk: built(page).series for page in (first, second, unnumbered)}
    assert [places[page.pk].position for page in (first, second, unnumbered)] == [1, 2, 3]
    assert {place.total for place in places.values()} == {3}
    assert places[first.pk].previous is None
    assert places[second.pk].next.title == unnumbered.title
    assert places[unnumbered.pk].next is None


def test_the_other_pages(site, index, built):
    site.root_page.intro = link_to(index.pk)
    site.root_page.body = body_of([block("paragraph", f"<p>{citation(ReferenceFactory(), '(1)')}</p>")])
    site.root_page.save()
    home = built(site.root_page)
    assert isinstance(home, HomePayload)
    assert (home.meta.path, home.meta.parent) == ("/", None)
    assert home.intro == '<p><a href="/blog/">there</a></p>'
    assert home.body[0].html == "<p>(1)</p>"
    assert isinstance(built(index), IndexPayload)
    about = StandardPageFactory(parent=site.root_page, body=body_of([block("paragraph", "<p>We</p>")]))
    assert isinstance(built(about), StandardPayload)
    assert built(about).body[0].html == "<p>We</p>"
    with pytest.raises(NoPayload):
        built(tree_root())


def test_many_pages_are_built_in_their_order_whatever_their_types(site, index):
    posts = full_posts(parent=index, count=2)
    wanted = [posts[1].pk, index.pk, posts[0].pk, site.root_page_id]
    pages = for_payload(Page.objects.filter(pk__in=wanted)).in_bulk()
    built = build_pages([own_type(pages[pk]) for pk in wanted], viewer=Viewer.anonymous(site=site), now=NOW)
    assert [payload.id for payload in built] == wanted


def test_an_unsaved_order_of_contributors_does_not_depend_on_their_ids(index, built):
    second, first = AuthorFactory(name="B"), AuthorFactory(name="A")
    post = BlogPostPageFactory(parent=index, authors=[first, second])
    assert [each.author.name for each in built(post).contributors] == ["A", "B"]


def test_cards_say_the_same_as_the_posts_in_the_same_statements_for_any_number(
    site, index, built, django_assert_max_num_queries
):
    full_posts(parent=index, count=2)
    viewer = Viewer.anonymous(site=site)
    with django_assert_max_num_queries(4):
        cards = build_cards(list(posts_below(index, viewer=viewer, now=NOW)), viewer=viewer)
    for card, post in zip(cards, posts_below(index, viewer=viewer, now=NOW), strict=True):
        payload = built(post)
        assert card.path == payload.meta.path
        for name in ("id", "title", "excerpt", "reading_time", "hero", "contributors", "categories"):
            assert getattr(card, name) == getattr(payload, name)


def test_posts_below_are_newest_first_at_any_depth_and_only_public(site, index):
    section = BlogIndexPageFactory(parent=index)
    old = BlogPostPageFactory(parent=index, first_published_at=PUBLISHED)
    twin, new = (BlogPostPageFactory(parent=section, first_published_at=PUBLISHED + timedelta(1)) for _ in range(2))
    never = BlogPostPageFactory(parent=index)
    BlogPostPageFactory(parent=index, draft=True)
    BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page))
    viewer = Viewer.anonymous(site=site)
    assert list(posts_below(index, viewer=viewer, now=NOW)) == [new, twin, old, never]
    assert list(posts_below(section, viewer=viewer, now=NOW)) == [new, twin]
    assert posts_below(index, viewer=viewer, now=NOW).model is BlogPostPage
