from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0002_throttle"),
    ]

    operations = [
        migrations.CreateModel(
            name="UsedToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("until", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["until"], name="used_token_until")],
            },
        ),
    ]
