"""Loading the demo: every step makes what is missing and leaves alone what is there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from taggit.models import Tag
from wagtail.images import get_image_model

from blog.models import BlogPostPage, Category, Reference
from search.indexing import rebuild
from website.demo.accounts import ADMINISTRATOR, MARKETER, allow_editors, ensure_accounts
from website.demo.articles import read_articles
from website.demo.brand import ensure_brand
from website.demo.filling import Shelf, count_comments, fill_comments, fill_posts
from website.demo.moderation import ensure_rules, moderate
from website.demo.pages import ensure_post, ensure_tree
from website.demo.rows import describe_tags, ensure_authors
from website.demo.searching import ensure_search
from website.demo.threads import ensure_policies, ensure_threads
from website.demo.translations import ensure_languages, translate_posts


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many posts and comments this run made, and how many there are."""

    posts_made: int
    comments_made: int
    posts: int
    comments: int


def load_demo(
    *,
    now: datetime,
    passwords: Path,
    password: str = "",
    posts: int = 0,
    comments: int = 0,
    report: Callable[[str], object] = lambda line: None,
) -> Loaded:
    """Make the clinic's blog, its readers' comments and its three logins, as far as they are missing.

    `passwords` is the file that keeps the logins' passwords; with `password`, all three get that one. `posts` and
    `comments` are totals to fill up to with generated ones. `report` is told each step. Nothing that is there already
    is changed, except the site's address, which follows the setting `PUBLIC_URL`.
    """
    report("logins")
    users = ensure_accounts(password=password, kept_in=passwords)
    tree = ensure_tree(public_url=settings.PUBLIC_URL, user=users[ADMINISTRATOR], now=now)
    blog = tree.sections["blog"]
    languages = ensure_languages(tree=tree, user=users[ADMINISTRATOR])
    allow_editors(marketer=users[MARKETER], branches=[blog, *languages])
    authors = ensure_authors(users=users, now=now)
    posts_made = 0
    for article in read_articles():
        _, made = ensure_post(article=article, tree=tree, authors=authors, user=users[MARKETER], now=now)
        if made:
            report(f"post: {article.title}")
            posts_made += 1
    describe_tags()
    report("translations")
    posts_made += translate_posts(user=users[MARKETER])
    report("brand")
    ensure_brand(tree=tree)
    ensure_policies(user=users[MARKETER], now=now)
    ensure_rules(users=users, now=now)
    fates = ensure_threads(users=users, now=now)
    moderate(fates, users=users, now=now)
    comments_made = len(fates)
    if posts:
        report(f"filling up to {posts} posts")
        pictures = get_image_model().objects.filter(file__startswith="original_images/demo-", width=1600)
        shelf = Shelf(
            sections=list(tree.sections.values()),
            authors=list(authors.values()),
            categories=list(Category.objects.filter(posts__locale=tree.home.locale).distinct()),
            references=list(Reference.objects.all()),
            tags=list(Tag.objects.filter(blog_posttag_items__content_object__locale=tree.home.locale).distinct()),
            pictures=list(pictures.values_list("pk", flat=True)),
        )
        posts_made += fill_posts(total=posts, shelf=shelf, now=now)
    if comments:
        report(f"filling up to {comments} comments")
        comments_made += fill_comments(total=comments, now=now)
    ensure_search()
    if posts_made:
        report("search index")
        rebuild()
    return Loaded(
        posts_made=posts_made,
        comments_made=comments_made,
        posts=BlogPostPage.objects.count(),
        comments=count_comments(),
    )
