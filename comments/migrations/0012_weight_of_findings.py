from django.db import migrations, models


def weigh(apps, schema_editor):
    Comment = apps.get_model('comments', 'Comment')
    found = Comment.objects.using(schema_editor.connection.alias).exclude(ledger=[]).only('ledger')
    weighed = []
    for comment in found.iterator(chunk_size=500):
        comment.weight = sum(finding.get('weight', 0) for finding in comment.ledger)
        weighed.append(comment)
        if len(weighed) == 500:
            Comment.objects.bulk_update(weighed, ['weight'])
            weighed = []
    Comment.objects.bulk_update(weighed, ['weight'])


class Migration(migrations.Migration):
    dependencies = [('comments', '0011_links_that_subscribe')]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='weight',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(weigh, migrations.RunPython.noop, elidable=True),
    ]
