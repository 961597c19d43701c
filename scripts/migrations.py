"""Which migrations running code would not survive: while a new version is rolled out, the old works on its schema.

What breaks it is done in two releases (expand, contract). The migration of the second says so:
`contract = "0.4 reads Comment.text instead"`, naming the release since which nothing uses what goes.
"""

from collections.abc import Iterator, Sequence

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

BEFORE = {
    "blog": "0014_archive_introduction",
    "comments": "0016_reasons_and_canned_replies",
    "ground": "0007_outbox_request_id",
    "search": "0003_days_of_searches",
    "website": "0002_site_brand",
}
"""The last migration of each app from before there was a site to keep running."""

CONTRACT = "contract"
"""The attribute of a migration that says since when nothing uses what it takes away or demands."""

GOING = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.DeleteModel,
    migrations.AlterModelTable,
    migrations.AddConstraint,
)


def complaints(migration: migrations.Migration) -> list[str]:
    """Return, a sentence each, what of `migration` the running code would not survive, or could not be taken back."""
    is_contract = bool(getattr(migration, CONTRACT, ""))
    operations = list(_in_the_database(migration.operations))
    fresh = {operation.name_lower for operation in operations if isinstance(operation, migrations.CreateModel)}
    said = []
    for operation in operations:
        is_new = getattr(operation, "model_name_lower", "") in fresh
        why = _for_good(operation) or ("" if is_contract or is_new else _breaking(operation))
        if why:
            said.append(f"{operation.describe()}: {why}")
    return said


def _in_the_database(operations: Sequence[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _in_the_database(operation.database_operations)
        else:
            yield operation


def _for_good(operation: Operation) -> str:
    if isinstance(operation, migrations.RunPython | migrations.RunSQL) and not operation.reversible:
        return "give it a way back, a no-op if there is nothing to undo"
    return ""


def _breaking(operation: Operation) -> str:
    if isinstance(operation, GOING):
        return "code that runs still uses what is there, or writes what is no longer taken: do it a release later"
    if isinstance(operation, migrations.AddField | migrations.AlterField) and _demands(operation.field):
        return "code that runs writes rows without it: let it be null, or give it a db_default"
    return ""


def _demands(field: models.Field[object, object]) -> bool:
    return not (field.many_to_many or field.null or field.has_db_default() or field.primary_key)
