"""Keep the status in the index of what is hidden, so that it is counted there without looking at the comments."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0016_reasons_and_canned_replies"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="comment", name="comment_hidden"),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["page", "path", "depth", "status"],
                condition=models.Q(status__in=["pending", "rejected", "spam"]),
                name="comment_hidden",
            ),
        ),
    ]
