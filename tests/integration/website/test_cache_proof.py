"""Whatever happens to the site, in whatever order: after the purge every reader sees what is true, and only that.

Two processes of the frontend keep pages; a third keeps none and shows the truth. Every public surface is asked of all,
before and after each step, so that what a step should purge is always kept when it happens.
"""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from blog.models import Author, BlogPostPage, Category
from comments.lifecycle import Decision, Status, available_decisions
from comments.models import Comment
from comments.services import decide, delete_for_author, set_policy
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    SeriesFactory,
    SiteFactory,
    UserFactory,
    paragraph,
)
from tests.factories.comments import CommentFactory, moderating
from tests.factories.website import SiteBrandFactory
from tests.integration.website.reading import HOST, public_site, words
from website.models import SiteBrand

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

API = "/api/site/v1"
FEEDS = ("index/news", "index/deep", "tag/walking", "author/ada", "series/long")
PLACES = (
    *("/", "/news/", "/news/category/backs/", "/search?q=heron", "/old-way/", "/sitemap.xml"),
    *("/feeds/site/rss.xml", "/feeds/comments/site/rss.xml"),
)
MORE_PLACES = (
    *("/news/deep/", "/news/archive/2026/03/", "/nowhere/", "/feeds/category/backs/rss.xml"),
    *("/news/?page=2", "/news/archive/", "/news/archive/2026/", "/news/tag/walking/", "/news/author/ada/"),
    *("/news/series/long/", "/search?q=heron&category=backs", "/search", "/robots.txt"),
    *(f"/feeds/{feed}/rss.xml" for feed in FEEDS),
    *("/feeds/site/feed.json", "/feeds/comments/site/atom.xml"),
)
PASSWORD = "let me in"


