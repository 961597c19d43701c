from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from tests.factories.blog import StandardPageFactory

pytestmark = pytest.mark.django_db


def promote(query, **values):
    return SearchPromotion.objects.create(query=Query.get(query), **values)


def test_what_editors_chose_stands_above_the_hits_in_their_order(site, post, ask):
    other = post("Wombat", "other")
    about = StandardPageFactory(parent=site.root_page, title="About us", slug="about")
    post("Quokka", "quokka")
    promote("quokka", page=about, sort_order=1)
    promote("quokka", page=other, sort_order=0, description="Read this.")
    promote("quokka", external_link_url="https://example.org/", external_link_text="Elsewhere", sort_order=2)
    answer = ask("  QUOKKA ")
    assert [(each["title"], each["path"]) for each in answer["promoted"]] == [
        ("Wombat", f"/blog/{other.slug}/"),
        ("About us", "/about/"),
        ("Elsewhere", "https://example.org/"),
    ]
    assert answer["promoted"][0]["card"]["id"] == other.pk
    assert answer["promoted"][0]["description"] == "Read this."
    assert answer["promoted"][1]["card"] is None
    assert [hit["card"]["title"] for hit in answer["hits"]] == ["Quokka"]
    assert ask("quokkas")["promoted"] == []


@pytest.mark.parametrize("change", [{"live": False}, {"expire_at": timezone.now() - timedelta(days=1)}])
def test_a_promoted_post_that_nobody_may_see_is_left_out(post, ask, change):
    page = post("Wombat", "other")
    promote("quokka", page=page)
    for name, value in change.items():
        setattr(page, name, value)
    page.save()
    assert ask("quokka")["promoted"] == []


def test_promotions_stand_on_the_first_page_only(post, ask):
    page = post("Wombat", "quokka")
    for number in range(12):
        post(f"Post {number}", "quokka")
    promote("quokka", page=page)
    first = ask("quokka")
    assert len(first["promoted"]) == 1
    assert ask("quokka", cursor=first["next"])["promoted"] == []
