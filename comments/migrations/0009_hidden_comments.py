"""Index what is waiting, rejected or spam, so that long threads are counted without looking at every comment twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0008_links_to_addresses"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["page", "path", "depth"],
                condition=models.Q(status__in=["pending", "rejected", "spam"]),
                name="comment_hidden",
            ),
        ),
    ]