class World:
    """A small blog, and everything that can happen to it; `dice` decides what happens to whom."""

    def __init__(self, dice):
        self.dice = dice
        self.number = 0
        self.paths = set()
        self.site = SiteFactory(default=True)
        self.home = self.site.root_page
        self.news = BlogIndexPageFactory(parent=self.home, title="News", slug="news")
        self.deep = BlogIndexPageFactory(parent=self.news, title="Deep", slug="deep")
        self.author = AuthorFactory(name="Ada", slug="ada")
        self.category = CategoryFactory(name="Backs", slug="backs")
        self.series = SeriesFactory(title="Long", slug="long")
        self.moderator = moderating(UserFactory())
        for _ in range(3):
            self.publish_new()

    def word(self):
        """Return a word that stands nowhere else."""
        self.number += 1
        return f"qu{self.number:03}x"

    def posts(self, **which):
        return list(BlogPostPage.objects.filter(**which).order_by("pk"))

    def some(self, things):
        return self.dice.choice(things) if things else None

    def remember(self):
        """Note where posts are: what was there once is asked for ever after."""
        above = len(self.home.url_path) - 1
        self.paths |= {post.url_path[above:] for post in self.posts()}

    # --- what can happen; each returns what it did, or None where there was nothing to do it to

    def publish_new(self):
        post = BlogPostPageFactory(
            parent=self.some([self.news, self.deep]),
            title=f"Heron {self.word()}",
            slug=f"p-{self.number}",
            live=False,
            body=[paragraph(f"<p>A heron stands. {self.word()}</p>")],
            authors=[self.author],
            in_categories=[self.category],
            tagged=["walking"],
            series=self.series,
            first_published_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=self.number),
        )
        post.save_revision().publish()
        CommentFactory(page=post, body=f"Seen one. {self.word()}")
        CommentFactory(page=post, status="pending", body=f"Saw two. {self.word()}")
        return f"published {post.title}"

    def publish_again(self):
        if post := self.some(self.posts(live=False)):
            post.save_revision().publish()
            return f"published {post.title} again"
        return None

    def unpublish(self):
        if post := self.some(self.posts(live=True)):
            post.unpublish()
            return f"unpublished {post.title}"
        return None

    def delete(self):
        if post := self.some(self.posts()):
            title = post.title
            Page.objects.get(pk=post.pk).delete()
            return f"deleted {title}"
        return None

    def move(self):
        if post := self.some(self.posts()):
            parent = self.deep if post.get_parent().pk == self.news.pk else self.news
            post.move(Page.objects.get(pk=parent.pk), pos="last-child")
            return f"moved {post.title}"
        return None

    def edit(self):
        if post := self.some(self.posts(live=True)):
            before, post.title = post.title, f"Heron {self.word()}"
            post.save_revision().publish()
            return f"edited {before} into {post.title}"
        return None

    def rename_address(self):
        if post := self.some(self.posts(live=True)):
            post.slug = f"p-{self.word()}"
            post.save_revision().publish()
            return f"gave {post.title} the address {post.slug}"
        return None

    def write_draft(self):
        if post := self.some(self.posts(live=True)):
            post.title = f"Draft {self.word()}"
            post.save_revision()
            return f"drafted {post.title}"
        return None

    def decide(self):
        if comment := self.some(list(Comment.objects.exclude(status="deleted").order_by("pk"))):
            decision = self.some(
                [each for each in available_decisions(Status(comment.status)) if each != Decision.DELETE]
            )
            decide(
                comment=comment.uuid,
                decision=decision,
                seen_status=comment.status,
                seen_revision=comment.revision,
                moderator=self.moderator,
                now=timezone.now(),
            )
            return f"{decision} {comment.body}"
        return None

    def delete_comment(self):
        if comment := self.some(list(Comment.objects.filter(status="approved").order_by("pk"))):
            text = comment.body
            delete_for_author(
                comment=comment.uuid, seen_revision=comment.revision, user=self.moderator, now=timezone.now()
            )
            return f"deleted {text}"
        return None

    def change_policy(self):
        place = self.some([self.home, self.news, self.deep, *self.posts()])
        changes = self.some(
            [{"state": "open"}, {"state": "closed"}, {"state": "hidden"}, {"message": self.word()}, {"state": None}]
        )
        set_policy(page=Page.objects.get(pk=place.pk), changes=changes, user=None, now=timezone.now())
        return f"policy of {place.title}: {changes}"

    def lock(self):
        place = self.some([self.deep, *self.posts(live=True)])
        kind = self.some(["password", "password", "login"])
        PageViewRestriction.objects.create(page_id=place.pk, restriction_type=kind, password=PASSWORD)
        return f"locked {place.title} by {kind}"

    def unlock(self):
        if lock := self.some(list(PageViewRestriction.objects.order_by("pk"))):
            title = lock.page.title
            lock.delete()
            return f"unlocked {title}"
        return None

    def rename_subject(self):
        thing = self.some([Author.objects.get(), Category.objects.get()])
        thing.name = f"Name {self.word()}"
        thing.save()
        return f"renamed an author or subject to {thing.name}"

    def brand(self):
        brand = SiteBrand.objects.filter(site=self.site).first() or SiteBrandFactory.build(site=self.site)
        brand.name = f"Blog {self.word()}"
        brand.save()
        return f"named the site {brand.name}"

    def redirect(self):
        if kept := Redirect.objects.first():
            kept.delete()
            return "took the redirect away"
        Redirect.objects.create(old_path="/old-way", redirect_link="/news/", site=Site.objects.get(pk=self.site.pk))
        return "set a redirect"

    STEPS = {
        publish_new: 2,
        publish_again: 3,
        unpublish: 2,
        delete: 1,
        move: 2,
        edit: 2,
        rename_address: 1,
        write_draft: 1,
        decide: 4,
        delete_comment: 1,
        change_policy: 3,
        lock: 2,
        unlock: 3,
        rename_subject: 1,
        brand: 1,
        redirect: 1,
    }
    """What can happen, and how often."""

    def step(self, deed):
        """Do one thing, another if there is nothing to do it to; return what was done."""
        done = deed(self)
        while done is None:
            [deed] = self.dice.choices(list(self.STEPS), self.STEPS.values())
            done = deed(self)
        return done

    def secrets(self):
        """Return the words of what no reader may see: where a page is hidden its title, its text and its comments."""
        behind = [Page.objects.get(pk=pk) for pk in PageViewRestriction.objects.values_list("page_id", flat=True)]
        hidden = {}
        for post in self.posts():
            if not post.live or any(post.path.startswith(page.path) for page in behind):
                hidden[post.title] = post
                hidden |= {each.body: post for each in Comment.objects.filter(page_id=post.pk).exclude(body="")}
            elif (draft := post.get_latest_revision_as_object().title) != post.title:
                hidden[draft] = post
        for comment in Comment.objects.exclude(status__in=("approved", "deleted")):
            hidden[comment.body] = comment
        return {text.split()[-1] for text in hidden}


