"""The rows that posts share (authors, papers, subjects, pictures): found by what they are, made once."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha1
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.storage import Storage
from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.images.models import AbstractRendition
from wagtail.models import Collection

from blog.identifiers import normal_doi
from blog.models import Author, Category, Credential, Reference
from blog.models.references import csl_title, csl_year
from blog.pictures import make_fallback
from website.transfer.pictures import read_picture
from website.transfer.plan import AuthorPlan, Picture

Fingerprint = tuple[str, int | None]

_NOT_A_LETTER = re.compile(r"[\W_]+")


class Shelf:
    """Finds shared rows and makes the missing ones; what a rolled-back transaction leaves of them can be removed."""

    def __init__(self) -> None:
        self._files: list[tuple[Storage, str]] = []
        self._renditions: list[AbstractRendition] = []

    def author(self, *, plan: AuthorPlan) -> Author | None:
        """Return the author of that slug, however the editors have changed the row since."""
        found: Author | None = Author.objects.filter(slug=plan.slug).first()
        return found

    def made_author(self, *, plan: AuthorPlan) -> Author:
        """Return the author, made with the credentials when there is none."""
        if author := self.author(plan=plan):
            return author
        author = Author(name=plan.name, slug=plan.slug)
        author.credentials = [
            Credential(sort_order=place, letters=one.letters, meaning=one.meaning, issuer=one.issuer)
            for place, one in enumerate(plan.credentials)
        ]
        author.full_clean()
        author.save()
        return author

    def reference(self, *, csl: Mapping[str, Any]) -> Reference | None:
        """Return the same paper: by DOI, else by PubMed number, else by title and year where no DOI contradicts."""
        doi, pmid = normal_doi(csl.get("DOI")), csl.get("PMID")
        for name, value in (("doi", doi), ("pmid", pmid)):
            if value and (found := Reference.objects.filter(**{name: value}).first()):
                return found
        for found in self._by_fingerprint.get(_fingerprint(csl), ()):
            if not (doi and found.doi) and not (pmid and found.pmid):
                return found
        return None

    def made_reference(self, *, csl: Mapping[str, Any]) -> Reference:
        """Return the paper, made when there is none.

        Raises `ValidationError` when the data can't be stored.
        """
        if found := self.reference(csl=csl):
            return found
        reference = Reference.from_csl(csl)
        reference.save()
        self._by_fingerprint.setdefault(_fingerprint(csl), []).append(reference)
        return reference

    def category(self, *, name: str) -> Category | None:
        """Return the subject of that name's slug."""
        return Category.objects.filter(slug=_category_slug(name)).first()

    def made_category(self, *, name: str) -> Category:
        """Return the subject, made when there is none."""
        found = self.category(name=name)
        return found or Category.objects.create(name=name, slug=_category_slug(name))

    def image(self, *, picture: Picture) -> Any | None:
        """Return the library's image of the same bytes, or None; None too where the picture has no file."""
        if picture.file is None:
            return None
        data, _ = read_picture(path=picture.file)
        return self._same_image(data)

    def made_image(self, *, picture: Picture) -> Any | None:
        """Return the image in the library, put there when it is not; None where the picture has no file.

        Raises `UnusablePictureError` when the file was changed since it was looked at and can't be used any more.
        """
        if picture.file is None:
            return None
        data, ending = read_picture(path=picture.file)
        if found := self._same_image(data):
            self._make_fallback(found)
            return found
        stem = slugify(picture.file.stem) or "picture"
        image = get_image_model()(
            title=(picture.alt or picture.file.stem)[:255],
            description=picture.alt,
            collection=self._collection,
            file=ImageFile(BytesIO(data), name=f"{stem}.{ending}"),
            file_size=len(data),
            file_hash=_hash(data),
        )
        try:
            image.save()
        finally:
            if image.file.name and getattr(image.file, "_committed", False):
                self._files.append((image.file.storage, image.file.name))
        self._make_fallback(image)
        return image

    def clear_away(self) -> None:
        """Remove the files that were made, and what the cache knows of them: a later image may get the same id."""
        while self._renditions:
            rendition = self._renditions.pop()
            rendition.purge_from_cache()
            self._files.append((rendition.file.storage, rendition.file.name))
        while self._files:
            storage, name = self._files.pop()
            storage.delete(name)

    def _make_fallback(self, image: Any) -> None:
        """Make the file that publishing would make, so that it is known to have been made here."""
        known = set(image.renditions.values_list("pk", flat=True))
        make_fallback(image)
        self._renditions.extend(image.renditions.exclude(pk__in=known))

    def _same_image(self, data: bytes) -> Any | None:
        same = get_image_model().objects.filter(file_hash=_hash(data), collection=self._collection)
        return same.order_by("pk").first()

    @cached_property
    def _collection(self) -> Collection:
        return Collection.get_first_root_node()

    @cached_property
    def _by_fingerprint(self) -> dict[Fingerprint, list[Reference]]:
        found: dict[Fingerprint, list[Reference]] = {}
        for reference in Reference.objects.order_by("pk").iterator():
            found.setdefault(_fingerprint(reference.csl), []).append(reference)
        return found


def _fingerprint(csl: Mapping[str, Any]) -> Fingerprint:
    """Return title and year, the title without case, accents' spelling and punctuation."""
    title = unicodedata.normalize("NFKC", csl_title(csl)).casefold()
    return _NOT_A_LETTER.sub(" ", title).strip(), csl_year(csl)


def _category_slug(name: str) -> str:
    return slugify(name, allow_unicode=True)[:80].strip("-") or "subject"


def _hash(data: bytes) -> str:
    """Return the hash Wagtail keeps of an image's file; it guards nothing."""
    return sha1(data, usedforsecurity=False).hexdigest()
