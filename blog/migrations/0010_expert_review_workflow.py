from django.db import migrations

NAME = "Expert review"
GROUP = "Expert reviewers"


def begin(apps, schema_editor):
    """Make a group, the task it does, and a workflow of that task; which branch uses it is for editors to say."""
    content_type = apps.get_model("contenttypes", "ContentType")
    task_type, _ = content_type.objects.get_or_create(app_label="blog", model="expertreviewtask")
    admin_type, _ = content_type.objects.get_or_create(app_label="wagtailadmin", model="admin")
    entry, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=admin_type, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    group.permissions.add(entry)
    task = apps.get_model("blog", "ExpertReviewTask").objects.create(name=NAME, content_type=task_type, active=True)
    task.groups.add(group)
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=NAME, active=True)
    steps = apps.get_model("wagtailcore", "WorkflowTask").objects
    steps.create(workflow=workflow, task=task, sort_order=0)
    # Whoever approves last publishes, and experts may have no right to: Wagtail's own step follows where it is there.
    last = apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval", active=True).first()
    if last:
        steps.create(workflow=workflow, task=last, sort_order=1)


class Migration(migrations.Migration):

    dependencies = [
        ("blog", "0009_expert_review_task"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