def check(site, world, *, places, tags, story):
    """Ask for everything everywhere and for what the API says on its own; raise on any difference."""
    site.forget()
    secrets = world.secrets()
    places = [*places, *sorted(world.paths)]
    for number, path in enumerate(places):
        true = site.truth(path)
        assert true.status < 500, (path, site.server.log()[-2000:], site.plain.log()[-2000:])
        leaked = {word for word in secrets if word in true.text}
        assert not leaked, f"{path} shows {leaked}\n{story}\n{words(true.text)}"
        first, second = site.keeping
        # The second process is purged by the same messages: that it was is seen at a third of the places.
        for turn, process in enumerate([first, first, *([] if number % 3 else [second])]):
            seen = process.get(path)
            told = f"{path} ({turn})\n{story}\nkept:\n{words(seen.text)}\ntrue:\n{words(true.text)}"
            assert (seen.status, seen.text, seen.headers) == (true.status, true.text, true.headers), told
    ids = ",".join(str(post.pk) for post in world.posts()) or "1"
    asked = [f"{API}/resolve/?site={HOST}&path={path}" for path in ("/", "/news/", *sorted(world.paths))]
    for path in [*asked, f"{API}/pages/comments/counts/?site={HOST}&pages={ids}"]:
        _, document, tag = site.answered(path)
        kept_tag, kept = tags.get(path, ("", ""))
        if kept_tag and site.answered(path, kept_tag)[0] == 304:
            assert document == kept, f"{path} is said to be as it was\n{story}"
        assert not {word for word in secrets if word in document}, f"{path}\n{story}"
        tags[path] = (tag, document)


def see_with_password(site, world, story):
    """Open what is behind a password: its answers are for the one who knows it, and are kept for nobody."""
    locked = PageViewRestriction.objects.filter(restriction_type="password", page__live=True).first()
    if locked is None:
        return
    path = locked.page.specific.url_path[len(world.home.url_path) - 1 :]
    for process in site.keeping:
        before = process.get(path)
        opened = process.post("/unlock", {"path": path, "password": PASSWORD})
        assert opened.status_code == 303, f"{path}: {opened.status_code}\n{story}\n{words(opened.text)}"
        cookie = opened.headers["Set-Cookie"].split(";")[0]
        told = process.get(path, Cookie=cookie)
        assert told.headers["cache-control"] == "private, no-store", path
        assert (told.status, before.status) in {(200, 403), (403, 403)}, f"{path}\n{story}"
        assert process.get(path) == before, f"{path} shows what only one was told\n{story}"


def walk(site, world, *, deeds, places):
    """Let things happen, one after the other, and look at everything after each."""
    tags, story = {}, []
    site.work()
    world.remember()
    check(site, world, places=places, tags=tags, story=story)
    for deed in deeds:
        story.append(world.step(deed))
        site.work()
        world.remember()
        check(site, world, places=places, tags=tags, story=story)
        see_with_password(site, world, story)


def test_after_every_change_readers_see_what_is_true(settings, tmp_path):
    dice = random.Random(7)
    deeds = [World.unpublish, World.decide, World.lock, World.edit, World.change_policy, World.move, World.delete]
    dice.shuffle(deeds)
    with public_site(settings, tmp_path) as site:
        walk(site, World(dice), deeds=[*deeds, World.unlock], places=PLACES)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(5))
def test_in_whatever_order_things_happen(settings, tmp_path, seed):
    dice = random.Random(seed)
    deeds = dice.choices(list(World.STEPS), World.STEPS.values(), k=30)
    with public_site(settings, tmp_path) as site:
        walk(site, World(dice), deeds=deeds, places=[*PLACES, *MORE_PLACES])
