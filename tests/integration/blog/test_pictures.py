"""What readers get of the library's pictures: files made for them, never what was uploaded, nothing a camera wrote."""

from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.urls import reverse
from wagtail.images import get_image_model

from blog.models import BlogPostPage, ImageColour
from blog.pictures import make_fallback
from blog.tasks import FILES, PICTURES_READY, RENDITIONS, make_files, make_page_renditions
from ground.models import OutboxMessage
from tests.factories.blog import AuthorFactory, BlogIndexPageFactory, ImageFactory, SiteFactory, UserFactory
from tests.factories.content import block, body_of
from website.caching import EVERYTHING, PURGE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

Image = get_image_model()
Rendition = Image.get_rendition_model()
GPS, MAKER, ORIENTATION = 0x8825, 0x010F, 0x0112


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, slug="blog")


def photo(format_="JPEG", *, turned=None, colour="teal", size=(60, 30)):
    """Return a file that says where it was taken."""
    told = PIL.Image.Exif()
    told[MAKER] = "Spycam"
    told.get_ifd(GPS).update({1: "N", 2: (48.0, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 12.0)})
    if turned:
        told[ORIENTATION] = turned
    file = BytesIO()
    picture = PIL.Image.new("RGB", size, colour)
    more = {
        "PNG": {},
        "MPO": {"save_all": True, "append_images": [picture]},
    }.get(format_, {"xmp": b"<x:xmpmeta>Spycam</x:xmpmeta>"})
    picture.save(file, format_, exif=told.tobytes(), **more)
    return file.getvalue()


def upload(data, name="photo.jpg"):
    return ImageFile(BytesIO(data), name=name)


def published(blog, **kwargs):
    """Return a post that went live as an editor lets it."""
    post = BlogPostPage(title="Knee", slug="knee", live=False, **kwargs)
    blog.add_child(instance=post)
    post.save_revision().publish()
    return post


def work():
    """Do what the worker would for pictures."""
    for topic, handler in ((RENDITIONS, make_page_renditions), (FILES, make_files)):
        for row in OutboxMessage.objects.filter(topic=topic):
            handler(row.payload)
            row.delete()


def answers(client):
    """Return all that readers can ask about the post, as text."""
    site = {"site": "localhost:8000"}
    post = BlogPostPage.objects.get()
    urls = [
        ("/api/site/v1/resolve/", {"path": "/blog/"}),
        ("/api/site/v1/resolve/", {"path": "/blog/knee/"}),
        ("/api/v2/pages/", {"type": "blog.BlogPostPage", "fields": "*"}),
        (f"/api/v2/pages/{post.pk}/", {}),
        ("/api/v2/images/", {"fields": "*"}),
        ("/feeds/site/rss.xml", {}),
        ("/feeds/site/atom.xml", {}),
        ("/feeds/site/feed.json", {}),
        ("/sitemap.xml", {}),
    ]
    found = {}
    for url, query in urls:
        response = client.get(url, {**site, **query})
        assert response.status_code == 200, url
        found[url, tuple(query)] = response.content.decode()
    return found


def with_pictures(**files):
    hero, shown, portrait = (Image.objects.create(title=name, file=upload(photo())) for name in "abc")
    body = body_of([block("picture", {"image": shown.pk, "alt": "", "caption": "", "credit": ""})])
    return {"hero_image": hero, "body": body}, AuthorFactory(portrait=portrait)


class TestOriginals:
    def test_are_in_no_answer_before_and_after_the_worker(self, client, blog):
        fields, author = with_pictures()
        post = published(blog, **fields)
        post.contributors.create(author=author)
        post.save_revision().publish()
        for _ in range(2):
            for asked, text in answers(client).items():
                assert "original_images" not in text, asked
            work()

    def test_are_in_no_answer_where_no_file_could_be_made(self, client, blog):
        broken = ImageFactory(file__width=8, file__height=8)
        Path(broken.file.path).write_bytes(b"broken")
        published(blog, hero_image=broken)
        for asked, text in answers(client).items():
            assert "original_images" not in text, asked
        hero = client.get("/api/site/v1/resolve/", {"path": "/blog/knee/", "site": "localhost:8000"}).json()
        assert hero["page"]["hero"] is None

    def test_publishing_makes_the_file_that_every_browser_understands(self, client, blog):
        published(blog, hero_image=ImageFactory(file__width=40, file__height=20))
        page = client.get("/api/site/v1/resolve/", {"path": "/blog/knee/", "site": "localhost:8000"}).json()["page"]
        assert page["hero"]["src"].endswith(".jpg")
        assert [source["type"] for source in page["hero"]["sources"]] == ["image/jpeg"]
        work()
        page = client.get("/api/site/v1/resolve/", {"path": "/blog/knee/", "site": "localhost:8000"}).json()["page"]
        assert [source["type"] for source in page["hero"]["sources"]] == ["image/avif", "image/webp", "image/jpeg"]
        assert page["hero"]["colour"].startswith("#00")
        assert page["hero"]["focal_point"] is None

    def test_a_focal_point_is_in_percent(self, client, blog):
        image = ImageFactory(
            file__width=40,
            file__height=20,
            focal_point_x=10,
            focal_point_y=15,
            focal_point_width=2,
            focal_point_height=2,
        )
        published(blog, hero_image=image)
        page = client.get("/api/site/v1/resolve/", {"path": "/blog/knee/", "site": "localhost:8000"}).json()["page"]
        assert page["hero"]["focal_point"] == {"x": 25.0, "y": 75.0}

    def test_asking_makes_no_file(self, client, blog):
        fields, author = with_pictures()
        post = published(blog, **fields)
        post.contributors.create(author=author)
        post.save_revision().publish()
        before = Rendition.objects.count()
        answers(client)
        assert Rendition.objects.count() == before == 3


