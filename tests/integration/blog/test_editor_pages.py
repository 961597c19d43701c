"""Pages in the editor, and what publishing one sets off."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.models import BlogPostPage, ImageColour
from blog.pictures import BY_FILTER, FALLBACK, WIDTHS, find_colour, images_by_id, picture, rendition_specs
from blog.tasks import PICTURES_READY, RENDITIONS, make_page_renditions, request_renditions
from ground.outbox import OutboxMessage
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    HomePageFactory,
    ImageFactory,
    ReferenceFactory,
    SiteFactory,
    StandardPageFactory,
    UserFactory,
    citation,
    paragraph,
)
from tests.factories.content import block, body_of, listed

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


@pytest.fixture(autouse=True)
def _no_remembered_renditions():
    get_image_model().get_rendition_model().cache_backend.clear()


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page)


def entered(html, *, references=(), **fields):
    return nested_form_data(
        {
            "title": "Low back pain",
            "slug": "low-back-pain",
            "excerpt": "",
            "hero_image": "",
            "hero_alt": "",
            "hero_caption": "",
            "hero_credit": "",
            "body": streamfield([("paragraph", rich_text(html, features=["bold", "link", "citation"]))]),
            "post_references": inline_formset([{"reference": str(each.pk)} for each in references]),
            "contributors": inline_formset([]),
            "reviewed_on": "",
            "review_due": "",
            "chosen_posts": inline_formset([]),
            "categories": [],
            "tags": "",
            "series": "",
            "series_position": "",
            "seo_title": "",
            "search_description": "",
            "comments": inline_formset([]),
            "action-publish": "publish",
            **fields,
        }
    )


def made_of(image_id):
    """Return the files made of an image, best format first, narrow before wide."""
    order = list(BY_FILTER)
    made = get_image_model().get_rendition_model().objects.filter(image_id=image_id, filter_spec__in=order)
    return sorted(made, key=lambda each: order.index(each.filter_spec))


def format_of(rendition):
    with rendition.file.open() as file, Image.open(file) as opened:
        return opened.format


class TestEditing:
    @pytest.mark.parametrize(
        "factory", [HomePageFactory, BlogIndexPageFactory, BlogPostPageFactory, StandardPageFactory]
    )
    def test_every_page_opens_in_the_editor_without_a_preview(self, editor, factory):
        page = factory()
        answer = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code == 200
        assert "preview-panel" not in answer.content.decode()
        assert all(tab in answer.content.decode() for tab in ("Content", "Promote"))

    def test_a_post_needs_a_title_and_nothing_else(self, editor, blog):
        url = reverse("wagtailadmin_pages:add", args=["blog", "blogpostpage", blog.pk])
        assert editor.post(url, entered("")).status_code == 302
        assert BlogPostPage.objects.get().live

    def test_citations_survive_editing_and_publishing(self, editor, blog):
        references = [ReferenceFactory() for _ in range(9)]
        text = " ".join(f"Finding {citation(each, f'({number})')}." for number, each in enumerate(references, start=1))
        post = BlogPostPageFactory(parent=blog, body=[paragraph(f"<p>{text}</p>")])
        url = reverse("wagtailadmin_pages:edit", args=[post.pk])
        editor.post(url, entered(f"<p>Changed. {text}</p>", references=references))

        post = BlogPostPage.objects.get()
        stored = post.body.raw_data[0]["value"]
        assert "Changed. " in stored
        assert [str(each.pk) in stored for each in references] == [True] * 9
        assert [each.reference for each in post.post_references.all()] == references

    def test_an_unfinished_draft_can_be_saved(self, editor, blog):
        post = BlogPostPageFactory(parent=blog)
        form = entered("", body=streamfield([("picture", {"image": "", "alt": "", "caption": "", "credit": ""})]))
        del form["action-publish"]
        answer = editor.post(reverse("wagtailadmin_pages:edit", args=[post.pk]), form)
        assert answer.status_code == 302
        assert BlogPostPage.objects.get().has_unpublished_changes

    def test_opening_a_page_on_the_backend_leads_to_the_public_site(self, client, blog):
        BlogPostPageFactory(parent=blog, slug="x")
        answer = client.get(f"/{blog.slug}/x/", headers={"host": "localhost"})
        assert (answer.status_code, answer["Location"]) == (302, f"http://localhost:8000/{blog.slug}/x/")


class TestPictures:
    def test_publishing_makes_the_fallback_and_asks_for_the_rest(self, blog):
        image, portrait, inline = ImageFactory(), ImageFactory(), ImageFactory()
        post = BlogPostPageFactory(
            parent=blog,
            hero_image=image,
            authors=[AuthorFactory(portrait=portrait)],
            body=[{"type": "picture", "value": {"image": inline.pk, "alt": "", "caption": "", "credit": ""}}],
        )
        assert made_of(image.pk) == []
        BlogPostPage.objects.get(pk=post.pk).save_revision().publish()

        for each in (image, portrait, inline):
            made = made_of(each.pk)
            assert [(file.filter_spec, file.width) for file in made] == [("width-1200|format-jpeg", 1200)]
        assert OutboxMessage.objects.get(topic=RENDITIONS).payload == {"page": post.pk}

    def test_the_worker_makes_every_width_and_format_and_says_so(self, blog):
        post = BlogPostPageFactory(parent=blog, with_hero=True)
        make_page_renditions({"page": post.pk})
        made = made_of(post.hero_image_id)
        assert [file.filter_spec for file in made] == [spec.filter_spec for spec in rendition_specs()]
        assert {format_of(file) for file in made} == {"AVIF", "WEBP", "JPEG"}
        assert {file.width for file in made} == set(WIDTHS)
        assert OutboxMessage.objects.get(topic=PICTURES_READY).payload == {"page": post.pk}

    def test_the_worker_finds_the_colour_of_a_picture_once(self, blog, django_assert_num_queries):
        post = BlogPostPageFactory(parent=blog, hero_image=ImageFactory(file__width=30, file__height=20))
        make_page_renditions({"page": post.pk})
        found = ImageColour.objects.get(image=post.hero_image)
        red, green, blue = (int(found.colour[start : start + 2], 16) for start in (1, 3, 5))
        assert red < 20 < 100 < min(green, blue)
        with django_assert_num_queries(1):
            find_colour(post.hero_image)

    def test_every_picture_of_a_body_gets_its_files(self, blog):
        pictures = [ImageFactory(file__width=30, file__height=20) for _ in range(3)]
        single, *several = (each.pk for each in pictures)
        body = [
            block("picture", {"image": single}),
            block("gallery", {"title": "", "pictures": listed(*({"image": each} for each in several))}),
        ]
        post = BlogPostPageFactory(parent=blog, body=body_of(body))
        make_page_renditions({"page": post.pk})
        assert all(each.renditions.exists() for each in pictures)
        assert ImageColour.objects.count() == 3

    def test_a_small_picture_is_not_made_several_times_in_one_size(self, blog):
        post = BlogPostPageFactory(parent=blog, hero_image=ImageFactory(file__width=500, file__height=300))
        make_page_renditions({"page": post.pk})
        shown = picture(images_by_id([post.hero_image_id])[post.hero_image_id])
        assert (shown.width, shown.height) == (500, 300)
        for source in shown.sources:
            widths = [candidate.split()[1] for candidate in source.srcset.split(", ")]
            assert widths == ["400w", "500w"]

    def test_a_transparent_picture_gets_a_fallback_too(self, blog, django_assert_num_queries):
        image = ImageFactory(file__format="PNG", file__palette="RGBA", file__color=(0, 0, 0, 0))
        request_renditions(page=BlogPostPageFactory(parent=blog, hero_image=image), now=timezone.now())
        with django_assert_num_queries(1):
            files = images_by_id([image.pk])[image.pk]
        assert files.fallback.filter_spec == FALLBACK.filter_spec

    def test_a_picture_whose_file_is_gone_does_not_stop_publishing(self, blog):
        post = BlogPostPageFactory(parent=blog, with_hero=True)
        post.hero_image.file.storage.delete(post.hero_image.file.name)
        BlogPostPage.objects.get(pk=post.pk).save_revision().publish()
        make_page_renditions({"page": post.pk})
        assert made_of(post.hero_image_id) == []

    def test_a_page_that_is_gone_needs_no_pictures(self):
        make_page_renditions({"page": 12345})
        assert not OutboxMessage.objects.exists()

    def test_reading_makes_nothing(self):
        image = ImageFactory()
        assert images_by_id([image.pk]) == {}
        assert not image.renditions.exists()

    def test_words_and_focal_point_come_along(self):
        image = ImageFactory(
            description="A spine", focal_point_x=500, focal_point_y=250, focal_point_width=10, focal_point_height=10
        )
        image.get_rendition(FALLBACK.filter_spec)
        files = images_by_id([image.pk])[image.pk]
        shown = picture(files, caption="Seen from behind", credit="A. Moser")
        assert (shown.alt, shown.caption, shown.credit) == ("A spine", "Seen from behind", "A. Moser")
        assert shown.focal_point.model_dump() == {"x": 25.0, "y": 25.0}
        assert picture(files, alt="Bones").alt == "Bones"
        assert json.loads(shown.model_dump_json())["sources"][0]["type"] == "image/jpeg"
