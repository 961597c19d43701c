"""The form in the admin: who may use it, what it refuses and what it says about it."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.blocks.struct_block import StructBlockValidationError

from tests.factories.blog import SiteFactory, StandardPageFactory, UserFactory
from website.brand.blocks import AccountBlock, LinkBlock
from website.models import SiteBrand

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def address(site):
    return f"/admin/settings/website/sitebrand/{site.pk}/"


@pytest.fixture
def marketer(client):
    user, group = UserFactory(), Group.objects.create(name="Marketing")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_sitebrand"]))
    user.groups.add(group)
    client.force_login(user)
    return user


def filled(**changes):
    streams = {f"{name}-count": "0" for name in ("menu", "footer", "social")}
    return {"text_font": "source-serif", "heading_font": "source-serif", **streams, **changes}


def said(response):
    """The errors of the form by field, as the page shows them."""
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_it_saves_and_stays(client, marketer, address, site):
    response = client.post(address, filled(name="Alder", light_accent=" 7A1F5C", dark_accent="#abc"), follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert "Brand updated" in response.content.decode()
    brand = SiteBrand.objects.get(site=site)
    assert (brand.name, brand.light_accent, brand.dark_accent) == ("Alder", "#7a1f5c", "#aabbcc")
    assert brand.light_ground == ""


def test_without_the_right_it_is_not_there(client, address):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(address).status_code == 302
    assert "sitebrand" not in client.get("/admin/").content.decode()
    assert client.post(address, filled(name="Alder")).status_code == 302
    assert SiteBrand.objects.filter(name="Alder").count() == 0


def test_a_pair_that_can_t_be_read_is_named_with_its_ratio(client, marketer, address):
    response = client.post(address, filled(light_accent="#d9b8cc"))
    [field] = said(response)
    assert field == "light_accent"
    [first, *others] = said(response)[field]
    sentence = r"Links and focus rings on the ground: a contrast of 1\.\d\d:1, and at least 4.5:1 is needed"
    assert re.match(sentence, first)
    assert any(other.startswith("Words on buttons: ") for other in others)
    assert SiteBrand.objects.filter(light_accent="#d9b8cc").count() == 0


def test_edges_need_less(client, marketer, address):
    assert said(client.post(address, filled(light_ground="#ffffff", light_text="#b4b4b4")))["light_text"][-1] == (
        "Edges of form fields, inside: a contrast of 1.45:1, and at least 3:1 is needed to read it well."
    )


def test_each_mode_is_judged_by_itself(client, marketer, address):
    assert set(said(client.post(address, filled(light_ground="#777777", dark_text="#333333")))) == {
        "light_ground",
        "dark_text",
    }


@pytest.mark.parametrize("colour", ["blue", "#12", "#1234567", "#gggggg", "red}body{display:none}", "ⅠⅡⅢⅣⅤⅥ"])
def test_what_is_no_colour_is_refused_in_words(client, marketer, address, colour):
    response = client.post(address, filled(light_accent=colour))
    assert "Write a colour as #rrggbb, such as #0b5a6e." in said(response)["light_accent"]


def test_the_form_shows_our_colours_where_none_is_chosen(client, marketer, address):
    page = client.get(address).content.decode()
    assert 'placeholder="#0b5a6e"' in page
    assert "website/brand/colour-input" in page
    assert page.count('type="color"') == 8


class TestLinks:
    def refused(self, **values):
        with pytest.raises(StructBlockValidationError) as caught:
            LinkBlock().clean({"page": None, "address": "", "label": "", **values})
        return set(caught.value.block_errors)

    def test_a_page_or_an_address(self, site):
        page = StandardPageFactory(parent=site.root_page)
        assert self.refused() == {"page"}
        assert self.refused(page=page, address="/x/") == {"page"}
        assert LinkBlock().clean({"page": page, "address": "", "label": ""})["page"].pk == page.pk

    def test_an_address_needs_a_label(self):
        assert self.refused(address="https://example.org/") == {"label"}

    @pytest.mark.parametrize(
        "address", ["https://example.org/a?b=c", "/blog/", "mailto:us@example.org", "tel:+49-30-123"]
    )
    def test_these_lead_somewhere(self, address):
        assert LinkBlock().clean({"page": None, "address": address, "label": "A"})["address"] == address

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "//evil.example/", "data:text/html,x", "https://", "blog", "/a b", "/\nx"]
    )
    def test_these_do_not(self, address):
        assert self.refused(address=address, label="A") == {"address"}


class TestAccounts:
    @pytest.mark.parametrize(
        ("network", "address"),
        [
            ("linkedin", "https://www.linkedin.com/company/alder"),
            ("mastodon", "https://social.example/@alder"),
            ("x", "https://twitter.com/alder"),
        ],
    )
    def test_an_address_at_its_network(self, network, address):
        assert AccountBlock().clean({"network": network, "address": address})["network"] == network

    @pytest.mark.parametrize(
        ("network", "address"),
        [
            ("linkedin", "https://notlinkedin.com/x"),
            ("linkedin", "http://linkedin.com/x"),
            ("github", "https://github.com.evil.example/x"),
            ("mastodon", "mailto:us@example.org"),
        ],
    )
    def test_an_address_elsewhere_is_refused(self, network, address):
        with pytest.raises(StructBlockValidationError) as caught:
            AccountBlock().clean({"network": network, "address": address})
        assert set(caught.value.block_errors) == {"address"}
