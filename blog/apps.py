"""Django's registration of the blog app."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    """Register ``blog`` with Django."""

    name = "blog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail, once all models are there."""
        from blog import receivers

        receivers.connect()
