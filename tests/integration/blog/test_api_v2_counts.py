"""How many statements an answer takes: the same for any number of posts."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.signal_handlers import disable_reference_index_auto_update

from tests.factories.blog import BlogIndexPageFactory, SiteFactory
from tests.factories.content import full_posts

pytestmark = pytest.mark.django_db

ALL_FIELDS = "/api/v2/pages/?type=blog.BlogPostPage&fields=*&limit=100"


def statements(client, url):
    for model in ("blogpostpage", "blogindexpage", "homepage"):
        ContentType.objects.get_by_natural_key("blog", model)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, response.content
    return len(captured), response.json()


@pytest.fixture
def index(db):
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page)


def test_a_list_with_all_fields_takes_as_many_for_a_hundred_as_for_twelve(client, index):
    full_posts(parent=index, count=12)
    few, answer = statements(client, ALL_FIELDS)
    assert len(answer["items"]) == 12
    with disable_reference_index_auto_update():
        full_posts(parent=index, count=88)
    many, answer = statements(client, ALL_FIELDS)
    assert len(answer["items"]) == 100
    assert answer["items"][-1]["references"]
    assert answer["items"][-1]["hero"]["sources"]
    assert few == many <= 8


def test_a_detail_with_everything(client, index):
    post = full_posts(parent=index, count=3)[1]
    taken, answer = statements(client, f"/api/v2/pages/{post.pk}/")
    assert answer["series"]["previous"]
    assert answer["related"]
    assert taken <= 8


def test_a_plain_list(client, index):
    full_posts(parent=index, count=3)
    taken, _ = statements(client, "/api/v2/pages/")
    assert taken <= 4
