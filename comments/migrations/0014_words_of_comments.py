import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('comments', '0013_index_of_the_queue')]

    operations = [
        migrations.CreateModel(
            name='CommentDocument',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='comments.comment')),
                ('terms', models.TextField()),
            ],
            options={'default_permissions': ()},
        ),
    ]
