"""Migrations of ours work beside the code that runs: old code on the new schema, and back."""

from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from scripts.migrations import BEFORE, CONTRACT, complaints

OURS = ("blog", "comments", "ground", "search", "website")


class Migration(migrations.Migration):
    """What a case is made of."""


def of(*operations, **marks):
    made = type("Migration", (Migration,), {"operations": list(operations), **marks})
    return made("0099_case", "comments")


def forwards(*_):
    """Do nothing."""


def test_every_migration_since_the_rule_keeps_running_code_running():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = {
        f"{app}.{name}": complaints(migration)
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS and name > BEFORE[app]
    }
    assert {name: said for name, said in found.items() if said} == {}


def test_the_rule_knows_every_app_of_ours():
    assert set(OURS) == set(BEFORE)
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert all((app, name) in loader.disk_migrations for app, name in BEFORE.items())
    assert all(apps.get_app_config(app) for app in OURS)


def test_what_breaks_running_code_is_refused():
    broken = [
        migrations.RemoveField("comment", "body"),
        migrations.RenameField("comment", "body", "text"),
        migrations.RenameModel("comment", "remark"),
        migrations.DeleteModel("comment"),
        migrations.AlterModelTable("comment", "remarks"),
        migrations.AddField("comment", "mood", models.CharField(max_length=5)),
        migrations.AddField("comment", "mood", models.CharField(max_length=5, default="calm")),
        migrations.AlterField("comment", "mood", models.CharField(max_length=5)),
        migrations.RunPython(forwards),
        migrations.RunSQL("SELECT 1"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RemoveField("comment", "body")],
            state_operations=[],
        ),
        migrations.AddConstraint("comment", models.CheckConstraint(condition=models.Q(depth__lt=9), name="less_deep")),
    ]
    assert [type(each).__name__ for each in broken if not complaints(of(each))] == []


def test_what_running_code_does_not_notice_is_taken():
    fine = [
        migrations.CreateModel("mood", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("comment", "mood", models.CharField(max_length=5, null=True)),
        migrations.AddField("comment", "mood", models.CharField(max_length=5, db_default="calm")),
        migrations.AddField("comment", "moods", models.ManyToManyField("comments.mood")),
        migrations.AlterField("comment", "mood", models.CharField(max_length=9, db_default="calm")),
        migrations.AddIndex("comment", models.Index(fields=["mood"], name="by_mood")),
        migrations.RunPython(forwards, forwards),
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.RunSQL("SELECT 1", migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("comment", "body")]),
    ]
    assert {type(each).__name__: said for each in fine if (said := complaints(of(each)))} == {}


def test_nothing_runs_yet_on_a_table_that_is_new():
    new = migrations.CreateModel("place", [("id", models.BigAutoField(primary_key=True))])
    assert complaints(of(new, migrations.AddField("place", "name", models.CharField(max_length=5)))) == []


def test_the_last_step_says_which_release_stopped_using_it():
    removal = migrations.RemoveField("comment", "body")
    assert complaints(of(removal, **{CONTRACT: "0.4 reads text instead"})) == []
    assert complaints(of(removal, **{CONTRACT: ""})) != []
    assert complaints(of(migrations.RunPython(forwards), **{CONTRACT: "0.4"})) != []
