"""Django's registration of the comments app."""

from typing import Any

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Register ``comments`` with Django, its system check, and its place in the deletion of pages."""

    name = "comments"
    verbose_name = "Reader comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what Django and Wagtail find by being told of it."""
        from django.core import checks  # the registry of models must be full before any of these is imported
        from django.db.models.signals import post_migrate, pre_delete
        from wagtail.models import Page

        from comments import tasks  # noqa: F401 - importing it registers what the worker does
        from comments.selectors.commentable import check_settings
        from comments.services import keep_without_page
        from comments.services.indexing import make_index

        checks.register(check_settings, checks.Tags.models)

        def on_page_delete(instance: Page, **kwargs: Any) -> None:
            keep_without_page(page=instance)

        post_migrate.connect(make_index, sender=self)
        pre_delete.connect(on_page_delete, sender=Page, weak=False, dispatch_uid="comments.keep_without_page")
