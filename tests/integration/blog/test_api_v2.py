import pytest
from django.core.management import call_command
from pydantic import TypeAdapter
from wagtail.models import Locale

from blog.payloads.schemas import PagePayload
from blog.pictures import FALLBACK
from tests.factories.blog import (
    BlogIndexPageFactory,
    BlogPostPageFactory,
    ImageFactory,
    SiteFactory,
    StandardPageFactory,
)
from tests.factories.content import full_posts

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PAGES = "/api/v2/pages/"
POSTS = f"{PAGES}?type=blog.BlogPostPage"


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def index(site):
    return BlogIndexPageFactory(parent=site.root_page, title="Blog", slug="blog")


@pytest.fixture
def listed(client):
    def ask(url):
        response = client.get(url)
        assert response.status_code == 200, response.content
        answer = response.json()
        assert answer["meta"]["total_count"] >= len(answer["items"])
        return [item["id"] for item in answer["items"]]

    return ask


def assert_problem(response, *, status, field=None):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["message"]
    assert field is None or [error["field"] for error in problem["errors"]] == [field], problem


def test_default_details_are_the_named_payloads(client, site, index):
    posts = full_posts(parent=index, count=2)
    for page in (posts[0], index, site.root_page, StandardPageFactory(parent=site.root_page)):
        response = client.get(f"{PAGES}{page.pk}/")
        payload = TypeAdapter(PagePayload).validate_json(response.content)
        assert payload.meta.type == page._meta.label
        assert payload.model_dump(mode="json") == response.json()


def test_a_list_gives_the_stock_fields_unless_asked(client, index):
    post = full_posts(parent=index, count=1)[0]
    (item,) = client.get(POSTS).json()["items"]
    assert item == {
        "id": post.pk,
        "meta": {
            "type": "blog.BlogPostPage",
            "detail_url": f"http://localhost:8000/api/v2/pages/{post.pk}/",
            "html_url": f"http://localhost:8000/blog/{post.slug}/",
            "slug": post.slug,
            "first_published_at": "2026-03-01T09:00:00Z",
        },
        "title": post.title,
    }


def test_a_list_of_one_type_gives_all_that_its_details_give(client, site, index):
    full_posts(parent=index, count=2)
    StandardPageFactory(parent=site.root_page)
    for kind in ("blog.BlogPostPage", "blog.BlogIndexPage", "blog.HomePage", "blog.StandardPage"):
        items = client.get(f"{PAGES}?type={kind}&fields=*").json()["items"]
        assert items
        details = [client.get(f"{PAGES}{item['id']}/").json() for item in items]
        assert items == [{**each, "related": None} if "related" in each else each for each in details]


def test_a_list_of_all_types_gives_what_they_share(client, site, index):
    BlogPostPageFactory(parent=index)
    items = client.get(f"{PAGES}?fields=*").json()["items"]
    assert [item["meta"]["type"] for item in items] == ["blog.HomePage", "blog.BlogIndexPage", "blog.BlogPostPage"]
    assert items[2]["meta"]["parent"] == {"id": index.pk, "title": "Blog", "path": "/blog/"}
    assert set(items[2]) == {"id", "meta", "title"}
    two = client.get(f"{PAGES}?type=blog.HomePage,blog.BlogIndexPage").json()["items"]
    assert [item["meta"]["type"] for item in two] == ["blog.HomePage", "blog.BlogIndexPage"]


def test_fields_are_chosen_in_lists_and_details(client, index):
    post = full_posts(parent=index, count=1)[0]
    chosen = {"meta": {"slug": post.slug}, "contributors": [{"author": {"name": "A"}}] * 2}
    fields = "fields=_,slug,contributors(_,author(_,name))"
    for answer in (
        client.get(f"{POSTS}&{fields}").json()["items"][0],
        client.get(f"{PAGES}{post.pk}/?{fields}").json(),
    ):
        for contributor in answer["contributors"]:
            contributor["author"]["name"] = contributor["author"]["name"][:1]
        assert answer == chosen


def test_lists_are_cut_ordered_and_counted(client, index, listed):
    first, second, third = full_posts(parent=index, count=3)
    assert listed(POSTS) == [first.pk, second.pk, third.pk]
    assert listed(f"{POSTS}&order=-first_published_at") == [third.pk, second.pk, first.pk]
    assert listed(f"{POSTS}&limit=1&offset=1") == [second.pk]
    assert listed(f"{POSTS}&limit=0") == []
    assert listed(f"{POSTS}&offset=1000000") == []
    assert sorted(listed(f"{POSTS}&order=random")) == [first.pk, second.pk, third.pk]
    assert client.get(f"{POSTS}&limit=1").json()["meta"] == {"total_count": 3}


