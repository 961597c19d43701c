"""Uploaded files in a bucket: written, drawn, handed on and removed through Wagtail, with nothing in a folder."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from blog.tasks import RENDITIONS
from ground import outage, outbox
from ground.outbox import OutboxMessage
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, ImageFactory, UserFactory
from website.bucket import uploaded
from website.settings.environment import Environment

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PICTURE = Path(__file__).parents[2] / "samples" / "puddle.png"


@pytest.fixture(scope="module")
def s3():
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3, settings):
    name = f"media-{uuid4().hex}"
    url = f"s3://{name}/uploads?endpoint={s3}&region=us-east-1"
    options = Environment(media_url=url, media_key="key", media_secret="secret").media_bucket
    made = boto3.resource(
        "s3", endpoint_url=s3, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    ).Bucket(name)
    made.create()
    settings.MEDIA_BUCKET = options
    settings.WAGTAILDOCS_SERVE_METHOD = "serve_view"
    storage = {"BACKEND": "website.bucket.BucketStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return made


def keys(bucket):
    return sorted(each.key for each in bucket.objects.all())


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_picture_is_uploaded_drawn_handed_on_and_removed(
    bucket, admin_client, rf, settings, django_capture_on_commit_callbacks
):
    with PICTURE.open("rb") as file:
        form = {"title": "A puddle", "file": file, "description": "Rain"}
        answer = admin_client.post(reverse("wagtailimages:add"), form)
    assert answer.status_code == 302
    image = get_image_model().objects.get()
    rendition = image.get_rendition("width-40")
    assert keys(bucket) == sorted([f"uploads/{image.file.name}", f"uploads/{rendition.file.name}"])
    assert rendition.url == f"/media/{rendition.file.name}"
    assert not Path(settings.MEDIA_ROOT, rendition.file.name).exists()

    answer = uploaded(rf.get(rendition.url), rendition.file.name)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert body(answer) == bucket.Object(f"uploads/{rendition.file.name}").get()["Body"].read()
    answer = uploaded(rf.get(rendition.url, headers={"if-none-match": answer["ETag"]}), rendition.file.name)
    assert (answer.status_code, answer.content) == (304, b"")

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert keys(bucket) == []


@pytest.mark.parametrize("name", ["images/none.png", "../secret", "original_images/puddle.png", "documents/plan.txt"])
def test_what_is_not_there_or_not_for_everybody_is_missing(bucket, rf, name):
    bucket.put_object(Key="secret", Body=b"no")
    for closed in ("original_images/puddle.png", "documents/plan.txt"):
        default_storage.save(closed, ContentFile(b"no"))
    with pytest.raises(Http404):
        uploaded(rf.get("/media/"), name)


def test_a_document_is_handed_on_by_its_own_address(bucket, admin_client):
    document = get_document_model()(title="Plan", uploaded_by_user=UserFactory(administrator=True))
    document.file.save("plan.txt", ContentFile(b"walk"))
    answer = admin_client.get(document.url)
    assert (answer.status_code, body(answer)) == (200, b"walk")


@pytest.fixture
def away(bucket, settings, monkeypatch):
    """Where it was, nobody answers any more; call it to bring the bucket back."""
    monkeypatch.setattr(outage, "_said", outage._Said())
    here = settings.STORAGES
    options = {**settings.MEDIA_BUCKET, "endpoint_url": "http://127.0.0.1:1"}
    settings.STORAGES = {**here, "default": {"BACKEND": "website.bucket.BucketStorage", "OPTIONS": options}}

    def back():
        settings.STORAGES = here

    return back


def test_a_bucket_that_is_away_is_503_and_one_line_without_its_address(away, rf, caplog):
    answer = uploaded(rf.get("/media/"), "images/a.png")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    [record] = [record for record in caplog.records if record.name == "website.bucket"]
    assert record.getMessage() == "The bucket of uploaded files is away (EndpointConnectionError)."


@pytest.mark.parametrize(("kind", "name"), [("images", "puddle.png"), ("docs", "puddle.pdf")])
def test_while_it_is_away_an_upload_is_refused_at_its_field_with_nothing_lost(away, bucket, admin_client, kind, name):
    model, data = get_image_model() if kind == "images" else get_document_model(), PICTURE.read_bytes()

    def send():
        form = {"title": "A puddle", "description": "Rain", "file": SimpleUploadedFile(name, data)}
        return admin_client.post(reverse(f"wagtail{kind}:add"), form)

    answer = send()
    assert answer.status_code == 200
    form = answer.context["form"]
    assert ["can't be stored just now" in said for said in form.errors["file"]] == [True]
    assert (set(form.errors), form["title"].value()) == ({"file"}, "A puddle")
    away()
    assert not model.objects.exists()
    assert send().status_code == 302
    stored = model.objects.get()
    assert (stored.file_size, len(stored.file_hash)) == (len(data), 40)
    assert [key.removeprefix("uploads/") for key in keys(bucket)] == [stored.file.name], "stored once"


def test_while_it_is_away_many_at_once_are_told_and_a_download_is_503(bucket, admin_client, request):
    document = get_document_model()(title="Plan", uploaded_by_user=UserFactory(administrator=True))
    document.file.save("plan.txt", ContentFile(b"walk"))
    request.getfixturevalue("away")
    with PICTURE.open("rb") as file:
        answer = admin_client.post(reverse("wagtailimages:add_multiple"), {"files[]": file, "title": "A puddle"})
    assert answer.json()["success"] is False
    assert "can't be stored just now" in answer.json()["error_message"]
    admin_client.raise_request_exception = False
    assert admin_client.get(document.url).status_code == 503


def test_while_it_is_away_a_post_is_published_and_its_pictures_come_later(bucket, request, caplog):
    image = ImageFactory(file__width=40, file__height=20)
    post = BlogPostPageFactory(parent=BlogIndexPageFactory(), live=False, hero_image=image)
    back = request.getfixturevalue("away")
    image = get_image_model().objects.get()
    post.hero_image = image
    post.save_revision().publish()
    waiting = OutboxMessage.objects.filter(topic=RENDITIONS)
    for minute in (1, 5):
        outbox.deliver_due(now=timezone.now() + timedelta(minutes=minute))
        assert waiting.get().last_error == "NotNow: files"
    assert not image.renditions.exists()
    said = [record.getMessage() for record in caplog.records if record.name == "ground.outage"]
    assert said == [
        "The place of uploaded files is away (EndpointConnectionError): pictures are drawn when it is back."
    ]
    back()
    outbox.deliver_due(now=timezone.now() + timedelta(hours=1))
    assert not waiting.exists()
    assert get_image_model().objects.get().renditions.exists()


def test_a_backup_says_that_the_files_are_elsewhere(bucket, tmp_path, capsys, monkeypatch):
    archive = tmp_path / "a.tar"
    archive.write_bytes(b"made")
    monkeypatch.setattr("website.management.commands.backup.make_backup", lambda **_: archive)
    call_command("backup", str(tmp_path))
    assert f"they are in the bucket {bucket.name}" in capsys.readouterr().out
