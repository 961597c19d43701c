"""Django's registration of the website app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Register ``website`` with Django."""

    name = "website"
    default_auto_field = "django.db.models.BigAutoField"
