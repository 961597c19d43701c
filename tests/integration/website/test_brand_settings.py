"""What every screen of a site shares, as its people have set it."""

import pytest
from wagtail.models import PageViewRestriction

from blog.pictures import make_renditions
from comments.submission import BODY_MAX, BODY_MIN, NAME_MAX
from tests.factories.blog import BlogIndexPageFactory, ImageFactory, SiteFactory, StandardPageFactory
from tests.factories.website import SiteBrandFactory, accounts, footer, link, menu
from website.models import SiteBrand

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

URL = "/api/site/v1/settings/"


@pytest.fixture
def site():
    return SiteFactory(default=True, site_name="Alder Bridge")


@pytest.fixture
def blog(site):
    return BlogIndexPageFactory(parent=site.root_page, title="Journal", slug="blog", show_in_menus=True)


@pytest.fixture
def about(site):
    return StandardPageFactory(parent=site.root_page, title="About us", slug="about")


@pytest.fixture
def ask(client):
    def read(**query):
        response = client.get(URL, query)
        assert response.status_code == 200, response.content
        return response.json()

    return read


def test_a_site_about_which_nothing_is_set_has_ours(ask, blog, about):
    found = ask()
    assert (found["name"], found["tagline"], found["language"]) == ("Alder Bridge", "", "en")
    assert found["navigation"] == [{"label": "Journal", "href": "/blog/", "below": []}]
    assert found["colours"] == {"light": None, "dark": None}
    assert found["fonts"] == {"text": "source-serif", "heading": "source-serif"}
    assert (found["logo"], found["logo_dark"], found["share_picture"]) == (None, None, None)
    assert (found["footer"], found["footer_note"], found["disclaimer"], found["social"]) == ([], "", "", [])
    assert set(found["comment_texts"].values()) == {""}
    assert not SiteBrand.objects.exists(), "reading writes nothing"


def test_a_site_without_a_name_has_the_installation_s(ask, settings):
    SiteFactory(default=True, site_name="")
    settings.WAGTAIL_SITE_NAME = "A wagtail"
    assert ask()["name"] == "A wagtail"


def test_the_limits_of_a_comment_are_told(ask, site):
    limits = ask()["comment_limits"]
    assert (limits["body_min"], limits["body_max"], limits["name_max"]) == (BODY_MIN, BODY_MAX, NAME_MAX)


def test_what_is_set_goes_out(ask, site, blog, about):
    SiteBrandFactory(
        site=site,
        name="Alder",
        tagline="Notes on movement",
        text_font="literata",
        heading_font="source-sans",
        light_accent="#7a1f5c",
        menu=menu(
            link(blog, below=[link(about), link(address="https://example.org/", label="Elsewhere")]),
            link(address="/blog/category/back/", label="Backs", below=[]),
        ),
        footer=footer(Clinic=[link(about, label="Who we are"), link(address="tel:+49-30-1", label="Call")]),
        footer_note="© Alder",
        disclaimer="General information.\n\nIt cannot know you.",
        social=accounts(mastodon="https://example.social/@alder"),
        words_held="We read it tonight.",
    )
    found = ask()
    assert (found["name"], found["tagline"]) == ("Alder", "Notes on movement")
    assert found["fonts"] == {"text": "literata", "heading": "source-sans"}
    assert found["colours"]["dark"] is None
    light = found["colours"]["light"]
    assert (light["link"], light["action"], light["action_ink"]) == ("#7a1f5c", "#7a1f5c", light["paper"])
    assert found["navigation"] == [
        {
            "label": "Journal",
            "href": "/blog/",
            "below": [
                {"label": "About us", "href": "/about/"},
                {"label": "Elsewhere", "href": "https://example.org/"},
            ],
        },
        {"label": "Backs", "href": "/blog/category/back/", "below": []},
    ]
    assert found["footer"] == [
        {
            "heading": "Clinic",
            "links": [{"label": "Who we are", "href": "/about/"}, {"label": "Call", "href": "tel:+49-30-1"}],
        }
    ]
    assert (found["footer_note"], found["disclaimer"][:7]) == ("© Alder", "General")
    assert found["social"] == [{"network": "mastodon", "label": "Mastodon", "href": "https://example.social/@alder"}]
    assert found["comment_texts"]["held"] == "We read it tonight."


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "delete"])
def test_links_to_pages_that_are_not_public_are_left_out(ask, site, blog, about, hide):
    SiteBrandFactory(
        site=site,
        menu=menu(link(about, below=[link(blog)]), link(blog, below=[link(about)])),
        footer=footer(Clinic=[link(about)], Reading=[link(blog), link(about)]),
    )
    if hide == "unpublish":
        about.unpublish()
    elif hide == "delete":
        about.delete()
    else:
        PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    found = ask()
    assert found["navigation"] == [{"label": "Journal", "href": "/blog/", "below": []}]
    assert [(each["heading"], len(each["links"])) for each in found["footer"]] == [("Reading", 1)]


def test_pages_of_another_site_are_no_links_of_this_one(ask, site, blog):
    other = SiteFactory(hostname="other.example", site_name="Other")
    theirs = StandardPageFactory(parent=other.root_page, title="Theirs", slug="theirs")
    SiteBrandFactory(site=site, menu=menu(link(theirs, below=[]), link(blog, below=[])))
    assert [each["label"] for each in ask()["navigation"]] == ["Journal"]
    assert ask(site="other.example")["name"] == "Other"


def test_pictures_go_out_as_everywhere(ask, site):
    brand = SiteBrandFactory(site=site, name="Alder", pictured=True)
    make_renditions(brand.logo)
    found = ask()
    assert found["logo"]["alt"] == "Alder"
    assert {each["type"] for each in found["logo"]["sources"]} == {"image/avif", "image/webp", "image/jpeg"}
    assert [each["type"] for each in found["share_picture"]["sources"]] == ["image/jpeg"]
    assert brand.share_picture.renditions.count() == 1, "none is made by asking"


def test_it_costs_six_statements_at_most(client, site, blog, about, django_assert_max_num_queries):
    brand = SiteBrandFactory(
        site=site,
        pictured=True,
        logo_dark=ImageFactory(),
        menu=menu(*(link(about, below=[link(blog)] * 5) for _ in range(6))),
        footer=footer(One=[link(about)] * 5, Two=[link(blog)] * 5),
        social=accounts(mastodon="https://example.social/@alder", x="https://x.com/alder"),
    )
    make_renditions(brand.logo)
    with django_assert_max_num_queries(6):
        assert client.get(URL).status_code == 200


def test_who_has_it_already_is_told_so(client, site):
    first = client.get(URL)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(URL, headers={"if-none-match": first["ETag"]}).status_code == 304
    SiteBrandFactory(site=site, name="Alder")
    assert client.get(URL, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_unknown_parameter_is_named(client, site):
    response = client.get(URL, {"colour": "red"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "colour"
