"""A clinic's real article, imported whole. It is no part of this project: give its folder in MOTACILLA_SEED.

Without the variable it is looked for in `shared/seed` beside the repository; where it is absent, these tests skip.
What is expected is taken from the saved page by plain patterns, so that none of its sentences stands here.
"""

import os
import re
from datetime import UTC, datetime
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Revision, Site

from blog.models import Author, BlogPostPage, Reference
from blog.payloads import build_page
from comments.selectors import effective_policy
from ground.viewer import Viewer
from tests.factories.blog import BlogIndexPageFactory, HomePageFactory
from website.models import ImportRecord

SEED = Path(os.environ.get("MOTACILLA_SEED") or Path(__file__).resolve().parents[3].parent / "shared" / "seed")
PAGE, FEED = "low-back-pain.html", "blog-feed.xml"

pytestmark = [
    pytest.mark.any_database,
    pytest.mark.django_db,
    pytest.mark.skipif(not (SEED / PAGE).is_file(), reason=f"the clinic's article is not at {SEED}"),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()  # ids and bytes are the same in each test, and files made for one are gone in the next


@pytest.fixture
def blog():
    home = HomePageFactory(title="Home", slug="front")
    Site.objects.all().delete()
    Site.objects.create(hostname="blog.example", port=80, root_page=home, is_default_site=True)
    return BlogIndexPageFactory(parent=home, title="Journal", slug="blog")


@pytest.fixture(scope="module")
def saved():
    return (SEED / PAGE).read_text()


def run(name, *options):
    out = StringIO()
    call_command("import_posts", str(SEED / name), "--under", "/blog/", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(params=[(PAGE,), (FEED,), (PAGE, FEED), (FEED, PAGE)], ids=" then ".join)
def names(request, blog):
    for name in request.param:
        run(name)
    return request.param


@pytest.fixture
def post(names):
    return BlogPostPage.objects.get()


def old_address(saved):
    return re.search(r'rel="canonical" href="([^"]+)"', saved)[1]


def test_the_title_and_the_author_with_credentials_as_data(post, saved):
    assert post.title == unescape(re.search(r"<h1>(.*?)</h1>", saved)[1])
    author = post.contributors.get().author
    assert list(author.credentials.values_list("letters", flat=True)) == ["ND", "RMSK"]
    assert f'"{author.name}, ND, RMSK"' in saved
    assert Author.objects.count() == 1


def test_the_picture_has_its_words(post, saved):
    picture = re.search(r'<img src="(.*?)" alt="(.*?)".*?<figcaption>(.*?)</figcaption>', saved)
    assert Path(post.hero_image.file.path).read_bytes() == (SEED / picture[1]).read_bytes()
    assert (post.hero_alt, post.hero_caption) == (unescape(picture[2]), unescape(picture[3]))
    assert post.hero_alt
    assert post.hero_caption


def test_seven_headings_in_order(post, saved):
    headings = [block.value["text"] for block in post.body if block.block_type == "heading"]
    assert len(headings) == 7
    assert headings == [unescape(heading) for heading in re.findall(r"<h2>(.*?)</h2>", saved)]


def test_nine_references_in_order(post, saved):
    lines = [unescape(line) for line in re.findall(r"<li><p>(.*?)</p></li>", saved)]
    references = [row.reference for row in post.post_references.all()]
    assert len(references) == len(lines) == Reference.objects.count() == 9
    for line, reference in zip(lines, references, strict=True):
        csl = reference.csl
        assert line.startswith(csl["author"][0]["family"])
        assert f". {csl['title']}. {csl['container-title']}. " in line
        assert line.endswith(f"{csl['page']}.")
        assert str(reference.year or "") in line
    assert [reference.year is None for reference in references].count(True) == 2


def test_nine_citations_and_every_other_bracket_stays(post, saved):
    payload = build_page(post, viewer=Viewer.anonymous(site=Site.objects.get()), now=timezone.now())
    text = unescape("".join(block.html for block in payload.body if block.type == "paragraph"))
    for number in range(1, 10):
        assert text.count(f'id="cite-{number}-') == text.count(f">[{number}]</a>") == 1
    assert text.count('class="citation"') == 9
    assert [reference.number for reference in payload.references] == list(range(1, 10))
    written = unescape("".join(re.findall(r"<p>(.*?)</p>", saved.partition("<ol>")[0])))
    brackets = re.findall(r"\([^)]*\)", written)
    assert len(brackets) > 9
    assert re.findall(r"\([^)]*\)", text) == [bracket for bracket in brackets if not bracket[1:-1].isdigit()]


def test_the_link_inside_the_text_is_kept(post, saved):
    text = "".join(block.value.source for block in post.body if block.block_type == "paragraph")
    (link,) = re.findall(r'<a href="https?:.*?</a>', saved.partition("<h1>")[2])
    assert text.count("<a href=") == 1
    assert link in text


def test_the_markers_are_no_part_of_it(post):
    stored = str(list(BlogPostPage.objects.values())) + str(list(Revision.objects.values("content")))
    for marker in ("top of page", "bottom of page", "Commenting has been turned off"):
        assert marker not in stored


def test_comments_are_closed_where_the_source_says_so(post, names):
    policy = effective_policy(page=post, now=timezone.now())
    assert policy.state.value == ("closed" if PAGE in names else "open")


def test_the_date_comes_from_the_feed(post, names):
    date = datetime(2023, 9, 5, 17, 30, tzinfo=UTC)
    assert (post.first_published_at == date) is (FEED in names)


def test_the_old_address_leads_here(post, saved):
    redirect = Redirect.objects.get()
    path = urlsplit(old_address(saved)).path
    assert (redirect.old_path, redirect.redirect_page_id) == (path, post.pk)
    assert post.url == f"/blog/{path.rpartition('/')[2]}/"


def test_again_changes_nothing(post, names):
    def state():
        models = (Author, BlogPostPage, ImportRecord, Redirect, Reference)
        return [list(model.objects.order_by("pk").values()) for model in models]

    before = state()
    for name in names:
        assert "unchanged" in run(name)
    assert state() == before


def test_the_dry_run_tells_the_plan_and_understands_everything(blog, saved):
    out = run(PAGE, "--dry-run")
    for told in ("(new), credentials: ND, RMSK", "7 headings", "9 citations", "9 references", "comments: closed"):
        assert told in out
    assert f"redirect from: {urlsplit(old_address(saved)).path}" in out
    assert "not understood: nothing" in out
    assert not BlogPostPage.objects.exists()
