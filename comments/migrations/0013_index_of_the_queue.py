from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('comments', '0012_weight_of_findings')]

    operations = [
        migrations.RemoveIndex(model_name='comment', name='comment_queue'),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['status', 'created_at', 'id', 'page', 'branch', 'weight'], name='comment_desk'),
        ),
    ]
