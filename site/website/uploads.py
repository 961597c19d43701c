"""What editors may upload: pictures and documents of a size that readers can fetch and the server can bear."""

import struct
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ground.outage import FilesAway, report_files

BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)
"""What Pillow raises when a file ends early or holds nonsense."""

BOMB = (Image.DecompressionBombWarning, Image.DecompressionBombError)


class BoundedPictureField(WagtailImageField):
    """Wagtail's field, which unpacks a picture to see how large it is: here that is read first, from its head."""

    def check_image_pixel_size(self, f: Any) -> None:
        """Raise `ValidationError` when a picture has more pixels than may be, or can't be read to its end."""
        most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
        found: int | str = ""
        try:
            f.seek(0)
            with Image.open(f) as picture:
                found = pixels = picture.width * picture.height
            f.seek(0)
            if pixels <= most:
                super().check_image_pixel_size(f)
                return
        except BOMB:
            found = _("unknown number")
        except BROKEN as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        told = {"num_pixels": found, "max_pixels_count": most}
        raise ValidationError(self.error_messages["file_too_many_pixels"] % told, code="file_too_many_pixels")


class PlaceThatAnswers:
    """A form that asks the place of its `file` whether it is there, and says at the field that it is away."""

    def _post_clean(self: Any) -> None:
        super()._post_clean()  # type: ignore[misc]  # of the form it is mixed into
        file = self.cleaned_data.get("file")
        if not file or "file" not in self.changed_data:
            return
        try:
            self.instance.file.storage.exists(file.name)
        except FilesAway as error:
            report_files(error, doing="uploads are refused until it is back")
            said = _("The file can't be stored just now. Please try again in a minute.")
            self.add_error("file", ValidationError(said, code="not_stored"))


class BoundedImageForm(PlaceThatAnswers, BaseImageForm):
    """Wagtail's form, with that field."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = BoundedPictureField(
                label=old.label, required=old.required, max_length=old.max_length, widget=old.widget
            )


class BoundedDocumentForm(PlaceThatAnswers, BaseDocumentForm):
    """Wagtail's form, with the bound for documents that it has for pictures."""

    def _post_clean(self) -> None:
        super()._post_clean()
        file, most = self.cleaned_data.get("file"), settings.DOCUMENT_BYTES
        if file and "file" in self.changed_data and file.size > most:
            sizes = {"size": filesizeformat(file.size), "most": filesizeformat(most)}
            said = _("This file is too big (%(size)s). Documents may have %(most)s.") % sizes
            self.add_error("file", ValidationError(said, code="file_too_large"))
