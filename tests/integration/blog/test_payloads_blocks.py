"""What each block an editor chooses becomes for readers."""

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from blog.payloads import build_page
from ground.viewer import Viewer
from tests.factories.blog import (
    BlogIndexPageFactory,
    BlogPostPageFactory,
    DocumentFactory,
    ReferenceFactory,
    SiteFactory,
    StandardPageFactory,
)
from tests.factories.content import block, body_of, every_block, picture_with_files

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOW = timezone.now()


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def index(site):
    return BlogIndexPageFactory(parent=site.root_page, slug="blog")


@pytest.fixture
def stuff(site, index):
    return {
        "paper": ReferenceFactory(),
        "page": StandardPageFactory(parent=site.root_page, slug="visit"),
        "post": BlogPostPageFactory(parent=index, title="Other", slug="other"),
        "image": picture_with_files(description="A bare back"),
        "document": DocumentFactory(title="The plan", file__filename="plan.pdf"),
    }


@pytest.fixture
def built(site, index, stuff):
    def build(blocks):
        post = BlogPostPageFactory(parent=index, body=body_of(blocks))
        return build_page(post, viewer=Viewer.anonymous(site=site), now=NOW)

    return build


def test_every_kind_of_block(built, stuff):
    blocks = every_block(**stuff)
    payload = built(list(blocks.values()))
    found = {each.type: each.model_dump(exclude={"type", "key"}) for each in payload.body}
    assert list(found) == list(blocks)
    assert [each.key for each in payload.body] == [each["id"] for each in blocks.values()]
    paper = stuff["paper"].pk
    marks = [f'<p>Move <a class="citation" id="cite-1-{n}" href="#ref-1" data-reference="{paper}">' for n in (1, 2, 3)]
    assert found["paragraph"]["html"].startswith(marks[0])
    assert found["callout"]["html"].startswith(marks[1])
    assert found["questions"]["questions"][0]["html"].startswith(marks[2])
    assert payload.references[0].citations == ["cite-1-1", "cite-1-2", "cite-1-3"]
    assert (found["callout"]["kind"], found["callout"]["title"]) == ("warning", "First")
    assert found["questions"]["questions"][0]["question"] == "Why?"
    assert found["divider"] == {}
    assert found["picture"]["width"] == "wide"
    assert [each["alt"] for each in found["gallery"]["pictures"]] == ["A bare back"] * 2
    assert found["embed"] == {
        "url": "https://youtu.be/abcdefghijk",
        "player": "https://www.youtube-nocookie.com/embed/abcdefghijk",
        "provider": "YouTube",
        "title": "A film",
        "note": "2 min",
    }
    assert found["table"] == {
        "caption": "A plan",
        "header_row": True,
        "header_column": False,
        "rows": [["Week", "Steps"], ["1", "2,000"], ["2", ""]],
    }
    assert found["code"] == {"code": "print(1)", "language": "Python", "caption": "One"}
    document = stuff["document"]
    assert found["download"] == {
        "url": document.url,
        "title": "The plan",
        "note": "Two pages",
        "format": "PDF",
        "size": 6,
    }
    assert found["appointment"] == {"text": "Sore?", "label": "Come", "url": "/visit/"}
    assert found["related"] == {"title": "Read next", "posts": [{"title": "Other", "path": "/blog/other/"}]}


def test_blocks_whose_rows_are_gone_or_closed_are_left_out(built, stuff):
    blocks = every_block(**stuff)
    wanted = [blocks[kind] for kind in ("gallery", "download", "appointment", "related")]
    shut = Collection.get_first_root_node().add_child(instance=Collection(name="Shut"))
    CollectionViewRestriction.objects.create(collection=shut, restriction_type="login")
    stuff["document"].collection = shut
    stuff["document"].save()
    stuff["page"].unpublish()
    stuff["post"].unpublish()
    stuff["image"].delete()
    assert built(wanted).body == []


def test_pictures_of_before_they_had_a_width_are_as_wide_as_the_text(built, stuff):
    assert built([block("picture", {"image": stuff["image"].pk})]).body[0].width == "text"


def test_a_table_without_cells_leaves_nothing(built):
    assert built([block("table", None), block("table", {"data": [[], []]})]).body == []
