"""Snippets are saved without a slug: one is taken from the name, on the server, with or without the admin's script."""

import pytest
from django.urls import reverse
from taggit.models import Tag

from blog.models import Author, Category, Series
from tests.factories.blog import AuthorFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NO_CREDENTIALS = {"credentials-TOTAL_FORMS": "0", "credentials-INITIAL_FORMS": "0"}
NAMED = {
    "an author": (Author, "name", NO_CREDENTIALS),
    "a category": (Category, "name", {}),
    "a series": (Series, "title", {}),
    "a tag": (Tag, "name", {}),
}


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


def address(model, name, *rows):
    return reverse(f"wagtailsnippets_{model._meta.label_lower.replace('.', '_')}:{name}", args=[row.pk for row in rows])


def add(editor, model, **fields):
    return editor.post(address(model, "add"), {"slug": "", **fields})


@pytest.mark.parametrize("kind", NAMED)
def test_an_empty_slug_is_taken_from_the_name(editor, kind):
    model, field, more = NAMED[kind]
    for slug in ("zoë-müller", "zoë-müller-2", "zoë-müller-3"):
        # taggit's names are unique, so each is written differently and means the same slug
        name = "Zoë Müller" + "!" * model._default_manager.count()
        assert add(editor, model, **{field: name}, **more).status_code == 302
        assert model._default_manager.latest("pk").slug == slug


@pytest.mark.parametrize("kind", NAMED)
def test_a_slug_of_ones_own_stays(editor, kind):
    model, field, more = NAMED[kind]
    assert editor.post(address(model, "add"), {"slug": "zm", field: "Zoë Müller", **more}).status_code == 302
    assert model._default_manager.get().slug == "zm"


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_without_letters_says_what_is_missing_and_keeps_what_was_typed(editor, kind):
    model, field, more = NAMED[kind]
    answer = add(editor, model, **{field: "?!"}, **more)
    assert answer.status_code == 200
    assert "The name has no letter or number to take it from." in answer.content.decode()
    assert 'value="?!"' in answer.content.decode()
    assert not model._default_manager.exists()


def test_without_a_name_the_name_alone_is_asked_for(editor):
    answer = add(editor, Category, name="")
    form = answer.context["form"]
    assert "name" in form.errors
    assert "has no letter" not in str(form.errors)


def test_a_slug_taken_by_another_is_still_refused(editor):
    AuthorFactory(name="Zoë", slug="zm")
    answer = editor.post(address(Author, "add"), {"slug": "zm", "name": "Zoë Müller", **NO_CREDENTIALS})
    assert answer.status_code == 200
    assert "slug" in answer.context["form"].errors


def test_a_long_name_leaves_room_for_the_number(editor):
    name = "a" * 80
    for slug in (name, "a" * 78 + "-2"):
        assert add(editor, Category, name=name).status_code == 302
        assert Category.objects.latest("pk").slug == slug


def test_emptying_the_slug_of_a_row_takes_its_own_again(editor):
    author = AuthorFactory(name="Zoë Müller", slug="zoë-müller")
    fields = {"name": author.name, "slug": "", **NO_CREDENTIALS}
    assert editor.post(address(Author, "edit", author), fields).status_code == 302
    author.refresh_from_db()
    assert author.slug == "zoë-müller"
