from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0004_origin_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, unique=True)),
                ("due_at", models.DateTimeField()),
                ("done_until", models.DateTimeField()),
            ],
        ),
    ]
