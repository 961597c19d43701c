"""The demo in other languages: a front page, the blog and a few posts of it, made the way an editor translates.

Each language has a folder of files like those of the posts; what a file does not say is as in the original.
"""

from datetime import datetime
from html import escape
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Locale, Page

from blog.models import BlogPostPage, Category
from website.demo.articles import read_blocks
from website.demo.pages import Tree, body_of, known
from website.demo.rows import ensure_reference

FOLDER = Path(__file__).parent / "tongues"

HOME, BLOG = "home", "blog"
"""The files of the front page and of the blog; every other is named after its post."""


@transaction.atomic
def ensure_languages(*, tree: Tree, user: User) -> list[Page]:
    """Return the blog in every language there are texts for, making it and the front page above where missing."""
    blogs = []
    for locale, folder in _languages():
        _ensure_list(tree.home, folder / f"{HOME}.txt", locale=locale, user=user)
        blogs.append(_ensure_list(tree.sections["blog"], folder / f"{BLOG}.txt", locale=locale, user=user))
    return blogs


def translate_posts(*, user: User) -> int:
    """Translate the posts there are texts for, as far as they are not; return how many it made.

    Does nothing for a post that is no longer there.
    """
    made = 0
    for locale, folder in _languages():
        for path in sorted(folder.glob("*.txt")):
            original = None if path.stem in {HOME, BLOG} else known(BlogPostPage, path.stem)
            if original and not original.has_translation(locale):
                _translate(original, path, locale=locale, user=user)
                made += 1
    return made


def _languages() -> list[tuple[Locale, Path]]:
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    return [(Locale.objects.get_or_create(language_code=folder.name)[0], folder) for folder in folders]


def _read(path: Path) -> tuple[dict[str, str], str]:
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    return dict(line.split(": ", 1) for line in head.splitlines()), body.strip()


def _ensure_list(original: Page, path: Path, *, locale: Locale, user: User) -> Page:
    found: Page | None = original.get_translation_or_none(locale)
    if found:
        return found
    fields, intro = _read(path)
    page = original.copy_for_translation(locale).specific
    page.title, page.draft_title, page.seo_title = fields["title"], fields["title"], ""
    page.intro = f"<p>{escape(intro, quote=False)}</p>"
    _publish(page, user=user, at=original.first_published_at)
    return page


@transaction.atomic
def _translate(original: BlogPostPage, path: Path, *, locale: Locale, user: User) -> None:
    fields, text = _read(path)
    post = original.copy_for_translation(locale).specific
    post.title, post.slug, post.draft_title = fields["title"], fields["slug"], fields["title"]
    post.excerpt = post.search_description = fields["excerpt"]
    post.hero_alt, post.hero_caption = fields["alt"], fields["caption"]
    cited = {name: ensure_reference(key=name) for name in _cited(text)}
    post.body = body_of(list(read_blocks(text)), cited)
    slug, name = fields["subject"].split(", ", 1)
    post.categories = [Category.objects.get_or_create(slug=slug, defaults={"name": name})[0]]
    post.tags.set(fields["tags"].split(", "))
    _publish(post, user=user, at=original.first_published_at)


def _cited(text: str) -> list[str]:
    return list(dict.fromkeys(part.split("]", 1)[0] for part in text.split("[@")[1:]))


def _publish(page: Page, *, user: User, at: datetime | None) -> None:
    page.owner, page.first_published_at = user, at
    page.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    Page.objects.filter(pk=page.pk).update(last_published_at=at)
