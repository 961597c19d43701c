"""The index for the content API: which of some pages are posts that say something."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from search.engines import engine
from search.words.queries import parse


def matching_posts(pages: QuerySet[Any], *, text: str, every: bool) -> list[int]:
    """Return the ids of those of `pages` that are posts with every word of `text`, or with at least one; best first.

    Each language's posts are read in its way. One statement.
    """
    parts, params = [], []
    for language, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        query = parse(text, language=language)
        if not query.clauses:
            continue
        match, score = engine().match(query, every=every), engine().score(query, documents={})
        among, values = pages.filter(pk=RawSQL("d.post_id", ())).order_by().values("pk").query.sql_with_params()
        parts.append(
            f"SELECT d.post_id, {score.text} AS score FROM {engine().source}"  # nosec B608 # our own words; what a caller gave is a parameter
            f" WHERE {match.text} AND d.language = %s AND EXISTS ({among})"
        )
        params += [*score.params, *match.params, language, *values]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        found = cursor.fetchall()
    return [post_id for post_id, _ in sorted(found, key=lambda row: (-row[1], -row[0]))]
