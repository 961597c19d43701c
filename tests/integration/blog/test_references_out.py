"""Papers on their way out: as a file of a post, and as a resource of the content API."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.payloads import build_page
from blog.reference_formats import Found, read
from ground.viewer import Viewer
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, ReferenceFactory, SiteFactory, citation
from tests.factories.content import block, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PAPER = {
    "type": "article-journal",
    "author": [{"family": "Müller", "given": "Ödön"}],
    "issued": {"date-parts": [[2006]]},
}


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def index(site):
    return BlogIndexPageFactory(parent=site.root_page, title="Blog", slug="blog")


def paper(title, **csl):
    return ReferenceFactory(csl=PAPER | {"title": title} | csl)


def post_citing(index, *cited, **kwargs):
    html = " and ".join(citation(each) for each in cited)
    return BlogPostPageFactory(parent=index, body=body_of([block("paragraph", f"<p>{html}</p>")]), **kwargs)


@pytest.fixture
def papers():
    return [paper("Alpha", DOI="10.1000/ABC"), paper("Beta {1} & 50 %"), paper("Gamma", PMID="123")]


@pytest.fixture
def post(index, papers):
    alpha, beta, gamma = papers
    return post_citing(index, beta, alpha, references=[gamma, alpha], slug="pain")


def export(client, post, kind="csl-json", **query):
    return client.get(f"/api/site/v1/posts/{post.pk}/references/", {"format": kind, **query})


class TestFileOfAPost:
    @pytest.mark.parametrize(
        ("asked", "kind", "ending"),
        [
            ("bibtex", "application/x-bibtex", "bib"),
            ("ris", "application/x-research-info-systems", "ris"),
            ("csl-json", "application/vnd.citationstyles.csl+json", "json"),
        ],
    )
    def test_holds_the_papers_in_the_order_of_their_numbers(self, client, post, asked, kind, ending):
        answer = export(client, post, asked)
        assert answer.status_code == 200
        assert answer["Content-Type"] == f"{kind}; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="pain-references.{ending}"'
        assert answer["ETag"]
        entries = read(answer.content.decode()).entries
        assert [each.csl["title"] for each in entries if isinstance(each, Found)] == [
            "Beta {1} & 50 %",
            "Alpha",
            "Gamma",
        ]
        assert [each.csl.get("DOI") for each in entries] == [None, "10.1000/abc", None]
        assert [each.csl.get("PMID") for each in entries] == [None, None, "123"]
        assert entries[0].csl["author"] == [{"family": "Müller", "given": "Ödön"}]

    def test_agrees_with_the_payload(self, client, site, post):
        payload = build_page(post, viewer=Viewer.anonymous(site=site), now=timezone.now())
        titles = [each["title"] for each in json.loads(export(client, post).content)]
        assert [reference.text.split(". ")[1].rstrip(".") for reference in payload.references] == titles

    def test_of_a_post_without_papers_is_empty(self, client, index):
        assert json.loads(export(client, BlogPostPageFactory(parent=index)).content) == []

    def test_shows_what_a_paper_was_merged_into_once(self, client, post, papers):
        alpha, beta, _ = papers
        alpha.merged_into = beta
        alpha.save()
        assert [each["title"] for each in json.loads(export(client, post).content)] == ["Beta {1} & 50 %", "Gamma"]

    @pytest.mark.parametrize("query", [{"format": "docx"}, {"format": ""}, {"format": "ris", "page": "1"}])
    def test_refuses_other_formats_and_parameters_with_a_problem(self, client, post, query):
        answer = client.get(f"/api/site/v1/posts/{post.pk}/references/", query)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"][0]["field"] in query

    def test_needs_a_format(self, client, post):
        answer = client.get(f"/api/site/v1/posts/{post.pk}/references/")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "format")

    @pytest.mark.parametrize(("kind", "text"), [("bibtex", ""), ("ris", ""), ("csl-json", "[]")])
    def test_of_a_post_without_papers_is_an_empty_file(self, client, index, kind, text):
        answer = export(client, BlogPostPageFactory(parent=index), kind=kind)
        assert (answer.status_code, answer.content.decode().strip()) == (200, text)

    def test_is_only_of_posts_that_readers_may_see(self, client, site, index, post, papers):
        draft = post_citing(index, papers[0], live=False)
        closed = post_citing(index, papers[0])
        PageViewRestriction.objects.create(page=closed, restriction_type="password", password="x")
        other = SiteFactory(hostname="other.example.org")
        for each in (draft, closed, index):
            assert export(client, each).status_code == 404
        assert export(client, post, site=f"{other.hostname}:{other.port}").status_code == 404
        assert client.get("/api/site/v1/posts/999999999999/references/?format=ris").status_code == 400

    def test_takes_as_many_statements_for_one_paper_as_for_thirty(
        self, client, index, post, papers, django_assert_max_num_queries
    ):
        ContentType.objects.clear_cache()
        long = post_citing(index, *(paper(f"Paper {number}") for number in range(30)))
        for each in (post, long):
            with django_assert_max_num_queries(5):
                export(client, each)


class TestResource:
    @pytest.fixture
    def listed(self, client):
        def get(**query):
            answer = client.get("/api/v2/references/", query)
            assert answer.status_code == 200, answer.content
            return answer.json()

        return get

    def test_lists_papers_that_public_posts_list_or_cite(self, listed, post, papers, index):
        hidden = paper("Hidden")
        post_citing(index, hidden, live=False)
        paper("Unused")
        answer = listed()
        assert answer["meta"] == {"total_count": 3}
        assert [each["title"] for each in answer["items"]] == ["Alpha", "Beta {1} & 50 %", "Gamma"]
        alpha = papers[0]
        assert answer["items"][0] == {
            "id": str(alpha.pk),
            "meta": {"type": "blog.Reference", "detail_url": f"http://localhost:8000/api/v2/references/{alpha.pk}/"},
            "title": "Alpha",
            "text": "Müller Ö. Alpha. 2006. doi:10.1000/abc",
            "doi": "10.1000/abc",
            "pmid": None,
            "url": "https://doi.org/10.1000/abc",
        }

    def test_detail_has_the_csl_and_hides_what_is_not_used(self, client, post, papers):
        answer = client.get(f"/api/v2/references/{papers[0].pk}/").json()
        assert answer["csl"] == PAPER | {"title": "Alpha", "DOI": "10.1000/abc"}
        assert client.get(f"/api/v2/references/{paper('Unused').pk}/").status_code == 404
        assert client.get("/api/v2/references/7/").status_code == 404

    def test_a_merged_paper_gives_way_to_the_other(self, client, listed, index):
        survivor, duplicate = paper("Survivor"), paper("Duplicate")
        post_citing(index, duplicate)
        assert [each["title"] for each in listed()["items"]] == ["Duplicate"]
        duplicate.merged_into = survivor
        duplicate.save()
        assert [each["title"] for each in listed()["items"]] == ["Survivor"]
        assert client.get(f"/api/v2/references/{duplicate.pk}/").status_code == 404

    def test_finds_by_number(self, client, listed, post, papers):
        assert [each["title"] for each in listed(doi="https://doi.org/10.1000/ABC")["items"]] == ["Alpha"]
        assert [each["title"] for each in listed(pmid="123")["items"]] == ["Gamma"]
        assert listed(doi="10.1/none")["items"] == []
        found = client.get("/api/v2/references/find/", {"doi": "10.1000/abc"})
        assert (found.status_code, found["Location"]) == (302, f"/api/v2/references/{papers[0].pk}/")
        assert client.get("/api/v2/references/find/").status_code == 404

    def test_searches_orders_and_picks_fields(self, listed, post):
        assert [each["title"] for each in listed(search="gamma")["items"]] == ["Gamma"]
        assert [each["title"] for each in listed(order="-title", limit=1)["items"]] == ["Gamma"]
        assert listed(fields="_,title", limit=1)["items"] == [{"title": "Alpha"}]

    @pytest.mark.parametrize(
        "query", ["fields=nope", "order=csl", "limit=x", "title=x", "offset=99999999", "doi=%00", "fields=csl(DOI)"]
    )
    def test_refuses_what_it_does_not_know(self, client, post, query):
        answer = client.get(f"/api/v2/references/?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert answer.json()["errors"][0]["field"] == query.split("=")[0]

    @pytest.mark.parametrize("query", ["id=7", "id=" + "9" * 500, "id="])
    def test_refuses_ids_that_are_none(self, client, site, query):
        answer = client.get(f"/api/v2/references/find/?{query}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "id")

    def test_takes_few_statements_however_many_there_are(self, listed, index, post, django_assert_max_num_queries):
        listed()
        post_citing(index, *(paper(f"Paper {number}") for number in range(30)))
        with django_assert_max_num_queries(5):
            assert len(listed(limit=100)["items"]) == 33
