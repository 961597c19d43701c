"""The stock site as a server runs it."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from wagtail.models import Page  # noqa: E402 - models come after the settings

from blog.models.pages import PublicPage  # noqa: E402 - as above

PublicPage.get_url_parts = Page.get_url_parts  # type: ignore[method-assign]  # in this process only
"""Our pages ask for their addresses in a way of their own. Here they do as Wagtail's."""
