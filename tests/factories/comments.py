"""Comments and policies for tests; traits are named after statuses."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from comments.markup import CLEANER_VERSION, render
from comments.models import PERSONAL_FIELDS, STEP, Comment, Commenter, CommentPolicy, ModerationGrant
from comments.screening import fingerprint
from comments.services.placing import next_path
from comments.submission import Submission
from tests.factories.blog import tree_root

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class CommentFactory(DjangoModelFactory):
    """A stored comment, approved and a minute younger than the one before; `parent` makes it a reply."""

    page = factory.SelfAttribute("parent.page")
    parent = None
    status = "approved"
    body = factory.Sequence(lambda n: f"What I think, number {n}.")
    author_name = factory.Sequence(lambda n: f"Reader {n}")
    author_email = factory.Sequence(lambda n: f"reader{n}@example.org")
    created_at = factory.Sequence(lambda n: NOON - timedelta(days=30) + timedelta(minutes=n))
    cleaner_version = CLEANER_VERSION

    class Meta:
        model = Comment

    class Params:
        approved = factory.Trait(status="approved")
        pending = factory.Trait(status="pending")
        rejected = factory.Trait(status="rejected")
        spam = factory.Trait(status="spam")
        deleted = factory.Trait(status="deleted", **{name: blank() for name, blank in PERSONAL_FIELDS.items()})

    @classmethod
    def _create(cls, model_class, *args, **values):
        page, parent = values["page"], values["parent"]
        values.setdefault("page_title", page.title)
        values.setdefault("page_path", page.url_path)
        values.setdefault("path", next_path(page_id=page.pk, parent=parent))
        values.setdefault("depth", len(values["path"]) // STEP)
        values.setdefault("html", render(values["body"]))
        values.setdefault("fingerprint", fingerprint(values["body"]))
        return super()._create(model_class, *args, **values)


class CommenterFactory(DjangoModelFactory):
    """A reader whose address was confirmed."""

    email = factory.Sequence(lambda n: f"commenter{n}@example.org")
    name = factory.Sequence(lambda n: f"Commenter {n}")
    confirmed_at = NOON - timedelta(days=60)

    class Meta:
        model = Commenter


class ModerationGrantFactory(DjangoModelFactory):
    """The right of a group to moderate a branch."""

    class Meta:
        model = ModerationGrant


class CommentPolicyFactory(DjangoModelFactory):
    """What a page says; nothing unless told."""

    page_title = factory.SelfAttribute("page.title")
    page_path = factory.SelfAttribute("page.url_path")
    set_by = "Noor"
    set_at = NOON

    class Meta:
        model = CommentPolicy


def a_submission(**values):
    """Return what a reader sends, with a key of its own."""
    values = {
        "body": "A thought about backs.",
        "name": "Ada",
        "email": "ada@example.org",
        "website": "",
        "parent": None,
        "key": uuid4(),
        "origin": "f" * 32,
        **values,
    }
    return Submission(**values)


def moderating(user, *, page=None):
    """Let `user` moderate the comments on `page` and below, everywhere if none is named; return the user."""
    group = Group.objects.create(name=f"{user.username} moderates")
    ModerationGrantFactory(group=group, page=page or tree_root())
    user.groups.add(group)
    return user
