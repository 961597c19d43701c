"""What search engines and link previews read of a page."""

from datetime import date

import pytest

from blog.models import PostContributor
from tests.factories.blog import AuthorFactory, BlogIndexPageFactory, SiteFactory
from tests.factories.content import full_posts

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

URL = "/api/site/v1/resolve/"


@pytest.fixture
def index():
    site = SiteFactory(default=True, site_name="Alder Bridge")
    return BlogIndexPageFactory(parent=site.root_page, title="Blog", slug="blog")


@pytest.fixture
def post(index):
    return full_posts(parent=index, count=2)[0]


@pytest.fixture
def head(client):
    def ask(path):
        answer = client.get(URL, {"path": path})
        assert answer.status_code == 200
        return answer.json()["head"]

    return ask


def nodes(head):
    document = head["structured_data"]
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"]}


def test_an_article_tells_link_previews_all_they_ask_for(head, post):
    found = head(f"/blog/{post.slug}/")
    assert (found["kind"], found["site_name"], found["locale"]) == ("article", "Alder Bridge", "en")
    assert found["published_at"] == "2026-03-01T09:00:00Z"
    assert found["image"]["url"].startswith("http://localhost:8000/media/")
    assert (found["image"]["width"], found["image"]["alt"]) == (40, "A bare back")
    assert len(found["authors"]) == 2
    assert found["tags"] == ["back", "pain"]
    assert found["section"]
    assert found["robots"] == "index, follow, max-image-preview:large"


def test_an_article_tells_search_engines_who_wrote_it_and_what_it_cites(head, post):
    found = nodes(head(f"/blog/{post.slug}/"))
    article = found["Article"]
    assert article["headline"] == post.title
    author = article["author"][0]
    assert author["honorificSuffix"] == "ND, RMSK"
    assert author["hasCredential"][0] == {
        "@type": "EducationalOccupationalCredential",
        "name": "Meaning of ND",
        "alternateName": "ND",
    }
    assert len(article["citation"]) == 3
    assert article["citation"][0]["name"].startswith("Moser I, Okoro F.")
    assert article["image"]["url"].startswith("http://localhost:8000/")
    assert article["mainEntityOfPage"]["@id"] == found["WebPage"]["@id"]
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [each["item"] for each in steps] == [
        "http://localhost:8000/",
        "http://localhost:8000/blog/",
        f"http://localhost:8000/blog/{post.slug}/",
    ]


def test_a_reviewed_post_is_a_medical_page_with_its_reviewer_and_day(head, post):
    reviewer = AuthorFactory(name="Leena Varga", credentials=["PhD"], orcid="0000-0002-1825-0097")
    PostContributor.objects.create(post=post, author=reviewer, role="reviewer", sort_order=9)
    post.reviewed_on = date(2026, 2, 3)
    post.save()
    page = nodes(head(f"/blog/{post.slug}/"))["MedicalWebPage"]
    assert page["lastReviewed"] == "2026-02-03"
    assert page["reviewedBy"][0]["name"] == "Leena Varga"
    assert page["reviewedBy"][0]["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]


def test_other_pages_are_web_pages_and_the_front_page_names_the_site(head, index):
    assert set(nodes(head("/blog/"))) == {"WebPage", "BreadcrumbList"}
    front = head("/")
    assert nodes(front)["WebSite"]["name"] == "Alder Bridge"
    assert (front["kind"], front["image"], front["authors"]) == ("website", None, [])
