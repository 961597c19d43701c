from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0002_authors_links_and_credentials_validity'),
    ]

    operations = [
        migrations.AddField(
            model_name='blogpostpage',
            name='review_due',
            field=models.DateField(blank=True, help_text='The day by which it should be checked again. A report lists what is overdue.', null=True, verbose_name='review due'),
        ),
        migrations.AddField(
            model_name='blogpostpage',
            name='reviewed_on',
            field=models.DateField(blank=True, help_text='The day the expert reviewer last checked the text. Shown to readers.', null=True, verbose_name='reviewed on'),
        ),
    ]