class TestAnotherFile:
    def test_in_the_library_is_made_ready_and_everything_is_purged(self, client, blog):
        image = ImageFactory(file__width=40, file__height=20)
        published(blog, hero_image=image)
        work()
        old = set(Rendition.objects.values_list("file", flat=True))
        assert ImageColour.objects.get(image=image).colour.startswith("#00")
        OutboxMessage.objects.all().delete()
        client.force_login(UserFactory(administrator=True))
        data = {"title": "Red", "file": upload(photo(colour="#ff0000"), "red.jpg"), "collection": image.collection_id}
        assert client.post(reverse("wagtailimages:edit", args=[image.pk]), data).status_code == 302
        assert not Rendition.objects.filter(image=image, filter_spec__contains="format-").exists()
        work()
        image.refresh_from_db()
        new = set(Rendition.objects.filter(filter_spec__contains="format-").values_list("file", flat=True))
        assert len(new) == 4
        assert not new & old
        assert ImageColour.objects.get(image=image).colour.startswith("#f")
        assert EVERYTHING in OutboxMessage.objects.filter(topic=PURGE).latest("pk").payload["keys"]
        assert OutboxMessage.objects.filter(topic=PICTURES_READY).exists()

    def test_set_without_the_form_leaves_nothing_of_the_old_one(self, blog):
        image = ImageFactory(file__width=40, file__height=20)
        make_fallback(image)
        image.file = upload(photo(colour="#ff0000"), "red.jpg")
        image.save()
        assert not image.renditions.exists()
        work()
        with image.renditions.first().file.open() as file, PIL.Image.open(file) as opened:
            assert opened.convert("RGB").getpixel((1, 1))[0] > 200

    def test_other_words_purge_and_make_nothing(self, blog):
        image = ImageFactory(file__width=40, file__height=20)
        make_fallback(image)
        OutboxMessage.objects.all().delete()
        image.title = "Other"
        image.save()
        assert image.renditions.count() == 1
        assert not OutboxMessage.objects.filter(topic=FILES).exists()
        assert OutboxMessage.objects.filter(topic=PURGE).exists()

    def test_a_new_picture_purges_nothing(self):
        ImageFactory(file__width=8, file__height=8)
        assert not OutboxMessage.objects.exists()


class TestPrivacy:
    @pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "MPO"])
    def test_no_file_says_where_it_was_taken(self, client, blog, format_):
        data = photo(format_)
        assert b"Spycam" in data
        image = Image.objects.create(title="a", file=upload(data, f"a.{format_.lower()}".replace("mpo", "jpg")))
        published(blog, hero_image=image)
        work()
        files = [image.file, *(each.file for each in image.renditions.all())]
        assert len(files) == 5
        for file in files:
            written = Path(file.path).read_bytes()
            assert b"Spycam" not in written, file.name
            with PIL.Image.open(BytesIO(written)) as opened:
                assert not opened.getexif().get_ifd(GPS), file.name
                assert not opened.getexif(), file.name

    def test_which_way_is_up_stays(self):
        image = Image.objects.create(title="a", file=upload(photo(turned=6)))
        with PIL.Image.open(image.file.path) as opened:
            assert dict(opened.getexif()) == {ORIENTATION: 6}
        make_fallback(image)
        with PIL.Image.open(image.renditions.get().file.path) as opened:
            assert opened.height > opened.width
            assert opened.getexif().get(ORIENTATION, 1) == 1

    def test_a_file_without_it_stays_as_it_is(self):
        file = BytesIO()
        PIL.Image.new("RGB", (8, 8), "teal").save(file, "JPEG")
        image = Image.objects.create(title="a", file=upload(file.getvalue()))
        assert Path(image.file.path).read_bytes() == file.getvalue()

    def test_a_moving_picture_still_moves(self):
        frames = [PIL.Image.new("RGB", (8, 8), colour) for colour in ("teal", "red", "blue")]
        file = BytesIO()
        frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], duration=90, exif=photo_exif())
        image = Image.objects.create(title="a", file=upload(file.getvalue(), "a.webp"))
        with PIL.Image.open(image.file.path) as opened:
            assert (opened.n_frames, len(opened.getexif())) == (3, 0)


def photo_exif():
    told = PIL.Image.Exif()
    told[MAKER] = "Spycam"
    return told.tobytes()
