"""Django's registration of the ground app."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """Register ``ground`` with Django."""

    name = "ground"
    default_auto_field = "django.db.models.BigAutoField"
