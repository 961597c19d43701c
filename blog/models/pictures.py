"""What we know of the library's images beyond what Wagtail keeps."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImageColour(models.Model):
    """The colour an image shows most of, found once by the worker."""

    image = models.OneToOneField(
        "wagtailimages.Image", on_delete=models.CASCADE, primary_key=True, related_name="main_colour"
    )
    colour = models.CharField(max_length=7, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])

    class Meta:
        verbose_name = _("colour of an image")
        verbose_name_plural = _("colours of images")

    def __str__(self) -> str:
        return self.colour
