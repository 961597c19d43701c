"""The site that the matrices of permissions are tried on: one post, a comment of every status, a client per role."""

import json
from datetime import timedelta

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Site

from comments.models import Comment, Subscription, Vote
from comments.selectors.identity import Author, reader_token
from comments.selectors.reactions import Reacting
from comments.services.deleting import delete_comment
from tests.contract.matrix import ROLES, SECRETS, STATES, WORDS, values
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, HomePageFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory, moderating


def names_of(response):
    """Return the statuses whose words are in an answer."""
    text = response.content.decode(errors="replace") if not response.streaming else ""
    return {status for status, word in WORDS.items() if word in text}


def stored():
    """Return every row of the comments, in the order of their keys."""
    models = apps.get_app_config("comments").get_models()
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


class World:
    """A post with a comment of every status by one commenter, and one client for each role."""

    def __init__(self):
        now = timezone.now()
        home = HomePageFactory(title="Home", slug="front")
        Site.objects.all().delete()
        self.site = Site.objects.create(hostname="testserver", port=80, root_page=home, is_default_site=True)
        section = BlogIndexPageFactory(parent=home, title="News", slug="news")
        self.elsewhere = BlogIndexPageFactory(parent=home, title="Views", slug="views")
        self.post = BlogPostPageFactory(
            parent=section, title="A walk", slug="a-walk", first_published_at=now - timedelta(days=1)
        )
        self.author, self.other = CommenterFactory(email=SECRETS[0]), CommenterFactory()
        self.comments = self._written(now)
        mark = Reacting(commenter=self.other, key=None, network="", origin="").mark
        Vote.objects.create(comment=self.comments["approved"], commenter=self.other, voter=mark, created_at=now)
        Comment.objects.filter(pk=self.comments["approved"].pk).update(score=1)
        self.subscription = Subscription.objects.create(commenter=self.author, page=self.elsewhere, created_at=now)
        self.clients = {role: self._client(role, section, now) for role in ROLES}
        self.asked = 0

    def _written(self, now):
        comments = {}
        for number, (status, word) in enumerate(WORDS.items()):
            below = {"parent": comments["pending"]} if status == "below pending" else {"page": self.post}
            comments[status] = CommentFactory(
                **below,
                status="approved" if status in {"deleted", "below pending"} else status,
                body=f"A {word} was seen.",
                author_name=f"Friend of the {word}",
                author_email=self.author.email,
                commenter=self.author,
                origin=SECRETS[1],
                ledger=[{"check": SECRETS[2], "outcome": "hold", "params": {}}],
                created_at=now - timedelta(seconds=60 + number),
            )
        delete_comment(comment=comments["deleted"].uuid, seen_revision=1, author=Author(commenter=self.author), now=now)
        return comments

    def _client(self, role, section, now):
        if role in {"author", "other"}:
            return Client(headers={"X-Reader-Token": reader_token(getattr(self, role), now=now)})
        client = Client()
        if role == "administrator":
            client.force_login(UserFactory(administrator=True))
        elif role != "anonymous":
            user = UserFactory(username=role)
            group = Group.objects.create(name=role)
            group.permissions.add(Permission.objects.get(codename="access_admin"))
            user.groups.add(group)
            for codename in ("change_page", "publish_page"):
                permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
                GroupPagePermission.objects.create(group=group, page=section, permission=permission)
            if role != "editor":
                moderating(user, page=section if role == "moderator" else self.elsewhere)
            client.force_login(user)
        return client

    def turn(self, state):
        """Bring the page into a state."""
        STATES[state](self.post)
        self.before = stored()

    def values(self, status):
        return values(
            page=self.post,
            comment=self.comments[status],
            status=status,
            subscription=self.subscription.uuid,
        )

    def ask(self, role, method, address, data=None, *, status):
        """Ask, and leave nothing changed; return the answer and whether something was changed."""
        self.asked += 1
        filled = self.values(status)
        body = {}
        if data is not None or method in {"post", "patch"}:
            sent = {name: _fill(value, filled) for name, value in (data or {}).items()}
            if "/pages/" in address and "body" in sent:
                sent["key"] = str(filled["key"])
            body = {"data": json.dumps(sent), "content_type": "application/json"}
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            answer = getattr(self.clients[role], method)(address.format(**filled), **body)
            wrote = any(each["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for each in captured)
            changed = wrote and stored() != self.before
            transaction.set_rollback(True)
        return answer, changed


def _fill(value, filled):
    return value.format(**filled) if isinstance(value, str) else value
