"""Django's registration of the blog app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BlogConfig(AppConfig):
    """Register ``blog`` with Django."""

    name = "blog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail, once all models are there."""
        from blog import receivers, tidying  # noqa: F401 - importing the second registers it with the clock
        from blog.indexes import make_indexes

        receivers.connect()
        post_migrate.connect(make_indexes, sender=self)
