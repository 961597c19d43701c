"""What editors teach the search."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.words.queries import LONGEST_PHRASE, Phrase
from search.words.terms import terms


def content_languages() -> list[tuple[str, str]]:
    """Return the languages that content may be in."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class Synonym(models.Model):
    """Words that readers use where posts have others: who looks for `word` also finds what has one of `others`.

    `expression` is `word` as the search compares it; `describe` sets it.
    """

    language = models.CharField(_("language"), max_length=12, choices=content_languages, default="en")
    word = models.CharField(
        _("readers look for"), max_length=80, help_text=_("A word or a short expression, such as “kneecap”.")
    )
    others = models.CharField(
        _("posts say"),
        max_length=300,
        help_text=_("One or more words or expressions with commas between, such as “patella, patellar”."),
    )
    expression = models.CharField(max_length=120, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["word"]
        constraints = [models.UniqueConstraint(fields=["language", "expression"], name="search_synonym_once")]

    def __str__(self) -> str:
        return self.word

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The terms of each of `others`."""
        return phrases(self.others, language=self.language)

    def describe(self) -> None:
        """Set `expression` from `word`."""
        self.expression = " ".join(terms(self.word, self.language))

    def clean(self) -> None:
        """Raise `ValidationError` for what the search can't look for, and for a second entry for a word."""
        super().clean()
        self.describe()
        errors: dict[str, str | Promise] = {}
        same = Synonym.objects.filter(language=self.language, expression=self.expression).exclude(pk=self.pk)
        if not self.expression:
            errors["word"] = _("The search passes over this word: it is in nearly every text.")
        elif self.expression.count(" ") >= LONGEST_PHRASE:
            errors["word"] = _("At most %(most)s words, please.") % {"most": LONGEST_PHRASE}
        elif same.exists():
            errors["word"] = _("There is an entry for this word already.")
        if not self.phrases:
            errors["others"] = _("Give at least one word that posts have.")
        if errors:
            raise ValidationError(errors)


def phrases(others: str, *, language: str) -> tuple[Phrase, ...]:
    """Return the terms of each expression in `others`, which has commas between them."""
    return tuple(filter(None, (tuple(terms(each, language)) for each in others.split(","))))
