"""Django's registration of the ground app."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """Register ``ground`` with Django."""

    name = "ground"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what the worker's clock finds by being told of it."""
        from ground import pulse, tidying  # noqa: F401 - importing registers them; the models must be there first
