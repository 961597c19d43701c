"""Carrying out a plan: all of it, or nothing."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.blocks import StreamValue
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.rich_text import RichText as StoredRichText

from blog.models import BlogIndexPage, BlogPostPage, PostContributor, PostReference
from comments import selectors as comments
from comments.services import State, set_policy
from website.caching import EVERYTHING, purge
from website.models import ImportRecord
from website.transfer.matching import Match, match_plan, page_behind
from website.transfer.pictures import UnusablePictureError
from website.transfer.place import BrokenFileError, Place
from website.transfer.plan import Block, FilePlan, Heading, Picture, Quote, RichText
from website.transfer.shelf import Shelf


def apply_plan(*, plan: FilePlan, index: BlogIndexPage, now: datetime) -> tuple[Match, ...]:
    """Make what is missing of a plan below `index`, published, and return how its articles matched before.

    Pages of a known source are left as they were edited; they only learn when they were first published and that
    nobody may comment, where no source has said so before.

    Raises `BrokenFileError` when an article can't be stored; rows and files are then as they were.
    """
    shelf = Shelf()
    try:
        with transaction.atomic():
            matches = match_plan(plan=plan, index=index)
            made = [(match, _new_page(match, index)) for match in matches if match.makes_page]
            for match, page in made:
                _record(match, page, now)
                if match.old_path:
                    Redirect.add_redirect(match.old_path, redirect_to=page, site=index.get_site())
            coming = {page.pk for _, page in made}
            for match, page in made:
                _fill(match, page, shelf, coming)
                if match.article.comments_closed:
                    _close(page, now)
            for match in matches:
                _learn(match, now)
    except BaseException:
        shelf.clear_away()
        raise
    return matches


def _new_page(match: Match, index: BlogIndexPage) -> BlogPostPage:
    """Put an empty page where the post will stand, so that the posts of a file may link to one another."""
    article = match.article
    page = BlogPostPage(
        title=article.title,
        slug=match.slug,
        excerpt=article.excerpt,
        first_published_at=article.published_at,
        locale=index.locale,
        live=False,
    )
    try:
        index.add_child(instance=page)
    except ValidationError as error:
        raise _broken(error, article.place) from error
    return page


def _record(match: Match, page: Page, now: datetime) -> None:
    article = match.article
    said = {"published_at": article.published_at, "comments_closed": article.comments_closed}
    ImportRecord.objects.update_or_create(
        source=article.source,
        defaults={"page_id": page.pk, "digest": match.digest, "imported_at": now, **said},
    )


def _fill(match: Match, page: BlogPostPage, shelf: Shelf, coming: Collection[int]) -> None:
    """Give a page its content and publish it. Links to the pages `coming` become links to pages."""
    article = match.article
    try:
        references = [shelf.made_reference(csl=plan.csl) for plan in article.body.references]
        page.post_references = [
            PostReference(reference=reference, sort_order=place)
            for place, reference in enumerate(dict.fromkeys(references))
        ]
        page.contributors = [
            PostContributor(author=shelf.made_author(plan=plan), role=PostContributor.Role.AUTHOR, sort_order=place)
            for place, plan in enumerate(article.authors)
        ]
        page.categories = [shelf.made_category(name=name) for name in article.categories]
        if article.hero and (hero := shelf.made_image(picture=article.hero)):
            page.hero_image, page.hero_alt, page.hero_caption = hero, article.hero.alt, article.hero.caption
        ids = [str(reference.pk) for reference in references]
        page_of = partial(_page_of, home=article.address, coming=coming)
        stored = (_stored(block, ids, page_of, shelf) for block in article.body.blocks)
        page.body = StreamValue(page.body.stream_block, [block for block in stored if block])
        page.body.stream_block.clean(page.body)
        page.full_clean()
    except ValidationError as error:
        raise _broken(error, article.place) from error
    except UnusablePictureError as error:
        raise BrokenFileError(place=article.place.at(field="picture"), reason=f"a picture {error}.") from error
    page.save_revision().publish()


def _page_of(address: str, *, home: str, coming: Collection[int]) -> int | None:
    return page_behind(address=address, home=home, coming=coming)


def _stored(
    block: Block, references: Sequence[str], page_of: Callable[[str], int | None], shelf: Shelf
) -> tuple[str, Any] | None:
    match block:
        case Heading(text, level):
            return "heading", {"text": text, "level": str(level)}
        case RichText():
            return "paragraph", StoredRichText(block.html(references=references, page_of=page_of))
        case Quote(text, attribution):
            return "quote", {"text": text, "attribution": attribution}
        case Picture():
            image = shelf.made_image(picture=block)
            words = {"alt": block.alt, "caption": block.caption, "credit": ""}
            return ("picture", {"image": image, **words}) if image else None


def _learn(match: Match, now: datetime) -> None:
    """Tell a known page what its earlier source left out, past its revisions: an editor's draft stays a draft."""
    record, page, moment = match.record, match.page, match.article.published_at
    if record is None or page is None:
        return
    if match.fills_date and moment:
        page.first_published_at = record.published_at = moment
        page.save(update_fields=["first_published_at"])
        for revision in page.revisions.all():
            # Wagtail prefers a revision's own date over the page's
            revision.content["first_published_at"] = moment.isoformat()
            page.revisions.filter(pk=revision.pk).update(content=revision.content)
        purge({EVERYTHING})
    if match.closes:
        record.comments_closed = True
        if comments.effective_policy(page=page, now=now).state.origin.page_id != page.pk:
            _close(page, now)
    if match.fills_date or match.closes:
        record.save(update_fields=["published_at", "comments_closed"])


def _close(page: Page, now: datetime) -> None:
    set_policy(page=page, changes={"state": State.CLOSED}, user=None, now=now)


def _broken(error: ValidationError, place: Place) -> BrokenFileError:
    """Return what is wrong in words: the first message, with its field where one is named."""
    field = next(iter(error.error_dict), "") if hasattr(error, "error_dict") else ""
    return BrokenFileError(place=place.at(field=field.replace("__all__", "")), reason=error.messages[0])
