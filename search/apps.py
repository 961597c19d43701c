"""Django's registration of the search app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """Register ``search`` with Django."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail and the blog, once all models are there."""
        from search import receivers
        from search.engines import make_index
        from search.tasks import request_first_index

        receivers.connect()
        post_migrate.connect(make_index, sender=self)
        post_migrate.connect(request_first_index, sender=self)
