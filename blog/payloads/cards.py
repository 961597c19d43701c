"""Posts as they stand in a list, and what a post's own page has in common with that."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from blog.models import BlogPostPage
from blog.models.authors import ORCID_URL
from blog.payloads import bodies, prose
from blog.payloads.addresses import Address
from blog.payloads.basics import Picture
from blog.payloads.bodies import StoredBlock
from blog.payloads.rows import ContributorRow, Labels, contributors_of, labels_of
from blog.payloads.schemas import AuthorPayload, CardPayload, CategoryPayload, ContributorPayload, TagPayload
from blog.pictures import ImageFiles, images_by_id, picture
from blog.routes import label_path
from ground.viewer import Viewer


def build_cards(posts: Sequence[BlogPostPage], *, viewer: Viewer) -> list[CardPayload]:
    """Return `posts` as they stand in a list, in their order, in a number of statements that does not depend on it."""
    ids = [post.pk for post in posts]
    people, labels = contributors_of(ids), labels_of(ids)
    images = images_by_id(cover_ids(posts, people))
    return [card(post, people=people, labels=labels, images=images, address=Address(viewer.site)) for post in posts]


def card(
    post: BlogPostPage,
    *,
    people: Mapping[int, Sequence[ContributorRow]],
    labels: Mapping[int, Labels],
    images: Mapping[int, ImageFiles],
    address: Address,
) -> CardPayload:
    """Return `post` as it stands in a list; the mappings are by post, `images` by image."""
    link = address.link(post.url_path) or ""
    return CardPayload(
        id=post.pk,
        title=post.title,
        path=link,
        first_published_at=post.first_published_at,
        **opening(post, list(post.body.raw_data), images=images),
        contributors=contributors(people[post.pk], images=images, link=link),
        categories=categories(labels[post.pk], link=link),
    )


def cover_ids(posts: Iterable[BlogPostPage], people: Mapping[int, Sequence[ContributorRow]]) -> set[int]:
    """Return the ids of the images that cards show: opening pictures and portraits."""
    heroes = {post.hero_image_id for post in posts if post.hero_image_id}
    return heroes | {row.portrait_id for rows in people.values() for row in rows if row.portrait_id}


def opening(post: BlogPostPage, stored: Sequence[StoredBlock], *, images: Mapping[int, ImageFiles]) -> dict[str, Any]:
    """Return what stands above a post's text; `stored` is its body."""
    return {
        "excerpt": post.excerpt or bodies.excerpt(stored),
        "reading_time": prose.reading_minutes(list(bodies.words(stored))),
        "hero": _picture(
            images.get(post.hero_image_id or 0), alt=post.hero_alt, caption=post.hero_caption, credit=post.hero_credit
        ),
    }


def categories(found: Labels, *, link: str) -> list[CategoryPayload]:
    """Return the subjects of the post at `link`."""
    return [
        CategoryPayload(id=row.id, name=row.name, slug=row.slug, path=label_path("category", row.slug, post=link))
        for row in found.categories
    ]


def tags(found: Labels, *, link: str) -> list[TagPayload]:
    """Return the words on the post at `link`."""
    return [TagPayload(name=row.name, slug=row.slug, path=label_path("tag", row.slug, post=link)) for row in found.tags]


def contributors(
    rows: Sequence[ContributorRow], *, images: Mapping[int, ImageFiles], link: str
) -> list[ContributorPayload]:
    """Return who did what for the post at `link`."""
    return [
        ContributorPayload(
            role=row.role,
            author=AuthorPayload(
                id=row.author_id,
                name=row.name,
                slug=row.slug,
                path=label_path("author", row.slug, post=link),
                display_name=", ".join([row.name, *(credential.letters for credential in row.credentials)]),
                credentials=row.credentials,
                portrait=_picture(images.get(row.portrait_id or 0), alt=row.name),
                biography=row.biography,
                orcid=ORCID_URL + row.orcid if row.orcid else "",
                website=row.website,
            ),
        )
        for row in rows
    ]


def _picture(files: ImageFiles | None, *, alt: str, caption: str = "", credit: str = "") -> Picture | None:
    return picture(files, alt=alt, caption=caption, credit=credit) if files else None
