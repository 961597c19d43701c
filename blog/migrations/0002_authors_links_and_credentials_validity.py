import blog.models.authors
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='orcid',
            field=models.CharField(blank=True, help_text='Sixteen digits that name a researcher, such as 0000-0002-1825-0097.', max_length=19, validators=[blog.models.authors.check_orcid], verbose_name='ORCID iD'),
        ),
        migrations.AddField(
            model_name='author',
            name='website',
            field=models.URLField(blank=True, help_text="The author's own site.", verbose_name='website'),
        ),
        migrations.AddField(
            model_name='credential',
            name='expires_on',
            field=models.DateField(blank=True, help_text='A report lists what lapses. Not shown to readers.', null=True, verbose_name='valid until'),
        ),
        migrations.AddField(
            model_name='credential',
            name='number',
            field=models.CharField(blank=True, help_text='Of the licence or certificate. Not shown to readers.', max_length=60, verbose_name='number'),
        ),
    ]
