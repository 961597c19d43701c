"""An editor's own account: what may be uploaded there, how often the old password is asked, which zones are offered."""

import zoneinfo
from io import BytesIO
from itertools import count

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.admin.localization import get_available_admin_time_zones
from wagtail.users.models import UserProfile

from ground.throttle import ThrottleCount
from tests.factories.blog import UserFactory
from tests.integration.website.test_uploads import SCRIPT, png
from website.settings.zones import offered_zones
from website.sign_in import BY_ACCOUNT

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PASSWORD, NEW = "a-walk-by-the-river", "another-walk-by-the-sea"
ADDRESSES = (f"203.0.{number}.7" for number in count(1))


@pytest.fixture
def editor():
    return UserFactory(administrator=True, username="leena", email="leena@example.org", password=PASSWORD)


@pytest.fixture
def client(editor):
    client = Client(REMOTE_ADDR=next(ADDRESSES))
    client.force_login(editor)
    return client


def noise(width, height):
    """Return a photograph of nothing."""
    file = BytesIO()
    Image.effect_noise((width, height), 90).save(file, "JPEG")
    return file.getvalue()


def send(client, **fields):
    """Send the form of the account with what a browser sends of it, and `fields`, whose `__` stand for a dash."""
    form = {
        "name_email-first_name": "Leena",
        "name_email-last_name": "Virta",
        "name_email-email": "leena@example.org",
        "locale-preferred_language": "en",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "comment_mail-mode": "never",
    }
    return client.post(reverse("wagtailadmin_account"), form | {k.replace("__", "-"): v for k, v in fields.items()})


def with_password(client, old):
    return send(client, password__old_password=old, password__new_password1=NEW, password__new_password2=NEW)


def said(answer, panel):
    """Return what is said of a part of the form, which is in what is shown."""
    assert answer.status_code == 200
    [form] = [each.get_form() for each in answer.context["view"].get_panels() if each.name == panel]
    errors = [error for errors in form.errors.values() for error in errors]
    assert all(error.split(".")[0] in answer.content.decode() for error in errors)
    return " ".join(errors)


def test_it_is_for_who_is_signed_in():
    answer = Client().get(reverse("wagtailadmin_account"))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/account/")


def test_an_ordinary_portrait_is_taken_and_made_smaller(client, editor):
    assert send(client, avatar__avatar=SimpleUploadedFile("leena.jpg", noise(600, 500))).status_code == 302
    first = UserProfile.objects.get(user=editor).avatar
    with first.open() as file, Image.open(file) as picture:
        assert picture.size == (400, 333)
    assert send(client).status_code == 302
    assert UserProfile.objects.get(user=editor).avatar.name == first.name, "what is not sent is kept"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("leena.png", png(10_000, 8_000), "too many pixels"),
        ("leena.png", png(60_000, 60_000), "too many pixels"),
        ("leena.png", png(900, 900), "valid image"),
        ("leena.png", png(20, 10) + bytes(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE), "too big"),
        ("leena.svg", SCRIPT, "image"),
        ("leena.html", png(20, 10), "Not a supported image format"),
        ("leena.png", b"<script>alert(1)</script>", "Not a valid"),
        ("leena.jpg", noise(600, 600)[:40_000], "valid image"),
    ],
)
def test_a_portrait_out_of_bounds_is_refused_at_its_field_and_nothing_typed_is_lost(client, editor, name, data, words):
    answer = send(client, avatar__avatar=SimpleUploadedFile(name, data), name_email__first_name="Leena Maria")
    assert words in said(answer, "avatar")
    assert "Profile picture:" in answer.content.decode()
    assert 'value="Leena Maria"' in answer.content.decode()
    assert not UserProfile.objects.filter(user=editor).exclude(avatar="").exists()


def test_guesses_at_the_old_password_count_like_those_at_the_door(client, editor):
    for _ in range(BY_ACCOUNT - 1):
        assert "incorrect" in said(with_password(client, "wrong"), "password")
    form = {"username": "leena", "password": "wrong"}
    Client(REMOTE_ADDR=next(ADDRESSES)).post(reverse("wagtailadmin_login"), form)
    assert "too many wrong passwords" in said(with_password(client, PASSWORD), "password"), "the right one either"
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_who_knows_it_is_not_counted(client, editor):
    assert with_password(client, PASSWORD).status_code == 302
    editor.refresh_from_db()
    assert editor.check_password(NEW)
    assert set(ThrottleCount.objects.values_list("used", flat=True)) <= {0}


def test_what_is_asked_of_the_rest_of_the_account_counts_no_guess(client):
    assert send(client).status_code == 302
    assert not ThrottleCount.objects.exists()


def test_zones_are_those_of_places_and_a_browser_knows_them():
    offered = get_available_admin_time_zones()
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Tokyo"} <= set(offered)
    assert all(zone == "UTC" or "/" in zone for zone in offered)
    assert not {"localtime", "Factory"} & set(offered)
    assert len(offered) < len(zoneinfo.available_timezones())
    assert offered == sorted(offered)
    assert "Etc/GMT+3" in offered_zones(own="Etc/GMT+3"), "the site's own is one of them"
