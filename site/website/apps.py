"""Django's registration of the website app: where the apps meet."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Register ``website`` with Django and connect what changes to what is cached."""

    name = "website"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to every change that readers can see."""
        from taggit.models import Tag
        from wagtail.images import get_image_model

        from blog.models import Author, Category, Reference, Series, TagDetails
        from comments.signals import thread_changed
        from website import account_mail, caching, password_reset  # noqa: F401 - the last does what its outbox messages ask for
        from website.brand import receivers

        caching.connect(
            shared=(Author, Category, Reference, Series, TagDetails),
            edited=(Tag, get_image_model()),
            thread_changed=thread_changed,
        )
        receivers.connect()
        account_mail.connect()
