"""The screen on which editors teach the search what readers call things."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import Synonym
from search.models.synonyms import content_languages


class SynonymCreateView(CreateView):
    """A new synonym, the word filled in by the report that led here."""

    def get_initial_form_instance(self) -> Synonym:
        """Return a synonym with the word and the language that the address names, as far as they fit."""
        asked = self.request.GET
        synonym = Synonym(word=asked.get("word", "")[: Synonym._meta.get_field("word").max_length])
        if asked.get("language") in dict(content_languages()):
            synonym.language = asked["language"]
        return synonym


class SynonymViewSet(ModelViewSet):
    """Synonyms in the settings of the admin."""

    model = Synonym
    name = "search_synonyms"
    url_prefix = "search/synonyms"
    icon = "resubmit"
    menu_label = _("Search synonyms")
    menu_order = 910
    add_to_settings_menu = True
    add_view_class = SynonymCreateView
    list_display = ["word", "others", "language"]
    list_filter = ["language"]
    search_fields = ["word", "others"]
    ordering = ["word"]
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_handler = ObjectList([FieldRowPanel([FieldPanel("word"), FieldPanel("language")]), FieldPanel("others")])


synonym_viewset = SynonymViewSet()
