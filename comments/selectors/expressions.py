"""What only the tree can tell, as expressions inside a statement.

Written in SQL that SQLite and PostgreSQL share: built from querysets, these would take Django several times longer to
put together than a database to answer. They hold no value from outside, only columns and our own constants.
"""

from typing import Any

from django.db.models import BooleanField, CharField, F, Func, IntegerField
from wagtail.models import Page

from comments.lifecycle import HIDING, Status
from comments.models import STEP, Comment, CommentPolicy
from comments.policy import DEPTH_CAP, STARTING_POLICY
from comments.selectors.lineage import PAGE_LEVELS
from ground.among import Branch
from ground.prepared import Slot, Slots

COMMENTS = f'"{Comment._meta.db_table}"'
POLICIES = f'"{CommentPolicy._meta.db_table}"'
PAGES = f'"{Page._meta.db_table}"'

APPROVED = f"'{Status.APPROVED.value}'"
SHOWABLE = f"{APPROVED}, '{Status.DELETED.value}'"
HIDDEN = ", ".join(f"'{status.value}'" for status in sorted(HIDING))

BELOW = "z"
"""Sorts after every digit: a path followed by it is an upper bound of what lies below the path."""

COMMON_DEPTH = 5
"""Nearly all replies lie no deeper; looking for a few ancestors costs less than for as many as there can be."""


def prefixes(path: str, *, step: int, levels: int) -> str:
    """Return the SQL list of the first `levels` prefixes of `path`; where it is shorter, the rest are `path` itself."""
    return ", ".join(f"SUBSTR({path}, 1, {end})" for end in range(step, step * levels + 1, step))


def hidden_sql(page_id: str, path: str, depth: str) -> str:
    """Return the SQL condition that an ancestor of the comment with these columns is waiting, rejected or spam."""

    def above(levels: int) -> str:
        return (
            f"EXISTS (SELECT 1 FROM {COMMENTS} a WHERE a.page_id = {page_id} AND a.depth < {depth} "  # nosec B608 # noqa: S608 - columns and constants only
            f"AND a.status IN ({HIDDEN}) AND a.path IN ({prefixes(path, step=STEP, levels=levels)}))"
        )

    return (
        f"CASE WHEN {depth} = 1 THEN FALSE WHEN {depth} = 2 THEN {above(1)} "
        f"WHEN {depth} <= {COMMON_DEPTH} THEN {above(COMMON_DEPTH - 1)} ELSE {above(DEPTH_CAP - 1)} END"
    )


class HiddenByAncestor(Func):
    """Whether something above the comment is waiting, rejected or spam."""

    conditional = True

    def __init__(self) -> None:
        super().__init__(F("page_id"), F("path"), F("depth"), output_field=BooleanField())

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; it takes no parameters."""
        page_id, path, depth = (compiler.compile(source)[0] for source in self.source_expressions)
        return hidden_sql(page_id, path, depth), ()


class PublicBelow(Func):
    """How many public comments lie below the path `above` on a page, where nothing up to there is hidden.

    `above` is a column, or None for the whole page. Counted as all approved ones less those below something hidden:
    little is hidden and little of that was answered, so a long thread is counted in its index.
    """

    def __init__(self, *, page_id: Any, above: F | None) -> None:
        super().__init__(page_id, *([] if above is None else [above]), output_field=IntegerField())

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; the parameters are those of its sources."""
        page_id, page_params = compiler.compile(self.source_expressions[0])
        within, params = f"page_id = {page_id}", page_params
        if self.source_expressions[1:]:
            above, above_params = compiler.compile(self.source_expressions[1])
            within += f" AND {{0}}.path > {above} AND {{0}}.path < {above} || '{BELOW}'"
            params = (*params, *above_params, *above_params)
        answers = (
            f"FROM {COMMENTS} b WHERE b.page_id = h.page_id AND b.path > h.path "
            f"AND b.path < h.path || '{BELOW}' AND b.status = {APPROVED}"
        )
        # In this order: most of what is hidden was never answered, and has nothing to be taken off.
        lost = (
            f"CASE WHEN NOT EXISTS (SELECT 1 {answers}) THEN 0 WHEN {hidden_sql('h.page_id', 'h.path', 'h.depth')} "  # nosec B608 # columns and constants only
            f"THEN 0 ELSE (SELECT COUNT(*) {answers}) END"
        )
        sql = (
            f"((SELECT COUNT(*) FROM {COMMENTS} c WHERE c.{within.format('c')} AND c.status = {APPROVED}) "  # nosec B608 # noqa: S608 - the same
            f"- COALESCE((SELECT CAST(SUM({lost}) AS integer) FROM {COMMENTS} h WHERE h.{within.format('h')} "
            f"AND h.status IN ({HIDDEN})), 0))"
        )
        return sql, (*params, *params)


def first_below(*, page_id: Slot, paths: Slots, limit: int) -> Branch:
    """Return the branch of the paths of the first `limit` comments below each of `paths`, in order of the tree.

    They are approved or deleted; whether something hides them is not asked here.
    """
    (one, page), (several, places) = page_id.as_sql(None, None), paths.as_sql(None, None)
    shown = f"status IN ({SHOWABLE})"
    end = (
        f"SELECT n.path FROM {COMMENTS} n WHERE n.page_id = {one} AND n.path > r.path AND n.path < r.path || '{BELOW}' "  # nosec B608 # noqa: S608 - columns, constants and placeholders
        f"AND n.{shown} ORDER BY n.path LIMIT 1 OFFSET {limit}"
    )
    # CROSS, since SQLite keeps to that order; and one bound alone, since it might look for the other at each comment.
    sql = (
        f"SELECT f.path FROM {COMMENTS} r CROSS JOIN {COMMENTS} f WHERE r.page_id = {one} AND r.path IN {several} "  # nosec B608 # noqa: S608 - the same
        f"AND f.page_id = {one} AND f.path > r.path AND f.path < COALESCE(({end}), r.path || '{BELOW}') AND f.{shown}"
    )
    return sql, (*page, *places, *page, *page)


class PolicyState(Func):
    """The state of comments on the page at the tree path, as `comments.policy.resolve_policy` finds it.

    The nearest page that says one wins, unless one above enforces its own: then the highest of those.
    """

    def __init__(self, path: F) -> None:
        super().__init__(path, output_field=CharField())

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; it takes no parameters."""
        path, _ = compiler.compile(self.source_expressions[0])
        lineage = prefixes(path, step=Page.steplen, levels=PAGE_LEVELS)
        words = "CAST(p.enforce AS text)"
        enforced = f"REPLACE({words}, '\"state\"', '') <> {words}"
        nearest = (
            f"SELECT p.state FROM {POLICIES} p JOIN {PAGES} g ON g.id = p.page_id "  # nosec B608 # noqa: S608 - columns and constants only
            f"WHERE p.state IS NOT NULL AND g.path IN ({lineage}) "
            f"ORDER BY CASE WHEN {enforced} THEN g.depth ELSE {2 * PAGE_LEVELS} - g.depth END LIMIT 1"
        )
        return f"COALESCE(({nearest}), '{STARTING_POLICY.state}')", ()
