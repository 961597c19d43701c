import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0004_related_post'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImageColour',
            fields=[
                ('image', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='main_colour', serialize=False, to='wagtailimages.image')),
                ('colour', models.CharField(max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}$')])),
            ],
            options={
                'verbose_name': 'colour of an image',
                'verbose_name_plural': 'colours of images',
            },
        ),
    ]
