"""People who edit pages, and what the desk tells them of comments, as a browser reads it."""

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.utils.timezone import localtime
from wagtail.models import GroupPagePermission, Page

from comments.models import CommentPolicy
from comments.selectors import explained


def in_the_admin(user):
    group = Group.objects.create(name=f"{user.username}'s")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(group)
    return user


def editing(user, page, *verbs):
    group = Group.objects.create(name=f"{user.username} edits {page.title}")
    for verb in verbs:
        GroupPagePermission.objects.create(group=group, page=page, permission_type=verb)
    user.groups.add(group)
    return in_the_admin(user)


def policy_url(page):
    return f"/admin/reader-comments/policies/{page.pk}/"


def panel_url(page):
    return f"{policy_url(page)}panel/"


def edit_url(page):
    return f"/admin/pages/{page.pk}/edit/"


def soup(response):
    assert response.status_code == 200, (response.status_code, response.headers.get("Location"))
    return BeautifulSoup(response.content, "html.parser", multi_valued_attributes=None)


def text_of(node):
    return " ".join(node.get_text(" ", strip=True).split())


def panel_of(client, page):
    return soup(client.get(panel_url(page)))


def lines(node):
    return {text_of(line.dt): text_of(line.dd) for line in node.select("dl > div")}


def entered(client, page, **changes):
    """What a browser would send of the form, with some fields changed; None takes one away."""
    form = soup(client.get(f"{panel_url(page)}?change")).select_one("form.comment-policy-form")
    data = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            data[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            data[field["name"]] = field.text.removeprefix("\n")
        elif field.get("type") != "checkbox":
            data[field["name"]] = field.get("value", "")
        elif field.has_attr("checked"):
            data.setdefault(field["name"], []).append(field.get("value", "on"))
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def save(client, page, **changes):
    return client.post(policy_url(page), entered(client, page, **changes))


def said(page, name):
    return getattr(CommentPolicy.objects.get(page_id=page.pk), name)


def errors(response):
    found = {}
    for field in soup(response).select("[data-field]"):
        message = field.select_one(".error-message")
        if message is not None:
            found[field.select_one("[name]")["name"]] = text_of(message)
    return found


def explained_state(page):
    page = Page.objects.get(pk=page.pk)
    return explained(pages=[page], now=localtime())[page.pk].state
