"""The demo's three logins, what they may do, and where their passwords are kept."""

import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from comments.services import set_grants

ADMINISTRATOR, MARKETER, MODERATOR = "admin", "marketer", "moderator"

EDITORS, MODERATORS = "Editors", "Reader comment moderators"

NAMES = {
    ADMINISTRATOR: ("Daniel", "Okoro"),
    MARKETER: ("Leena", "Varga"),
    MODERATOR: ("Ines", "Halloran"),
}
"""User name to first and last name: the people of the clinic run its site."""

SNIPPETS = ("author", "category", "series", "reference")

_UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return a password that can be read aloud: three groups of four characters, 59 bits."""
    groups = ("".join(secrets.choice(_UNMISTAKABLE) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def ensure_accounts(*, password: str, kept_in: Path) -> Mapping[str, User]:
    """Return the three logins by user name, making those that are missing.

    Without `password` each gets its own, once, and the file `kept_in` (mode 0600) keeps them; later calls leave both
    alone. With `password`, all three have that one afterwards. Only where the file has lost a password is a new one
    set. What a login may do is set when it is made, and never again.
    """
    kept: dict[str, str] = json.loads(kept_in.read_text()) if kept_in.exists() else {}
    users: dict[str, User] = {}
    passwords: dict[str, str] = {}
    for name in NAMES:
        with transaction.atomic():
            user = get_user_model().objects.filter(username=name).first()
            made = user is None
            if user is None:
                user = _make(name)
            passwords[name] = password or kept.get(name) or new_password()
            if made or passwords[name] != kept.get(name):
                user.set_password(passwords[name])
                user.save()
        users[name] = user
    if passwords != kept:
        kept_in.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept_in.touch(mode=0o600)
        kept_in.write_text(json.dumps(passwords, indent=2) + "\n")
    return users


def _make(name: str) -> User:
    """Make a login without a password. All three are staff: what they answer readers is marked as the clinic's."""
    first, last = NAMES[name]
    people = get_user_model().objects
    details = {"email": f"{name}@example.org", "first_name": first, "last_name": last}
    if name == ADMINISTRATOR:
        return people.create_superuser(name, **details)
    user = people.create_user(name, **details, is_staff=True)
    if name == MODERATOR:
        group, _ = Group.objects.get_or_create(name=MODERATORS)
        group.permissions.add(_permission("wagtailadmin", "access_admin"))
        set_grants(group=group, pages=[Page.get_first_root_node()])
        user.groups.add(group)
    return user


def allow_editors(*, marketer: User, branches: Iterable[Page]) -> None:
    """Let `marketer` write, translate and publish in `branches` with all that posts are made of, and set the brand.

    Does nothing for a login that is in a group already: somebody has decided about it since.
    """
    if marketer.groups.exists():
        return
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(_permission("wagtailadmin", "access_admin"))
    for name in SNIPPETS:
        for verb in ("add", "change", "delete", "view"):
            group.permissions.add(_permission("blog", f"{verb}_{name}"))
    for verb in ("add", "change", "delete", "view"):
        group.permissions.add(_permission("taggit", f"{verb}_tag"))
    for verb in ("add", "change", "delete"):
        group.permissions.add(_permission("wagtailredirects", f"{verb}_redirect"))
        group.permissions.add(_permission("wagtailsearchpromotions", f"{verb}_searchpromotion"))
        group.permissions.add(_permission("search", f"{verb}_synonym"))
    group.permissions.add(_permission("website", "change_sitebrand"))
    group.permissions.add(_permission("simple_translation", "submit_translation"))
    for branch in branches:
        for verb in ("add", "change", "publish"):
            GroupPagePermission.objects.get_or_create(
                group=group, page=branch, permission=_permission("wagtailcore", f"{verb}_page")
            )
    root = Collection.get_first_root_node()
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for verb in ("add", "change", "choose"):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=_permission(app, f"{verb}_{model}")
            )
    marketer.groups.add(group)


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
