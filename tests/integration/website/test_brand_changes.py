"""What follows when a brand is saved, or a page it links to changes."""

import pytest
from django.core.management import call_command

from ground.outbox import OutboxMessage
from tests.factories.blog import ImageFactory, SiteFactory, StandardPageFactory
from tests.factories.website import SiteBrandFactory, footer, link, menu
from website import caching

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def about(site):
    return StandardPageFactory(parent=site.root_page, title="About", slug="about")


def purged():
    return set().union(*(message.payload["keys"] for message in OutboxMessage.objects.filter(topic=caching.PURGE)))


def test_saving_and_deleting_purge_every_screen(site):
    brand = SiteBrandFactory(site=site, name="Alder")
    assert caching.EVERYTHING in purged()
    for change in (brand.save, brand.delete):
        OutboxMessage.objects.all().delete()
        change()
        assert caching.EVERYTHING in purged()


@pytest.mark.parametrize("place", ["menu", "below", "footer"])
@pytest.mark.parametrize("change", ["publish", "unpublish", "delete"])
def test_a_change_of_a_page_it_links_to_purges_every_screen(site, about, place, change):
    links = {
        "menu": {"menu": menu(link(about, below=[]))},
        "below": {"menu": menu(link(address="/x/", label="X", below=[link(about)]))},
        "footer": {"footer": footer(Clinic=[link(about)])},
    }
    SiteBrandFactory(site=site, **links[place])
    OutboxMessage.objects.all().delete()
    if change == "publish":
        about.save_revision().publish()
    else:
        getattr(about, change)()
    assert caching.EVERYTHING in purged()


def test_its_pictures_can_be_shown_at_once_and_get_their_files_from_the_worker(site, settings):
    logo, share = ImageFactory(file__width=500, file__height=300), ImageFactory(file__width=30, file__height=20)
    SiteBrandFactory(site=site, logo=logo, share_picture=share)
    fallback = {"width-1200|format-jpeg"}
    assert set(share.renditions.values_list("filter_spec", flat=True)) == fallback
    clear = {"width-400|format-webp"}
    assert set(logo.renditions.values_list("filter_spec", flat=True)) == fallback | clear, "with a clear ground"
    settings.FRONTEND_URL = "http://127.0.0.1:9"
    call_command("run_worker", once=True)
    assert logo.renditions.filter(filter_spec="width-400|format-avif").exists()
    assert share.renditions.filter(filter_spec="width-400|format-webp").exists()


def test_a_picture_whose_file_is_lost_does_not_stop_the_form(site, caplog):
    logo = ImageFactory()
    logo.file.storage.delete(logo.file.name)
    SiteBrandFactory(site=site, logo=logo)
    assert "can't be read" in caplog.text
