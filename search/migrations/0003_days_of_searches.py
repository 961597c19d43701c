import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_synonyms"), ('wagtailsearchpromotions', '0008_query_verbose_name')]

    operations = [
        migrations.CreateModel(
            name='SearchDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12, verbose_name='language')),
                ('day', models.DateField(verbose_name='day')),
                ('searches', models.PositiveIntegerField(default=0, verbose_name='searches')),
                ('without_result', models.PositiveIntegerField(default=0, verbose_name='found nothing')),
                ('query', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_days', to='wagtailsearchpromotions.query')),
            ],
            options={
                'verbose_name': 'day of searches',
                'verbose_name_plural': 'days of searches',
                'indexes': [models.Index(fields=['day'], name='search_day_by_day')],
                'constraints': [models.UniqueConstraint(fields=('query', 'language', 'day'), name='search_day_once')],
            },
        ),
    ]