def test_lists_are_filtered(site, index, listed):
    section = BlogIndexPageFactory(parent=index, show_in_menus=True)
    tagged = BlogPostPageFactory(parent=section, tagged=["back", "pain"], slug="here")
    half = BlogPostPageFactory(parent=index, tagged=["back"])
    assert listed(f"{POSTS}&tags=back") == [tagged.pk, half.pk]
    assert listed(f"{POSTS}&tags=back,pain") == [tagged.pk]
    assert listed(f"{PAGES}?slug=here") == [tagged.pk]
    assert listed(f"{PAGES}?id={half.pk}") == [half.pk]
    assert listed(f"{PAGES}?show_in_menus=true") == [section.pk]
    assert listed(f"{PAGES}?child_of=root") == [index.pk]
    assert listed(f"{PAGES}?child_of={index.pk}") == [section.pk, half.pk]
    assert listed(f"{PAGES}?descendant_of={section.pk}") == [tagged.pk]
    assert listed(f"{PAGES}?ancestor_of={tagged.pk}") == [site.root_page_id, index.pk, section.pk]
    assert listed(f"{PAGES}?locale=en&slug=here") == [tagged.pk]


def test_search_combines_with_filters_and_fields(client, index, listed):
    wanted = BlogPostPageFactory(parent=index, title="Quokka one", tagged=["back"])
    other = BlogPostPageFactory(parent=index, title="Quokka two")
    BlogPostPageFactory(parent=index, title="Quokka three", draft=True)
    BlogPostPageFactory(parent=index, title="Unrelated")
    call_command("update_index", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    assert sorted(listed(f"{PAGES}?search=quokka")) == [wanted.pk, other.pk]
    assert listed(f"{POSTS}&search=quokka&tags=back") == [wanted.pk]
    assert listed(f"{PAGES}?search=quokka&order=-id") == [other.pk, wanted.pk]
    assert listed(f"{PAGES}?search=quokka&order=-id&limit=1&offset=1") == [wanted.pk]
    item = client.get(f"{POSTS}&search=quokka&tags=back&fields=*").json()["items"][0]
    assert item == {**client.get(f"{PAGES}{wanted.pk}/").json(), "related": None}


def test_find_leads_to_the_page_behind_a_public_path(client, index):
    post = BlogPostPageFactory(parent=index, slug="a")
    for path in ("/blog/a/", "blog/a", "/blog/a/?x=1#y", "//blog//a"):
        response = client.get(f"{PAGES}find/", {"html_path": path, "fields": "_,path"})
        assert (response.status_code, response["Location"]) == (302, f"{PAGES}{post.pk}/?fields=_%2Cpath")
    assert client.get(f"{PAGES}find/", {"html_path": path, "fields": "_,path"}, follow=True).json() == {
        "meta": {"path": "/blog/a/"}
    }
    assert client.get(f"{PAGES}find/?id={post.pk}")["Location"] == f"{PAGES}{post.pk}/"
    for query in ({"html_path": "/blog/b/"}, {"html_path": "/nowhere/"}, {"id": "999999"}, {}):
        assert_problem(client.get(f"{PAGES}find/", query), status=404)


def test_find_honours_the_site_and_keeps_it(client, site):
    other = SiteFactory(hostname="other.example.org", port=81)
    here = StandardPageFactory(parent=site.root_page, slug="about")
    there = StandardPageFactory(parent=other.root_page, slug="about")
    found = client.get(f"{PAGES}find/?html_path=/about/")
    assert found["Location"] == f"{PAGES}{here.pk}/"
    found = client.get(f"{PAGES}find/?html_path=/about/&site=other.example.org:81", follow=True)
    assert found.json()["id"] == there.pk
    assert found.json()["meta"]["html_url"] == "http://other.example.org:81/about/"
    assert_problem(client.get(f"{PAGES}{there.pk}/"), status=404)


def test_find_honours_the_language(client, site):
    german = Locale.objects.create(language_code="de")
    page = StandardPageFactory(parent=site.root_page, slug="ueber", locale=german)
    assert client.get(f"{PAGES}find/?html_path=/ueber/&locale=de")["Location"] == f"{PAGES}{page.pk}/"
    assert_problem(client.get(f"{PAGES}find/?html_path=/ueber/&locale=en"), status=404)
    assert_problem(client.get(f"{PAGES}find/?html_path=/ueber/&locale=xx"), status=400, field="locale")


NUMBERS = ["-1", "x", "1.5", "99999999999999999999", "٣", ""]
BAD_LISTS = [
    *(("limit", value) for value in [*NUMBERS, "101"]),
    *(("offset", value) for value in [*NUMBERS, "1000001"]),
    *((name, value) for name in ("child_of", "ancestor_of", "descendant_of", "translation_of") for value in NUMBERS),
    *(("id", value) for value in NUMBERS),
    ("child_of", "999999"),
    ("order", "nonsense"),
    ("order", "--id"),
    ("order", "body"),
    ("order", "id,"),
    ("type", ""),
    ("type", "blog"),
    ("type", "blog.Nonsense"),
    ("type", "auth.User"),
    ("type", "blog.BlogPostPage,x.Y"),
    ("fields", "nonsense"),
    ("fields", "title(x)"),
    ("fields", "("),
    ("fields", "a(" * 300 + "b" + ")" * 300),
    ("locale", "xx"),
    ("site", "nowhere.example.org"),
    ("site", "a:b:c"),
    ("show_in_menus", "maybe"),
    ("search_operator", "xor"),
    ("tags", "back"),
    ("format", "xml"),
    ("nonsense", "1"),
    ("rich_text_format", "db_html"),
    ("title", "a\x00b"),
    ("search", "a\x00b"),
]


@pytest.mark.parametrize(("name", "value"), BAD_LISTS)
def test_bad_parameters_of_a_list_are_problems_that_name_them(client, site, name, value):
    assert_problem(client.get(PAGES, {name: value}), status=400, field=name)


@pytest.mark.parametrize("url", ["/api/v2/images/", "/api/v2/documents/"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name in ("limit", "offset", "id") for value in NUMBERS),
        ("order", "file"),
        ("fields", "nonsense"),
        ("fields", "title(x)"),
        ("type", "blog.BlogPostPage"),
        ("title", "\x00"),
        ("nonsense", "1"),
    ],
)
def test_bad_parameters_of_the_library_are_problems_that_name_them(client, site, url, name, value):
    ImageFactory()
    assert_problem(client.get(url, {name: value}), status=400, field=name)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "1"}, "limit"),
        ({"type": "blog.BlogPostPage"}, "type"),
        ({"fields": "nonsense"}, "fields"),
        ({"site": "x"}, "site"),
    ],
)
def test_bad_parameters_of_a_detail_are_problems_that_name_them(client, site, query, field):
    assert_problem(client.get(f"{PAGES}{site.root_page_id}/", query), status=400, field=field)


