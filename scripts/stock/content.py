"""What a post's template is given, as a developer who minds the number of statements fetches it."""

import re
from typing import Any

from django.db.models import Count, Prefetch
from django.http import HttpRequest
from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from blog.models import BlogPostPage, PostContributor, PostReference, Reference
from comments.models import Comment
from website.brand.models import SiteBrand

SPECS = [f"width-{width}|format-{form}" for width in (400, 800, 1200, 1600) for form in ("avif", "webp", "jpeg")]
SHOWN = 50
"""Comments on a page of the thread, where `?comments=` does not say another number."""

CITATION = re.compile(r'<a (?=[^>]*linktype="citation")[^>]*\bid="([^"]+)"')


def around(post: BlogPostPage, *, request: HttpRequest) -> dict[str, Any]:
    """Return the context of the template for `post`."""
    pictures = get_image_model().objects.prefetch_renditions(*SPECS)
    people = PostContributor.objects.filter(post=post).prefetch_related(
        "author__credentials", Prefetch("author__portrait", pictures)
    )
    site = Site.find_for_request(request)
    brand = SiteBrand.for_request(request)
    references = cited_first(post)
    context = {
        "page": post,
        "address": post.get_full_url(request),
        "site": site,
        "brand": brand,
        "above": Page.objects.ancestor_of(post).filter(depth__gt=1).live(),
        "translations": post.get_translations(inclusive=True).live().select_related("locale"),
        "people": list(people),
        "categories": list(post.categories.all()),
        "tags": list(post.tags.all()),
        "blog": post.get_parent().get_url(request),
        "references": references,
        "numbers": {str(each.pk): number for number, each in enumerate(references, start=1)},
        "contents": [
            {"title": block.value["text"], "anchor": slugify(block.value["text"]), "level": block.value["level"]}
            for block in post.body
            if block.block_type == "heading"
        ],
        "minutes": max(1, sum(len(text.split()) for text in texts(post)) // 220),
        "series": list(post.series.posts.live().order_by("series_position")) if post.series else [],
        "related": related(post, pictures=pictures),
        **comments(post, shown=int(request.GET.get("comments", SHOWN))),
    }
    return {**context, "structured_data": structured_data(context)}


def texts(post: BlogPostPage) -> list[str]:
    """Return the rich texts of the body, as stored."""
    found: list[str] = []
    for block in post.body:
        values = block.value.values() if hasattr(block.value, "values") else [block.value]
        found += [value.source for value in values if isinstance(value, RichText)]
    return found


def cited_first(post: BlogPostPage) -> list[Reference]:
    """Return the papers of `post`: those cited, in the order of the text, then the rest of the list."""
    listed = {
        str(each.reference_id): each.reference
        for each in PostReference.objects.filter(post=post).order_by("sort_order").select_related("reference")
    }
    cited = [key for text in texts(post) for key in CITATION.findall(text) if key in listed]
    return [listed[key] for key in dict.fromkeys([*cited, *listed])]


def related(post: BlogPostPage, *, pictures: Any) -> list[BlogPostPage]:
    """Return three posts to read next: those chosen by hand, then those that share most tags."""
    posts = (
        BlogPostPage.objects.live()
        .public()
        .filter(locale=post.locale)
        .exclude(pk=post.pk)
        .prefetch_related(
            Prefetch("hero_image", pictures),
            "categories",
            Prefetch("contributors", PostContributor.objects.select_related("author")),
        )
    )
    chosen = list(posts.filter(pk__in=post.chosen_posts.values("target_id")))
    others = posts.filter(tags__in=post.tags.all()).exclude(pk__in=[each.pk for each in chosen])
    alike = others.annotate(shared=Count("tags")).order_by("-shared", "-pk")
    return [*chosen, *alike[: 3 - len(chosen)]]


def comments(post: BlogPostPage, *, shown: int) -> dict[str, Any]:
    """Return the first comments on `post`, as many as are `shown`, as a tree, and how many there are."""
    public = Comment.objects.filter(page=post, status="approved")
    every: list[Any] = list(public.select_related("user").order_by("path")[:shown])
    by_id = {each.pk: each for each in every}
    for each in every:
        each.answers = []
        if each.parent_id in by_id:
            by_id[each.parent_id].answers.append(each)
    number = public.count()
    return {"comments": [each for each in every if each.depth == 1], "number": number, "more": number > shown}


def structured_data(context: dict[str, Any]) -> dict[str, Any]:
    """Return what search engines read of a post, by schema.org."""
    post, site = context["page"], context["site"]
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage" if post.reviewed_on else "Article",
        "headline": post.title,
        "url": context["address"],
        "inLanguage": post.locale.language_code,
        "datePublished": post.first_published_at.isoformat(),
        "dateModified": post.last_published_at.isoformat(),
        "author": [
            {"@type": "Person", "name": each.author.name, "description": each.author.biography}
            for each in context["people"]
            if each.role == "author"
        ],
        "publisher": {"@type": "Organization", "name": context["brand"].name, "url": site.root_url},
        "citation": [{"@type": "CreativeWork", "name": each.title} for each in context["references"]],
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": each.title, "item": each.full_url}
                for place, each in enumerate(context["above"], start=1)
            ],
        },
    }
