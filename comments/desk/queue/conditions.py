"""What the queue asks of comments that a plain lookup can't say, in the SQL of both databases."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Exists, F, FloatField, Func, IntegerField, OuterRef, Q

from comments.lifecycle import Status
from comments.models import Comment, Report

COMMENTS = f'"{Comment._meta.db_table}"'
REPORTS = f'"{Report._meta.db_table}"'

LATEST = 200
"""An author's record is that of so many of their latest comments."""

HOURS_A_REPORT = 12
MINUTES_A_POINT = 15


class HasFinding(Func):
    """Whether the check of this code found something in the comment."""

    conditional = True

    def __init__(self, check: str) -> None:
        super().__init__(F("ledger"), output_field=BooleanField())
        self.check_code = check

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; the code is its one parameter."""
        ledger, _ = compiler.compile(self.source_expressions[0])
        if connection.vendor == "postgresql":
            return f"{ledger} @> jsonb_build_array(jsonb_build_object('check', %s::text))", (self.check_code,)
        found = f"SELECT 1 FROM json_each({ledger}) f WHERE json_extract(f.value, '$.check') = %s"  # nosec B608 # noqa: S608 - a column and a parameter
        return f"EXISTS ({found})", (self.check_code,)


class Urgency(Func):
    """Where the comment stands in order of priority, the most urgent first, in days.

    It is when the comment was written, put back by `MINUTES_A_POINT` for each point of the weight of what was found in
    it, and by `HOURS_A_REPORT` for each open report. So everything gets its turn: what is urgent overtakes what came
    some hours before it, and nothing waits for ever.
    """

    def __init__(self) -> None:
        super().__init__(F("created_at"), F("weight"), F("pk"), output_field=FloatField())

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; it takes no parameters."""
        created, weight, pk = (compiler.compile(source)[0] for source in self.source_expressions)
        postgresql = connection.vendor == "postgresql"
        days = f"EXTRACT(EPOCH FROM {created}) / 86400" if postgresql else f"julianday({created})"
        reports = f"(SELECT COUNT(*) FROM {REPORTS} r WHERE r.comment_id = {pk} AND r.settled_at IS NULL)"  # nosec B608 # noqa: S608 - constants and a column
        return f"({days} - {weight} * {MINUTES_A_POINT / 1440} - {reports} * {HOURS_A_REPORT / 24})", ()


class Others(Func):
    """How many of the author's latest other comments have one of the statuses, as far as the author is known.

    Whoever writes under an address that they did not confirm has the record of those who did not confirm it either.
    """

    def __init__(self, statuses: Iterable[Status]) -> None:
        super().__init__(F("pk"), F("user_id"), F("commenter_id"), F("author_email"), output_field=IntegerField())
        self.statuses = ", ".join(f"'{status.value}'" for status in statuses)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; it takes no parameters."""
        pk, user, commenter, email = (compiler.compile(source)[0] for source in self.source_expressions)

        def number(theirs: str) -> str:
            latest = f"SELECT o.id, o.status FROM {COMMENTS} o WHERE {theirs} ORDER BY o.created_at DESC LIMIT {LATEST}"  # nosec B608 # noqa: S608 - constants and columns
            return f"(SELECT COUNT(*) FROM ({latest}) AS l WHERE l.status IN ({self.statuses}) AND l.id <> {pk})"  # nosec B608 # noqa: S608 - the same

        guest = f"o.author_email = {email} AND o.commenter_id IS NULL AND o.user_id IS NULL"
        return (
            f"CASE WHEN {user} IS NOT NULL THEN {number(f'o.user_id = {user}')} "
            f"WHEN {commenter} IS NOT NULL THEN {number(f'o.commenter_id = {commenter}')} "
            f"WHEN {email} <> '' THEN {number(guest)} ELSE 0 END"
        ), ()


def is_reported() -> Q:
    """Return the condition that readers reported the comment and no moderator has decided about it since."""
    return Q(pk__in=Report.objects.filter(settled_at__isnull=True).values("comment"))


def is_first() -> Q:
    """Return the condition that nothing else of the comment's author is approved, as far as anybody can know."""
    approved = Comment.objects.filter(status=Status.APPROVED).exclude(pk=OuterRef("pk")).order_by()
    known = [
        approved.filter(commenter=OuterRef("commenter")),
        approved.filter(user=OuterRef("user")),
        approved.filter(author_email=OuterRef("author_email"), author_email__gt=""),
    ]
    return ~Q(Exists(known[0])) & ~Q(Exists(known[1])) & ~Q(Exists(known[2]))
