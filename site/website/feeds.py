"""The feeds of the public site: which posts each has, page by page."""

from datetime import datetime
from urllib.parse import quote
from uuid import uuid5

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views import View
from django.views.decorators.http import conditional_page
from wagtail.models import Page
from wagtail.query import PageQuerySet

from blog.feeds.articles import article_html
from blog.feeds.formats import Entry, FeedPage, write_feed
from blog.filing import filed_at
from blog.models import BlogIndexPage, BlogPostPage, FormerSlug
from blog.payloads import build_posts
from blog.payloads.schemas import PostPayload
from blog.payloads.sections import Place, find_place
from blog.routes import Route, label_path
from blog.selectors import posts_below, public_posts
from ground.problems import FieldError, Problem, problem_response
from ground.roots import Root, inside, public_path, root_for
from ground.schemas import unknown_parameters
from ground.viewer import Viewer, public_pages, viewer_for
from website import caching
from website.brand.identity import site_name

POSTS_PER_PAGE = 20
MAX_PAGE = 10_000
HEADERS = {"Cache-Tag": caching.EVERYTHING, "Cache-Control": "public, max-age=0, must-revalidate"}
"""How long a feed is kept, and what purges it."""


@method_decorator(conditional_page, name="dispatch")
class FeedView(View):
    """A page of the feed of a site in one language, or of one blog, category, tag, author or series of it."""

    http_method_names = ["get", "head"]

    def get(
        self, request: HttpRequest, file: str, kind: str = "site", slug: str = "", language: str = ""
    ) -> HttpResponse:
        """Answer with page `?page=` of the feed, or the way to it. Raises `Http404` when nothing public is in it."""
        try:
            if problem := unknown_parameters(request, {"site", "page"}):
                raise problem
            viewer, number = viewer_for(request), page_number(request)
        except Problem as problem:
            return problem_response(problem)
        now = timezone.now()
        root = root_for(viewer.site, f"/{language}/" if language else "/")
        if language and root.prefix != f"/{language}/":
            raise Http404
        with override(root.language):
            try:
                return self.answer(
                    request, file=file, kind=kind, slug=slug, root=root, viewer=viewer, number=number, now=now
                )
            except Http404:
                if moved := moved_slug(kind, slug, root=root, viewer=viewer, now=now):
                    link = address(f"{root.prefix}feeds/{kind}/{quote(moved)}/{file}", number)
                    return HttpResponsePermanentRedirect(link, headers=HEADERS)
                raise

    def answer(
        self,
        request: HttpRequest,
        *,
        file: str,
        kind: str,
        slug: str,
        root: Root,
        viewer: Viewer,
        number: int,
        now: datetime,
    ) -> HttpResponse:
        """Answer with page `number` of the feed. Raises `Http404` when nothing public is in it."""
        posts, title, description, link = posts_in(root, viewer=viewer, now=now), "", "", root.prefix
        if kind == "index":
            blogs = public_pages(viewer, now=now, model=BlogIndexPage).filter(inside([root]), slug=slug)
            found = blogs.order_by("depth", "path").first()
            if found is None:
                raise Http404
            posts, title = posts_below(found, viewer=viewer, now=now), found.title
            link = public_path(viewer.site, found.url_path) or link
        place = place_of(kind, slug)
        if place is not None:
            title, description = place.title, place.introduction
            posts = filed_at(posts, place.route, categories=place.categories)
        total = posts.count()
        pages = max(1, -(-total // POSTS_PER_PAGE))
        if number > pages or (place is not None and not total):
            raise Http404
        part = shown(posts, number=number)
        built = build_posts(part, viewer=viewer, now=now)
        name = site_name(viewer.site)
        own = viewer.site.root_url + quote(request.path)
        if place is not None:
            link = label_path(place.route.kind, slug, post=built[0].meta.path)
        feed = FeedPage(
            title=f"{title} · {name}" if title else name,
            description=description or name,
            link=viewer.site.root_url + quote(link),
            language=root.language,
            own=address(own, number),
            pages=near(own, number=number, pages=pages),
            entries=[entry(page, payload, viewer=viewer) for page, payload in zip(part, built, strict=True)],
        )
        body, content_type = write_feed(feed, file=file)
        return HttpResponse(body, content_type=content_type, headers=HEADERS)


def posts_in(root: Root, *, viewer: Viewer, now: datetime) -> PageQuerySet[BlogPostPage]:
    """Return the posts below the front page `root`, the newest first."""
    return public_posts(viewer=viewer, now=now).filter(inside([root]))


def moved_slug(kind: str, slug: str, *, root: Root, viewer: Viewer, now: datetime) -> str | None:
    """Return the slug that took the place of `slug`; None when no public post is filed under it."""
    moved = FormerSlug.objects.current({kind: slug}).get(kind)
    place = place_of(kind, moved) if moved else None
    if place is None:
        return None
    posts = posts_in(root, viewer=viewer, now=now)
    return moved if filed_at(posts, place.route, categories=place.categories).exists() else None


def page_number(request: HttpRequest) -> int:
    """Return the number of the page asked for. Raises `Problem` 400 naming the parameter."""
    asked = request.GET.get("page", "1")
    if asked.isascii() and asked.isdigit() and len(asked) < 9 and 1 <= int(asked) <= MAX_PAGE:
        return int(asked)
    message = f"Give a whole number from 1 to {MAX_PAGE}."
    raise Problem(
        status=400,
        code="invalid",
        title="A query parameter can't be used as it is.",
        errors=[FieldError(field="page", code="invalid", message=message)],
    )


def place_of(kind: str, slug: str) -> Place | None:
    """Return the category and the like that the feed is about; None for all posts. Raises `Http404`."""
    for named in ("category", "tag", "author", "series"):
        if kind == named:
            place = find_place(Route(kind=named, index="/", slug=slug))
            if place is None:
                raise Http404
            return place
    return None


def shown(posts: PageQuerySet[BlogPostPage], *, number: int) -> list[BlogPostPage]:
    """Return the page `number` of `posts`."""
    start = (number - 1) * POSTS_PER_PAGE
    return list(posts[start : start + POSTS_PER_PAGE])


def address(own: str, number: int) -> str:
    """Return the address of the page `number` of the feed at `own`."""
    return f"{own}?page={number}" if number > 1 else own


def near(own: str, *, number: int, pages: int) -> dict[str, str]:
    """Return the addresses of the other pages that RFC 5005 names, by relation; none when there is only one."""
    if pages == 1:
        return {}
    found = {"first": 1, "previous": number - 1, "next": number + 1, "last": pages}
    return {name: address(own, page) for name, page in found.items() if 1 <= page <= pages}


def entry(page: Page, post: PostPayload, *, viewer: Viewer) -> Entry:
    """Return a post as it stands in a feed; its id is the same wherever the page moves."""
    root = viewer.site.root_url
    image = post.hero.src if post.hero else ""
    return Entry(
        id=f"urn:uuid:{uuid5(page.translation_key, post.meta.locale)}",
        title=post.title,
        link=quote(post.meta.html_url, safe="/:?=&%"),
        summary=post.excerpt,
        html=article_html(post, root=root),
        authors=tuple(each.author.display_name for each in post.contributors if each.role == "author"),
        subjects=(*(each.name for each in post.categories), *(each.name for each in post.tags)),
        image=root + image if image.startswith("/") else image,
        published=post.meta.first_published_at,
        updated=post.meta.last_published_at,
    )