@pytest.mark.parametrize("query", [{"id": "-1"}, {"id": "9" * 30}, {"html_path": "/\x00/"}, {"nonsense": "1"}])
def test_bad_parameters_of_find_are_problems_that_name_them(client, site, query):
    assert_problem(client.get(f"{PAGES}find/", query), status=400, field=next(iter(query)))


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_what_is_not_there_is_a_problem(client, site, pk):
    for kind in ("pages", "images", "documents"):
        assert_problem(client.get(f"/api/v2/{kind}/{pk}/"), status=404)


@pytest.mark.parametrize("search", ["", '"', "*", "a AND", "NEAR(", "(" * 50, "é" * 500, "' OR 1=1 --", "col:x"])
def test_any_words_can_be_searched_for(client, site, search):
    for kind in ("pages", "images"):
        assert client.get(f"/api/v2/{kind}/", {"search": search}).status_code == 200


def test_writing_is_refused_as_a_problem(client, site):
    for method in (client.post, client.put, client.patch, client.delete):
        assert_problem(method(PAGES), status=405)


def test_the_answer_is_json_whatever_is_preferred_and_can_be_asked_again(client, site):
    response = client.get(PAGES, headers={"accept": "text/html"})
    assert response["Content-Type"] == "application/json"
    assert "must-revalidate" in response["Cache-Control"]
    assert client.get(PAGES, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_the_library_speaks_as_wagtails_own(client, index):
    post = full_posts(parent=index, count=1)[0]
    post.hero_image.tags.add("b", "a")
    item = next(each for each in client.get("/api/v2/images/").json()["items"] if each["id"] == post.hero_image_id)
    assert item["meta"] == {
        "type": "wagtailimages.Image",
        "detail_url": f"http://localhost:8000/api/v2/images/{item['id']}/",
        "tags": ["a", "b"],
        "download_url": post.hero_image.get_rendition(FALLBACK.filter_spec).file.url,
    }
    detail = client.get(f"/api/v2/images/{item['id']}/?fields=_,width").json()
    assert detail == {"width": 40}
    assert client.get(f"/api/v2/images/find/?id={item['id']}")["Location"] == f"/api/v2/images/{item['id']}/"
