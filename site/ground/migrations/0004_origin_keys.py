from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0003_used_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="OriginKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.PositiveIntegerField(unique=True)),
                ("secret", models.CharField(max_length=64)),
            ],
        ),
    ]
