"""Django's registration of the comments app."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Register ``comments`` with Django."""

    name = "comments"
    default_auto_field = "django.db.models.BigAutoField"
