"""A reader opens the article about low back pain, follows its citations, and is told that comments are off."""

import re
from urllib.parse import urljoin

import pytest
import requests
from playwright.sync_api import expect

ARTICLE = "/blog/treatments/between-rest-and-surgery/"
TITLE = "Between Rest and Surgery: Planning Care for a Painful Back"
CLOSED = "Commenting has been turned off."


def test_title_author_picture_and_sections_are_there(site, reader):
    answer = reader.goto(site.public(ARTICLE))
    assert answer.status == 200
    expect(reader.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    byline = reader.get_by_role("paragraph").filter(has_text="By Daniel Okoro")
    expect(byline.locator("abbr")).to_have_text(["MD", "RMSK"])

    figure = reader.locator("figure").first
    expect(figure.locator("figcaption")).to_contain_text("Three ways on from here")
    picture = figure.locator("img")
    expect(picture).to_have_attribute("alt", re.compile("A walker stands where a path divides"))
    drawn = requests.get(urljoin(reader.url, picture.get_attribute("src")), timeout=10)
    assert drawn.headers["content-type"].startswith("image/")

    sections = site.resolve(ARTICLE)["page"]["toc"]
    assert len(sections) == 7
    for section in sections:
        expect(reader.locator(f"[id='{section['id']}']")).to_have_text(section["text"])


def test_citations_lead_to_the_list_and_back(site, reader):
    reader.goto(site.public(ARTICLE))
    numbers = {mark.inner_text() for mark in reader.locator("a.citation").all()}
    assert numbers == {f"[{number}]" for number in range(1, 10)}
    assert reader.locator("li[id^='ref-']").count() == 9
    for number in range(1, 10):
        mark = reader.locator("a.citation", has_text=f"[{number}]").first
        place = mark.get_attribute("id")
        mark.click()
        expect(reader).to_have_url(re.compile(rf"#ref-{number}$"))
        entry = reader.locator(f"#ref-{number}")
        expect(entry).to_be_in_viewport()
        entry.locator(f"a[href='#{place}']").click()
        expect(reader).to_have_url(re.compile(rf"#{place}$"))
        expect(mark).to_be_in_viewport()


def test_a_number_in_parentheses_that_cites_nothing_stays_text(site, reader):
    reader.goto(site.public(ARTICLE))
    expect(reader.get_by_text("each of the next seven (7) days")).to_be_visible()


def test_comments_are_off_and_say_so(site, reader):
    reader.goto(site.public(ARTICLE))
    expect(reader.locator("#comments")).to_contain_text(CLOSED)
    expect(reader.get_by_role("button", name="Send comment")).to_have_count(0)


def test_both_apis_give_the_same_article(site):
    resolved = site.resolve(ARTICLE)
    detail = requests.get(site.admin(f"/api/v2/pages/{resolved['page']['id']}/"), timeout=10).json()
    assert detail["title"] == resolved["page"]["title"] == TITLE
    for member in ("contributors", "hero", "body", "references", "toc"):
        assert detail[member] == resolved["page"][member], member
    assert resolved["comments"]["message"] == CLOSED
    assert resolved["comments"]["accepts"] is False


@pytest.mark.parametrize("way", ["api", "form"])
def test_a_comment_sent_all_the_same_is_refused_and_stored_nowhere(site, way):
    page = site.resolve(ARTICLE)["page"]["id"]
    text = {"body": "Let me in all the same.", "name": "Persistent", "email": f"{way}@example.org"}
    before = site.comments_stored()
    if way == "api":
        key = "6f0c2a52-5f4b-4f6b-9a53-0f1f3d3c9d11"
        address = site.admin(f"/api/site/v1/pages/{page}/comments/")
        answer = requests.post(address, json={**text, "key": key}, timeout=10)
        assert answer.status_code == 403
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["code"] == "comments-closed"
    else:
        headers = {"Origin": site.stack.public_url}
        answer = requests.post(
            site.public(f"/comments/{page}/"), data={**text, "path": ARTICLE, "parent": ""}, headers=headers, timeout=10
        )
        assert answer.status_code == 422
        assert CLOSED in answer.text
        assert text["body"] in answer.text, "what the reader wrote must not be lost"
    assert site.comments_stored() == before
