"""Comments by the words in them and in their authors' names, and by the address they came under."""

from typing import Any

from django.db.models import BooleanField, F, Func, Q

from comments.models import Comment, CommentDocument
from comments.screening.terms import terms
from ground.among import AmongAll, ids_of

DOCUMENTS = f'"{CommentDocument._meta.db_table}"'
FTS = "comments_words"
"""The full-text index beside the table on SQLite."""

VECTOR = "vector"
"""The column with the full-text index on PostgreSQL."""

MOST = 12
"""Words that are looked for; what follows is passed over."""


class HasWords(Func):
    """Whether the comment or its author's name has every word of a text, each in full or as the beginning of another.

    A single letter is looked for as a word alone, as half the comments have a word that begins with it; one of a script
    without blanks is a word.

    A text without a word is in no comment.
    """

    conditional = True

    def __init__(self, text: str) -> None:
        super().__init__(F("pk"), output_field=BooleanField())
        self.words = tuple(dict.fromkeys(terms(text)))[:MOST]

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; the words are its one parameter."""
        pk, _ = compiler.compile(self.source_expressions[0])
        if not self.words:
            return "1 = 0", ()
        if connection.vendor == "postgresql":
            asked = " & ".join(f"'{word}':*" if _begins(word) else f"'{word}'" for word in self.words)
            return f"{pk} IN (SELECT comment_id FROM {DOCUMENTS} WHERE {VECTOR} @@ %s::tsquery)", (asked,)  # nosec B608 # noqa: S608 - constants and a parameter
        asked = " AND ".join(f'"{word}"*' if _begins(word) else f'"{word}"' for word in self.words)
        return f"{pk} IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s)", (asked,)  # nosec B608 # noqa: S608 - the same


def _begins(word: str) -> bool:
    return len(word) > 1 or word > "\u0e00"


def under_address(email: str) -> AmongAll:
    """Return the condition on comments that they came under this address, in its normal form, confirmed or not."""
    theirs = (Q(author_email=email), Q(commenter__email=email))
    return AmongAll([ids_of(Comment.objects.filter(each)) for each in theirs])
