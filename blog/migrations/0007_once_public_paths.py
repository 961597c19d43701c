from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("blog", "0006_introductions_of_subjects")]

    operations = [
        migrations.CreateModel(
            name="OncePublicPath",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url_path", models.TextField(unique=True)),
                ("gone_at", models.DateTimeField()),
            ],
        ),
    ]
