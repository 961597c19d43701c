"""No reader is called what somebody of the house is called, in any disguise."""

import pytest
from django.utils import timezone
from wagtail.models import Site

from comments.models import Comment
from comments.selectors.identity import (
    reader_token,
)
from tests.factories.blog import AuthorFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory

API = "/api/site/v1/"


@pytest.mark.django_db
class TestNames:
    @pytest.mark.parametrize(
        "name", ["admin", "\u0430dmin", "Noor Haddad", "N\u043eor Haddad, MD", "Dr. Ada Park", "Home"]
    )
    def test_names_of_the_house_are_not_for_readers(self, send, post, site, name):
        UserFactory(first_name="Noor", last_name="Haddad")
        AuthorFactory(name="Ada Park", slug="ada-park")
        Site.objects.update(site_name="Home")
        refused = send(post, 400, name=name)
        assert refused["errors"] == [
            {"field": "name", "code": "name-reserved", "message": refused["title"]},
        ]
        assert not Comment.objects.exists()

    def test_an_account_is_known_by_its_name_or_else_by_its_user_name(self, send, post):
        UserFactory(username="bea", first_name="Beatrice", last_name="Lund")
        UserFactory(username="cleo", first_name="", last_name="")
        UserFactory(username="dora", first_name="", last_name="", is_active=False)
        send(post, name="Bea")
        send(post, name="Dora", email="dora@example.org", body="Me too.")
        send(post, 400, name="Cleo", email="cleo@example.org", body="And me.")

    def test_a_reader_does_not_come_by_such_a_name_through_an_old_comment(self, mailed, confirm, post):
        comment = CommentFactory(page=post, author_email="ada@example.org", author_name="Admin")
        assert confirm(mailed(comment=str(comment.uuid)))["reader"]["name"] == ""

    def test_the_words_are_a_setting(self, send, post, settings):
        settings.COMMENTS_RESERVED_NAMES = ["Rector"]
        send(post, 400, name="rect0r")
        send(post, name="admin")

    def test_staff_may_use_their_own(self, client, form, mailed, confirm, post):
        UserFactory(first_name="Noor", last_name="Haddad", email="noor@example.org", is_staff=True)
        token = confirm(mailed("noor@example.org"))["token"]
        response = client.post(
            f"{API}pages/{post.pk}/comments/",
            data=form(name="Noor Haddad"),
            content_type="application/json",
            headers={"X-Reader-Token": token},
        )
        assert response.status_code == 201, response.content
        assert response.json()["comment"]["author"]["is_staff"]

    @pytest.mark.parametrize(("name", "status"), [("Bea", 200), ("Adm\u0456n", 400), ("B\u202eea", 400), (" ", 400)])
    def test_another_name_is_judged_the_same(self, client, site, name, status):
        commenter = CommenterFactory(name="Ada")
        headers = {"X-Reader-Token": reader_token(commenter, now=timezone.now())}
        response = client.patch(f"{API}me/", data={"name": name}, content_type="application/json", headers=headers)
        assert response.status_code == status, response.content
        commenter.refresh_from_db()
        assert commenter.name == (name if status == 200 else "Ada")
        if status == 400:
            assert [error["field"] for error in response.json()["errors"]] == ["name"]

    @pytest.mark.parametrize("field", ["name", "email", "website", "body"])
    def test_a_lone_surrogate_is_refused_by_name(self, client, form, post, field):
        text = {"email": "a\\ud800@example.org", "website": "https://a.example/\\ud800"}.get(field, "Ada\\ud800")
        data = str(form(**{field: "MARK"})).replace("'", '"').replace("MARK", text)
        response = client.post(f"{API}pages/{post.pk}/comments/", data=data, content_type="application/json")
        assert response.status_code == 400
        assert [error["field"] for error in response.json()["errors"]] == [field]

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("name", "Ada\u202ecod.exe"),
            ("name", "A\u200bda"),
            ("name", "A" + "\u0301" * 9),
            ("name", "Ada\r\nBcc: x@example.org"),
            ("name", "\u3164"),
            ("email", "a\u200bda@example.org"),
            ("website", "https://a.example/\u202egpj"),
        ],
    )
    def test_what_hides_is_refused_by_name(self, send, post, field, text):
        assert {error["field"] for error in send(post, 400, **{field: text})["errors"]} == {field}
        assert not Comment.objects.exists()
