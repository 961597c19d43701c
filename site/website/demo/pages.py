"""The demo's pages: the front page, the blog with its sections, and the written posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from blog.models import (
    Author,
    BlogIndexPage,
    BlogPostPage,
    HomePage,
    PostContributor,
    PostReference,
    Reference,
    StandardPage,
)
from website.demo.articles import Article, Block, Heading, Picture, Quote, read_blocks, rich_text
from website.demo.people import ABOUT, BLOG, BLOG_INTRO, CLINIC, HOME_INTRO, SECTIONS
from website.demo.rows import ensure_category, ensure_picture, ensure_reference, ensure_series
from website.demo.showcase import SLUG, showcase
from website.demo.subjects import ARCHIVE

AnyPage = TypeVar("AnyPage", bound=Page)

REVIEWED_AGAIN = timedelta(days=365)
"""How long a review holds."""

WELCOME = "Welcome to your new Wagtail site!"
"""The title of the page a new Wagtail installation comes with."""


def key(name: str) -> UUID:
    """Return the same id for the same name: how the demo knows its rows again, whatever editors made of them."""
    return uuid5(NAMESPACE_URL, f"urn:motacilla:demo:{name}")


def known(page_type: type[AnyPage], name: str) -> AnyPage | None:
    """Return the page that the demo once made under `name`, wherever it has been moved to, or None."""
    found: AnyPage | None = page_type.objects.filter(
        translation_key=key(name), locale=Locale.get_default(), alias_of__isnull=True
    ).first()
    return found


@dataclass(frozen=True, slots=True)
class Tree:
    """The pages that posts go below; `sections` are by slug, and "blog" is the blog itself."""

    home: HomePage
    sections: Mapping[str, BlogIndexPage]


def ensure_tree(*, public_url: str, user: User, now: datetime) -> Tree:
    """Return the front page, the blog and its sections, making what is missing, and let the site answer `public_url`.

    A site that has a front page of ours keeps it.
    """
    home = known(HomePage, "home") or _front_page(user=user, now=now)
    _place_site(home=home, public_url=public_url)
    index = BlogIndexPage(title=BLOG, slug="blog", intro=f"<p>{BLOG_INTRO}</p>", archive_introduction=ARCHIVE)
    blog = _ensure(index, "blog", home, user, now)
    sections = {"blog": blog}
    for slug, (title, intro) in SECTIONS.items():
        section = BlogIndexPage(title=title, slug=slug, intro=f"<p>{intro}</p>")
        sections[slug] = _ensure(section, slug, blog, user, now)
    _ensure(
        StandardPage(title="About", slug="about", body=body_of(list(read_blocks(ABOUT)), {})), "about", home, user, now
    )
    return Tree(home=home, sections=sections)


def _front_page(*, user: User, now: datetime) -> HomePage:
    root = Page.get_first_root_node()
    ours: HomePage | None = HomePage.objects.child_of(root).order_by("path").first()
    if ours:
        return ours
    with transaction.atomic():
        welcome = Page.objects.child_of(root).filter(title=WELCOME, slug="home").first()
        if welcome:
            welcome.slug = "welcome"
            welcome.save(clean=False)
        home = HomePage(title=CLINIC, slug="home", intro=f"<p>{HOME_INTRO}</p>", seo_title=CLINIC)
        home = _ensure(home, "home", root, user, now)
        if welcome:
            Site.objects.filter(root_page=welcome).update(root_page=home)
            welcome.refresh_from_db()
            welcome.delete()
    return home


def _place_site(*, home: HomePage, public_url: str) -> None:
    address = urlsplit(public_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(root_page=home).first() or Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True)
    before = (site.hostname, site.port, site.root_page_id, site.site_name)
    site.hostname, site.port, site.root_page = address.hostname or "localhost", port, home
    site.site_name = site.site_name or CLINIC
    if (site.hostname, site.port, site.root_page_id, site.site_name) != before:
        site.save()


def _ensure(page: AnyPage, name: str, parent: Page, user: User, now: datetime) -> AnyPage:
    found = known(type(page), name)
    if found:
        return found
    page.translation_key = key(name)
    page.show_in_menus = parent.depth > 1
    publish(page, below=parent, user=user, at=now - timedelta(days=420))
    return page


def publish(page: Page, *, below: Page, user: User, at: datetime) -> None:
    """Put a new page into the tree and publish it the way an editor does, as first published `at`."""
    page.live, page.owner, page.first_published_at = False, user, at
    with transaction.atomic():
        below.refresh_from_db()
        below.add_child(instance=page)
        page.save_revision(user=user).publish(user=user)
        page.refresh_from_db()
        Page.objects.filter(pk=page.pk).update(last_published_at=at)


def ensure_post(
    *, article: Article, tree: Tree, authors: Mapping[str, Author], user: User, now: datetime
) -> tuple[BlogPostPage, bool]:
    """Return the post of `article`, and whether it had to be made.

    The posts it links to must have been made before it.
    """
    found = known(BlogPostPage, article.slug)
    if found:
        return found, False
    with transaction.atomic():
        references = {name: ensure_reference(key=name) for name in article.citations}
        day = published_at(article, now=now).date()
        post = BlogPostPage(
            title=article.title,
            slug=article.slug,
            translation_key=key(article.slug),
            excerpt=article.excerpt,
            search_description=article.excerpt,
            hero_image=ensure_picture(name=article.picture, alt=article.alt),
            hero_alt=article.alt,
            hero_caption=article.caption,
            hero_credit=article.credit,
            body=body_of(article.blocks, references) + (showcase(find=known) if article.slug == SLUG else []),
            series=ensure_series(slug=article.series) if article.series else None,
            series_position=article.part,
            reviewed_on=day if article.reviewer else None,
            review_due=day + REVIEWED_AGAIN if article.reviewer else None,
        )
        roles = (
            (article.author, PostContributor.Role.AUTHOR),
            (article.reviewer, PostContributor.Role.REVIEWER),
            (article.editor, PostContributor.Role.EDITOR),
        )
        post.contributors = [
            PostContributor(author=authors[slug], role=role, sort_order=place)
            for place, (slug, role) in enumerate(roles)
            if slug
        ]
        post.post_references = [
            PostReference(reference=reference, sort_order=place) for place, reference in enumerate(references.values())
        ]
        post.categories = [ensure_category(slug=slug) for slug in article.categories]
        post.tags.set(article.tags)
        publish(post, below=tree.sections[article.section], user=user, at=published_at(article, now=now))
    return post, True


def published_at(article: Article, *, now: datetime) -> datetime:
    """Return when an article appeared: so many days before `now`, on a morning."""
    morning = now.replace(hour=7, minute=article.days_ago % 60, second=0, microsecond=0)
    return morning - timedelta(days=article.days_ago)


def body_of(blocks: Sequence[Block], references: Mapping[str, Reference]) -> list[tuple[str, object]]:
    """Return `blocks` as the body of a page, citing `references` by their keys."""
    numbers = {name: place for place, name in enumerate(references, start=1)}

    def cite(name: str) -> str:
        return f'<a linktype="citation" id="{references[name].pk}" locator="">({numbers[name]})</a>'

    def link(slug: str) -> str:
        post = known(BlogPostPage, slug)
        return f'<a linktype="page" id="{post.pk}">' if post else "<a>"

    body: list[tuple[str, object]] = []
    for block in blocks:
        match block:
            case Heading():
                body.append(("heading", {"text": block.text, "level": str(block.level)}))
            case Quote():
                body.append(("quote", {"text": block.text, "attribution": block.attribution}))
            case Picture():
                image = ensure_picture(name=block.name, alt=block.alt)
                value = {"image": image, "alt": block.alt, "caption": block.caption, "credit": ""}
                body.append(("picture", value))
            case _:
                body.append(("paragraph", RichText(rich_text(block.source, cite=cite, link=link))))
    return body
