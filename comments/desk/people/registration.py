"""The addresses of the commenters' screens."""

from django.urls import URLPattern, path

from comments.desk.people.urls import COMMENTER
from comments.desk.people.viewing import CommenterView
from comments.desk.urls import BASE_PATH

PREFIX = f"{BASE_PATH}/commenters/of/<uuid:uuid>/"


def commenter_urls() -> list[URLPattern]:
    """Return what there is about a commenter, by one of their comments."""
    return [path(PREFIX, CommenterView.as_view(), name=COMMENTER)]
