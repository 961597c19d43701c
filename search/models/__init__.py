"""What search keeps: posts as they are found, the vocabulary, what editors taught it, what readers asked."""

from search.models.documents import Filing, Label, PostDocument, Word
from search.models.searches import SearchDay
from search.models.synonyms import Synonym

__all__ = ["Filing", "Label", "PostDocument", "SearchDay", "Synonym", "Word"]
