"""The index: what posts are found by. It is made from the posts and can be made anew at any time."""

from django.db import models


class PostDocument(models.Model):
    """A live post as it is found, in its language.

    The four `…_terms` hold terms in order, a space between; they are what the full-text index of the database is made
    from (`search.engines`). `names` has the words of the title, folded, each after a space: what suggestions look in.
    `published` is in seconds since 1970, 0 for a post without a date. `text` is what readers see, a line for each
    block. `digest` tells whether the post would give another document now.
    """

    post = models.OneToOneField("blog.BlogPostPage", primary_key=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    published = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    names = models.CharField(max_length=300)
    title_terms = models.TextField()
    heading_terms = models.TextField()
    body_terms = models.TextField()
    beside_terms = models.TextField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["language", "names"], name="search_names")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.language}"


class Label(models.Model):
    """Something posts are filed under: what results are narrowed by. `names` as in `PostDocument`."""

    class Kind(models.TextChoices):
        """What there is to narrow by."""

        CATEGORY = "category"
        TAG = "tag"
        AUTHOR = "author"
        SERIES = "series"
        YEAR = "year"

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.CharField(max_length=150)
    name = models.CharField(max_length=200)
    names = models.CharField(max_length=250)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="search_label_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


class Filing(models.Model):
    """A post under a label; under a category also what is in one inside it."""

    document = models.ForeignKey(PostDocument, on_delete=models.CASCADE, related_name="filings", db_index=False)
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="filings", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "label"], name="search_filing_once")]
        indexes = [models.Index(fields=["label", "document"], name="search_filing_by_label")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.label_id}"


class Word(models.Model):
    """A folded word that posts of a language have, its term, and in how many documents that is.

    The number is from when a post with the word was last indexed: good for choosing between words, not for counting.
    """

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=40)
    term = models.CharField(max_length=40)
    documents = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="search_word_once")]
        indexes = [models.Index(fields=["language", "term"], name="search_word_by_term")]

    def __str__(self) -> str:
        return self.word
