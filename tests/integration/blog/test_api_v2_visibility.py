"""Nothing that readers may not see appears in any answer; what they may see does, in each of them."""

from datetime import timedelta

import pytest
import wagtail_factories
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    ImageFactory,
    SiteFactory,
    UserFactory,
)
from tests.factories.content import block, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TITLE = "Quokka"


class Case:
    """A post titled `TITLE` that uses three images and a document of its own, below `index`."""

    def __init__(self, index, **kwargs):
        self.index = index
        self.images = [ImageFactory(file__width=8, file__height=8) for _ in range(3)]
        self.document = wagtail_factories.DocumentFactory(title="Leaflet")
        hero, shown, portrait = self.images
        blocks = [
            block("picture", {"image": shown.pk, "alt": "", "caption": "", "credit": ""}),
            block("paragraph", f'<p><a id="{self.document.pk}" linktype="document">leaflet</a></p>'),
        ]
        self.page = BlogPostPageFactory(
            parent=index,
            title=TITLE,
            slug="quokka",
            hero_image=hero,
            body=body_of(blocks),
            authors=[AuthorFactory(portrait=portrait)],
            tagged=["pouch"],
            **kwargs,
        )


def index_of(site):
    return BlogIndexPageFactory(parent=site.root_page, slug="blog")


def public(site):
    return Case(index_of(site))


def not_yet_expired(site):
    return Case(index_of(site), expire_at=timezone.now() + timedelta(hours=1))


def draft(site):
    return Case(index_of(site), draft=True)


def scheduled(site):
    return Case(index_of(site), draft=True, go_live_at=timezone.now() - timedelta(hours=1))


def unpublished(site):
    case = public(site)
    case.page.unpublish()
    return case


def expired(site):
    return Case(index_of(site), expire_at=timezone.now() - timedelta(seconds=1))


def behind_a_password(site):
    case = public(site)
    PageViewRestriction.objects.create(page=case.page, restriction_type=PageViewRestriction.PASSWORD, password="x")
    return case


def below_a_password(site):
    case = public(site)
    PageViewRestriction.objects.create(page=case.index, restriction_type=PageViewRestriction.PASSWORD, password="x")
    return case


def for_logins_only(site):
    case = public(site)
    PageViewRestriction.objects.create(page=case.page, restriction_type=PageViewRestriction.LOGIN)
    return case


def on_another_site(site):
    return public(SiteFactory(hostname="other.example.org"))


HIDDEN = [draft, scheduled, unpublished, expired, behind_a_password, below_a_password, for_logins_only, on_another_site]
SHOWN = [public, not_yet_expired]


@pytest.fixture(params=[False, True], ids=["anonymous", "with an editor's session"])
def reader(request, client):
    if request.param:
        client.force_login(UserFactory(administrator=True))
    return client


def lists(case):
    """Return the lists in which the page would be if readers could see it."""
    yield from (
        f"/api/v2/pages/?{query}"
        for query in (
            "limit=100",
            "limit=100&fields=*",
            "type=blog.BlogPostPage",
            "type=blog.BlogPostPage&fields=*",
            "type=blog.BlogPostPage,blog.HomePage",
            "type=blog.BlogPostPage&tags=pouch",
            "order=-first_published_at",
            "order=random",
            "locale=en",
            "slug=quokka",
            f"title={TITLE}",
            f"id={case.page.pk}",
            f"search={TITLE}",
            f"type=blog.BlogPostPage&search={TITLE}&fields=*",
            "descendant_of=root",
        )
    )


def files(case):
    return [("images", image.pk) for image in case.images] + [("documents", case.document.pk)]


def statuses(reader, case):
    """Return how each way to the page and its files is answered."""
    ways = [
        f"/api/v2/pages/{case.page.pk}/",
        f"/api/v2/pages/find/?id={case.page.pk}",
        "/api/v2/pages/find/?html_path=/blog/quokka/",
        "/api/v2/pages/find/?html_path=/blog/quokka/&locale=en",
    ]
    for kind, pk in files(case):
        ways += [f"/api/v2/{kind}/{pk}/", f"/api/v2/{kind}/find/?id={pk}"]
    return {way: reader.get(way).status_code for way in ways}


def in_lists(reader, case):
    """Return, for each list, whether the page or file is in it."""
    found = {url: [item["id"] for item in reader.get(url).json()["items"]] for url in lists(case)}
    there = {url: case.page.pk in ids for url, ids in found.items()}
    for kind, pk in files(case):
        for query in ("", "?fields=*", f"?id={pk}"):
            items = reader.get(f"/api/v2/{kind}/{query}").json()["items"]
            there[f"{kind}{query} {pk}"] = pk in [item["id"] for item in items]
    return there


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.mark.parametrize("made", SHOWN)
def test_what_readers_may_see_is_everywhere(reader, site, made):
    case = made(site)
    call_command("update_index", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    assert {url for url, there in in_lists(reader, case).items() if not there} == set()
    assert {way: status for way, status in statuses(reader, case).items() if status not in {200, 302}} == {}


@pytest.mark.parametrize("made", HIDDEN)
def test_what_readers_may_not_see_is_nowhere(reader, site, made):
    case = made(site)
    call_command("update_index", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    assert {url for url, there in in_lists(reader, case).items() if there} == set()
    assert {way: status for way, status in statuses(reader, case).items() if status != 404} == {}


@pytest.mark.parametrize("name", ["child_of", "ancestor_of", "descendant_of", "translation_of"])
@pytest.mark.parametrize("made", HIDDEN)
def test_a_hidden_page_is_no_place_to_look_from(reader, site, made, name):
    case = made(site)
    assert reader.get(f"/api/v2/pages/?{name}={case.page.pk}").status_code == 400


def test_what_another_site_shows_is_seen_by_asking_it(reader, site):
    case = on_another_site(site)
    assert reader.get(f"/api/v2/pages/{case.page.pk}/?site=other.example.org").status_code == 200
    assert reader.get(f"/api/v2/images/{case.images[0].pk}/?site=other.example.org").status_code == 200


def test_a_public_page_does_not_name_a_parent_that_is_hidden(reader, site):
    case = public(site)
    assert reader.get(f"/api/v2/pages/{case.page.pk}/").json()["meta"]["parent"]
    case.index.unpublish()
    assert reader.get(f"/api/v2/pages/{case.page.pk}/").json()["meta"]["parent"] is None


def test_a_file_that_only_a_newer_draft_uses_is_not_listed(reader, site):
    case, unused = public(site), ImageFactory(file__width=8, file__height=8)
    case.page.hero_image = unused
    case.page.save_revision()
    assert reader.get(f"/api/v2/images/{unused.pk}/").status_code == 404
    assert reader.get(f"/api/v2/images/{case.images[0].pk}/").status_code == 200


def test_a_file_in_a_closed_collection_is_not_listed(reader, site):
    case = public(site)
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    image, document = case.images[0], case.document
    for file in (image, document):
        file.collection = closed
        file.save()
    assert reader.get(f"/api/v2/images/{image.pk}/").status_code == 404
    assert reader.get(f"/api/v2/documents/{document.pk}/").status_code == 404
