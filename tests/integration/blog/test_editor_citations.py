"""Citations on their way between the database, the editor and the dialog that makes them."""

import json
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from blog.blocks import PARAGRAPH_FEATURES
from blog.models import Reference
from tests.factories.blog import ReferenceFactory, SiteFactory, UserFactory, citation

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def converter():
    return ContentstateConverter(features=list(PARAGRAPH_FEATURES))


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


def to_editor(converter, html):
    return json.loads(converter.from_database_format(html))


def back_and_forth(converter, html):
    return converter.to_database_format(converter.from_database_format(html))


def chosen(response):
    return json.loads(response.content)


class TestRoundTrip:
    def test_nine_citations_between_other_links_come_back_unchanged(self, converter):
        references = [ReferenceFactory() for _ in range(9)]
        page = SiteFactory(default=True).root_page
        marks = [citation(reference, f"({number})") for number, reference in enumerate(references, start=1)]
        html = (
            f'<p data-block-key="aaaaa">Low back pain is common {marks[0]}, <b>costly</b> {marks[1]} and mostly '
            f'harmless {marks[2]}{marks[3]}; see <a linktype="page" id="{page.pk}">our page</a> '
            f'or <a href="https://example.org/?a=1&amp;b=2">theirs</a>.</p>'
            f'<ul><li data-block-key="bbbbb">Rest {marks[4]}</li><li data-block-key="ccccc">Heat {marks[5]}</li></ul>'
            f'<p data-block-key="ddddd">{marks[6]} In 1986 (it was 1986) {marks[7]} nothing helped. {marks[8]}</p>'
        )
        once = back_and_forth(converter, html)
        assert once == html
        assert back_and_forth(converter, once) == html

    @pytest.mark.parametrize("locator", ["p. 4", '"quoted" & <b>', "§ 2"])
    def test_the_place_in_the_paper_is_kept(self, converter, locator):
        reference = ReferenceFactory()
        entity = to_editor(converter, f"<p>{citation(reference, locator='XX')}</p>")["entityMap"]["0"]
        assert entity["data"]["locator"] == "XX"
        stored = citation(reference, locator=locator.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;"))
        content = to_editor(converter, f"<p>{stored}</p>")
        assert content["entityMap"]["0"]["data"]["locator"] == locator
        again = to_editor(converter, converter.to_database_format(json.dumps(content)))
        assert again["entityMap"]["0"]["data"]["locator"] == locator

    def test_a_citation_of_a_paper_that_is_gone_is_kept_and_shown_as_missing(self, converter):
        reference_id = str(uuid4())
        html = f'<p data-block-key="aaaaa">Rest <a linktype="citation" id="{reference_id}" locator="">(1)</a></p>'
        assert back_and_forth(converter, html) == html
        assert to_editor(converter, html)["entityMap"]["0"]["data"]["label"] == "Missing reference"

    @pytest.mark.parametrize("broken", ['id="no uuid"', ""])
    def test_a_broken_citation_does_not_break_the_editor(self, converter, broken):
        html = f'<p>Rest <a {broken} linktype="citation">(1)</a></p>'
        assert to_editor(converter, html)["blocks"][0]["text"] == "Rest (1)"

    def test_the_editor_is_told_about_the_paper_and_may_only_change_a_citation_whole(self, converter):
        reference = ReferenceFactory()
        entity = to_editor(converter, f"<p>{citation(reference)}</p>")["entityMap"]["0"]
        assert (entity["type"], entity["mutability"]) == ("CITATION", "IMMUTABLE")
        assert entity["data"]["label"] == "Moser, Okoro, 2006"
        assert entity["data"]["url"] == f"/admin/snippets/blog/reference/edit/{reference.pk}/"


class TestHandingOn:
    def test_the_payload_gets_reference_and_place(self):
        reference = ReferenceFactory()
        html = expand_db_html(f"<p>Rest {citation(reference, '(7)', locator='p. 4 &quot;a&quot; &amp; b')}.</p>")
        assert html == (
            f'<p>Rest <a data-citation="{reference.pk}" data-locator="p. 4 &quot;a&quot; &amp; b">(7)</a>.</p>'
        )


class TestDialog:
    def test_lists_papers_with_authors_and_year_and_finds_them_by_author(self, editor):
        ReferenceFactory(csl__author=[{"family": "Airaksinen"}], csl__title="European guidelines")
        ReferenceFactory(csl__title="Something else")
        found = editor.get(reverse("blog_citations:choose_results"), {"q": "airaks"}).content.decode()
        assert "European guidelines" in found
        assert "Airaksinen" in found
        assert "2006" in found
        assert "Something else" not in found

    def test_asks_for_the_place_and_makes_the_citation(self, editor):
        reference = ReferenceFactory()
        url = reverse("blog_citations:chosen", args=[reference.pk])
        asked = chosen(editor.get(url, {"locator": "p. 1"}))
        assert asked["step"] == "citation"
        assert re.search(r'name="locator"[^>]*value="p. 1"|value="p. 1"[^>]*name="locator"', asked["html"])

        made = chosen(editor.post(url, {"locator": "p. 4"}))
        assert made["step"] == "chosen"
        assert made["result"]["id"] == str(reference.pk)
        assert made["result"]["locator"] == "p. 4"
        assert made["result"]["text"] == "(Moser, Okoro, 2006, p. 4)"

    def test_a_place_too_long_is_asked_for_again(self, editor):
        url = reverse("blog_citations:chosen", args=[ReferenceFactory().pk])
        assert chosen(editor.post(url, {"locator": "x" * 61}))["step"] == "citation"

    def test_a_paper_that_is_gone_is_not_found(self, editor):
        assert editor.post(reverse("blog_citations:chosen", args=[uuid4()]), {}).status_code == 404

    def test_a_new_paper_can_be_entered_on_the_way(self, editor):
        form = {"kind": "article-journal", "paper_title": "New", "authors": "Moser, Ida", "year": "2020"}
        answer = chosen(editor.post(reverse("blog_citations:create"), form))
        assert answer["step"] == "citation"
        reference = Reference.objects.get()
        assert reference.title == "New"
        assert str(reference.pk) in answer["html"]
