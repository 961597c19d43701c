"""Django's registration of the ground app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from ground.in_line import join_the_line


class GroundConfig(AppConfig):
    """Register ``ground`` with Django."""

    name = "ground"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what the worker's clock finds by being told of it, and let those who write to SQLite stand in line."""
        from ground import pulse, tidying  # noqa: F401 - importing registers them; the models must be there first

        connection_created.connect(join_the_line)
