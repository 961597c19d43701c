"""Django's registration of the search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Register ``search`` with Django."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"
