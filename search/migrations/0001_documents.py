import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [('blog', '0014_archive_introduction')]

    operations = [
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('category', 'Category'), ('tag', 'Tag'), ('author', 'Author'), ('series', 'Series'), ('year', 'Year')], max_length=10)),
                ('slug', models.CharField(max_length=150)),
                ('name', models.CharField(max_length=200)),
                ('names', models.CharField(max_length=250)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'slug'), name='search_label_once')],
            },
        ),
        migrations.CreateModel(
            name='PostDocument',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='blog.blogpostpage')),
                ('language', models.CharField(max_length=12)),
                ('published', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('names', models.CharField(max_length=300)),
                ('title_terms', models.TextField()),
                ('heading_terms', models.TextField()),
                ('body_terms', models.TextField()),
                ('beside_terms', models.TextField()),
                ('text', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['language', 'names'], name='search_names')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('word', models.CharField(max_length=40)),
                ('term', models.CharField(max_length=40)),
                ('documents', models.PositiveIntegerField(default=1)),
            ],
            options={
                'indexes': [models.Index(fields=['language', 'term'], name='search_word_by_term')],
                'constraints': [models.UniqueConstraint(fields=('language', 'word'), name='search_word_once')],
            },
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='filings', to='search.label')),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='filings', to='search.postdocument')),
            ],
            options={
                'indexes': [models.Index(fields=['label', 'document'], name='search_filing_by_label')],
                'constraints': [models.UniqueConstraint(fields=('document', 'label'), name='search_filing_once')],
            },
        ),
    ]
