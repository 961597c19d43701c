"""The index of the desk: what comments are found by. It can be made anew from them at any time."""

from django.db import models


class CommentDocument(models.Model):
    """The folded words of a comment and of its author's name, each once, a space between.

    The full-text index of the database is made from it (`comments.services.indexing`). It goes with the words.
    """

    wagtail_reference_index_ignore = True

    comment = models.OneToOneField("comments.Comment", primary_key=True, on_delete=models.CASCADE, related_name="+")
    terms = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}"
