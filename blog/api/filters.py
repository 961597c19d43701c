"""Which pages a list shows: Wagtail's filters, each knowing the parameter to name when it is misused."""

import re
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from wagtail.api.v2.filters import AncestorOfFilter, ChildOfFilter, DescendantOfFilter, TranslationOfFilter
from wagtail.api.v2.utils import BadRequestError, parse_boolean
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend
from wagtail.search.backends.base import OrderByFieldError

from blog import filing
from blog.api.parameters import MAX_ID, invalid, whole_number
from blog.api.searching import RankedPages, find_pages, post_search
from blog.models import BlogPostPage, Category, FormerSlug
from blog.routes import NAMED

TREE_FILTERS = {
    "child_of": ChildOfFilter,
    "ancestor_of": AncestorOfFilter,
    "descendant_of": DescendantOfFilter,
    "translation_of": TranslationOfFilter,
}

ORDERS = frozenset({"id", "title", "slug", "first_published_at", "last_published_at"})

COLUMNS = frozenset({"id", "title", "slug", "show_in_menus"})
"""What a page can be picked by; posts also by `tags`, a comma between words that all must be there."""


MAX_SEARCH_LENGTH = 200

MAX_TAGS = 10
"""Words asked for at once: each is two more tables in the statement, and SQLite joins 64 at most."""

_SMALL_NUMBER = re.compile(r"[0-9]{1,4}")

_WORD = re.compile(r"\w+")
"""Signs are no words, and SQLite's search engine reads quotation marks as its own."""


def by_columns(request: Request, queryset: QuerySet[Any], *, columns: frozenset[str]) -> QuerySet[Any]:
    """Return the rows whose columns equal the parameters of the same names. Raises `Problem` 400 for an unfit value."""
    for name in sorted(columns & set(request.GET)):
        value: Any = request.GET[name]
        if name == "id":
            value = whole_number(request.GET, "id", default=0, most=MAX_ID)
        elif isinstance(queryset.model._meta.get_field(name), BooleanField):
            try:
                value = parse_boolean(value)
            except ValueError as error:
                raise invalid(name, _("Say true or false.")) from error
        queryset = queryset.filter(**{name: value})
    return queryset


def by_tags(request: Request, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Return the posts that bear every one of `?tags=`. Raises `Problem` 400 for more words than can be looked up."""
    words = {word for word in request.GET.get("tags", "").split(",") if word}
    if len(words) > MAX_TAGS:
        raise invalid("tags", _("Ask for at most %(most)s at once.") % {"most": MAX_TAGS})
    for word in sorted(words):
        queryset = queryset.filter(tagged_items__tag__name=word)
    return queryset


FILED = frozenset({"category", "tag", "author", "series", "year", "month"})
"""What posts can be picked by, each by a slug or a number; together, all must be true."""


def by_filing(request: Request, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Return the posts filed under what is asked for; a category stands for those inside it too.

    A slug that was given up stands for the one that took its place. Raises `Problem` 400 for a year or month that is
    none, and for a month without a year.
    """
    asked = {name: request.GET[name] for name in FILED & set(request.GET)}
    named: dict[str, str] = {name: asked[name] for name in NAMED if name in asked}
    moved = FormerSlug.objects.current(named)
    slugs = {name: {slug, moved.get(name, slug)} for name, slug in named.items()}
    if "category" in slugs:
        known = list(Category.objects.all())
        queryset = filing.in_categories(
            queryset, {pk for slug in slugs["category"] for pk in filing.family(known, slug)[1]}
        )
    if "tag" in slugs:
        queryset = filing.with_tag(queryset, *slugs["tag"])
    if "author" in slugs:
        queryset = filing.by_author(queryset, *slugs["author"])
    if "series" in slugs:
        queryset = filing.in_series(queryset, *slugs["series"])
    year = _between(asked, "year", 1000, 2999, message=_("Give a year, such as 2026."))
    month = _between(asked, "month", 1, 12, message=_("Give a month from 1 to 12."))
    if month and not year:
        raise invalid("month", _("Say of which year."))
    return filing.within(queryset, year=year, month=month) if year else queryset


def _between(asked: dict[str, str], name: str, least: int, most: int, *, message: str) -> int | None:
    value = asked.get(name)
    if value is None:
        return None
    if not _SMALL_NUMBER.fullmatch(value) or not least <= int(value) <= most:
        raise invalid(name, message)
    return int(value)


def by_tree(request: Request, queryset: QuerySet[Page], view: Any) -> QuerySet[Page]:
    """Return the pages at the place in the tree that is asked for. Raises `Problem` 400 when there is none."""
    for name, wagtails in TREE_FILTERS.items():
        if request.GET.get(name, "root") != "root":
            whole_number(request.GET, name, default=0, most=MAX_ID)
        try:
            queryset = wagtails().filter_queryset(request, queryset, view)
        except BadRequestError as error:
            raise invalid(name, str(error)) from error
    return queryset


def by_locale(request: Request, queryset: QuerySet[Page]) -> QuerySet[Page]:
    """Return the pages in the language `?locale=`. Raises `Problem` 400 for one that the site does not have."""
    code = request.GET.get("locale")
    if code is None:
        return queryset
    locale = Locale.objects.filter(language_code=code).first()
    if locale is None:
        raise invalid("locale", _("There is no content in this language."))
    return queryset.filter(locale=locale)


def ordered(request: Request, queryset: QuerySet[Any], *, orders: frozenset[str] = ORDERS) -> QuerySet[Any]:
    """Return the rows in the `?order=`, ties by id. Raises `Problem` 400 for an order that isn't there."""
    asked = request.GET.get("order")
    if not asked:
        return queryset
    names = asked.split(",")
    if len({name.removeprefix("-") for name in names}) < len(names):
        raise invalid("order", _("Name each once."))
    if names == ["random"]:
        if "offset" in request.GET:
            raise invalid("order", _("A random order has no second page."))
        return queryset.order_by("?")
    for name in names:
        if name.removeprefix("-") not in orders:
            raise invalid("order", _("Order by one or more of: %(names)s.") % {"names": ", ".join(sorted(orders))})
    return queryset.order_by(*names, *([] if "id" in {name.removeprefix("-") for name in names} else ["id"]))


def searched(request: Request, queryset: QuerySet[Any]) -> Any:
    """Return those of `queryset` that `?search=` finds, best first unless an order is asked for.

    The result can be counted and cut like a queryset. Raises `Problem` 400 for an operator other than and, or.
    """
    operator = request.GET.get("search_operator")
    if operator not in {None, "and", "or"}:
        raise invalid("search_operator", _("Say “and” or “or”."))
    if "search" not in request.GET:
        return queryset
    words = " ".join(_WORD.findall(request.GET["search"]))[:MAX_SEARCH_LENGTH]
    if not words:
        return queryset.none()
    if "order" in request.GET and request.GET["order"] == "random":
        raise invalid("order", _("A random order can't be combined with a search."))
    if queryset.model in {Page, BlogPostPage} and (find := post_search()):
        text = request.GET["search"][:MAX_SEARCH_LENGTH]
        ids = find_pages(find, queryset, text=text, words=words, operator=operator)
        return queryset.filter(pk__in=ids) if request.GET.get("order") else RankedPages(ids)
    found = queryset.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
    found = found.order_by(*queryset.query.order_by)
    by_relevance = "order" not in request.GET
    try:
        return get_search_backend().search(words, found, operator=operator, order_by_relevance=by_relevance)
    except OrderByFieldError as error:
        message = _("What a search finds can't be ordered by %(name)s.") % {"name": error.field_name}
        raise invalid("order", message) from error
