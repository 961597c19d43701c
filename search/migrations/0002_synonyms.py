import search.models.synonyms
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]

    operations = [
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=search.models.synonyms.content_languages, default='en', max_length=12, verbose_name='language')),
                ('word', models.CharField(help_text='A word or a short expression, such as “kneecap”.', max_length=80, verbose_name='readers look for')),
                ('others', models.CharField(help_text='One or more words or expressions with commas between, such as “patella, patellar”.', max_length=300, verbose_name='posts say')),
                ('expression', models.CharField(editable=False, max_length=120)),
            ],
            options={
                'verbose_name': 'synonym',
                'verbose_name_plural': 'synonyms',
                'ordering': ['word'],
                'constraints': [models.UniqueConstraint(fields=('language', 'expression'), name='search_synonym_once')],
            },
        ),
    ]
