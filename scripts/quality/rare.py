"""Pages that readers seldom meet, or only one of them: behind a password, gone, out of order, previewed, their own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page

from scripts.ports import free_port
from scripts.quality.processes import frontend
from scripts.stack import Stack

MAKE = """
import json
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site
from blog.models import BlogPostPage, PreviewSnapshot, StandardPage
from blog.models.previews import preview_token
from comments.models import AddressLink, Comment, Commenter, Subscription
from comments.selectors.identity import link_token, reader_token
from comments.selectors.telling import unsubscribe_token

now, site = timezone.now(), Site.objects.get(is_default_site=True)
made = StandardPage.objects.child_of(site.root_page).live().first()


def another(slug):
    page = StandardPage(title="A page of few words", slug=slug, locale=made.locale, body=made.body)
    return site.root_page.add_child(instance=page)


locked, gone = another("behind-a-password"), another("no-longer-here")
PageViewRestriction.objects.create(page=locked, restriction_type="password", password="wagtail")
gone.save_revision().publish()
gone.unpublish()
post = BlogPostPage.objects.get(slug="sleep-is-a-treatment-too", locale=made.locale)
snapshot = PreviewSnapshot.objects.keep(post, user_id=get_user_model().objects.get(username="marketer").pk, now=now)
reader = Commenter.objects.create(email="rare@example.org", name="Rara Avis", confirmed_at=now)
theirs = Comment.objects.filter(page=post, status="approved", user=None).last()
Comment.objects.filter(pk=theirs.pk).update(commenter=reader, author_email=reader.email, created_at=now)
Subscription.objects.create(commenter=reader, page=post, created_at=now)
link = AddressLink.objects.create(email=reader.email, site=site, asked_at=now)
print(json.dumps({
    "post": post.pk,
    "comment": str(theirs.uuid),
    "other": str(Comment.objects.filter(page=post, status="approved").first().uuid),
    "preview": preview_token(snapshot, in_panel=False, now=now),
    "link": link_token(link),
    "end": unsubscribe_token(reader.subscriptions.get(), now=now),
    "reader": reader_token(reader, now=now),
}))
"""


@dataclass(frozen=True)
class Rare:
    """Where a page is, the status it is answered with, and the token of whoever it is for."""

    address: str
    status: int = 200
    reader: str = ""


def become_reader_of(rare: Rare, browser: Page) -> None:
    """Give a browser's page the cookies of whoever a page is for. Wagtail's bar is kept away: it runs axe by itself."""
    browser.unroute("**/userbar/**")
    browser.route("**/userbar/**", lambda route: route.abort())
    browser.context.clear_cookies()
    if rare.reader:
        browser.context.add_cookies([{"name": "reader", "value": rare.reader, "url": rare.address}])


@contextmanager
def rare_pages(site: Stack) -> Iterator[list[Rare]]:
    """Make and give pages of every rare kind; beside `site` a frontend runs meanwhile whose backend is away."""
    known = json.loads(site.call("shell", "--no-imports", "--verbosity", "0", "--command", MAKE))
    token, at, end = known["reader"], f"/comments/{known['other']}", urlencode({"token": known["end"]})
    pages = [
        Rare("/behind-a-password/", 403),
        Rare("/no-longer-here/", 410),
        Rare("/500/", 500),
        Rare(f"/preview/{known['preview']}/"),
        Rare("/preview/over/", 404),
        Rare(f"/identity/confirm/?{urlencode({'token': known['link']})}"),
        Rare("/identity/confirm/?token=none", 410),
        Rare("/identity/me/", reader=token),
        Rare(f"/identity/comments/{known['comment']}/", reader=token),
        Rare(f"/identity/unsubscribe/?{end}"),
        Rare(f"{at}/report/"),
        Rare(f"{at}/follow/"),
        Rare(f"/comments/{known['post']}/follow/?{urlencode({'path': '/blog/sleep-is-a-treatment-too/'})}"),
    ]
    with frontend(site, backend=f"http://127.0.0.1:{free_port()}") as (alone, _, _):
        here = [Rare(site.public_url + page.address, page.status, page.reader) for page in pages]
        yield [*here, Rare(f"{alone}/blog/", 503)]
