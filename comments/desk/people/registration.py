"""The addresses of the commenters' screens."""

from django.urls import URLPattern, path

from comments.desk.people.answering import EraseView, ExportView
from comments.desk.people.banning import BanView, LiftBanView
from comments.desk.people.noting import NoteView, RemoveNoteView
from comments.desk.people.urls import BAN, COMMENTER, ERASE, EXPORT, LIFT_BAN, NOTE, REMOVE_NOTE
from comments.desk.people.viewing import CommenterView
from comments.desk.urls import BASE_PATH

PREFIX = f"{BASE_PATH}/commenters/of/<uuid:uuid>/"


def commenter_urls() -> list[URLPattern]:
    """Return what there is about a commenter, by one of their comments."""
    return [
        path(PREFIX, CommenterView.as_view(), name=COMMENTER),
        path(f"{PREFIX}notes/", NoteView.as_view(), name=NOTE),
        path(f"{PREFIX}notes/<uuid:note>/remove/", RemoveNoteView.as_view(), name=REMOVE_NOTE),
        path(f"{PREFIX}ban/", BanView.as_view(), name=BAN),
        path(f"{PREFIX}bans/<uuid:ban>/lift/", LiftBanView.as_view(), name=LIFT_BAN),
        path(f"{PREFIX}export/", ExportView.as_view(), name=EXPORT),
        path(f"{PREFIX}erase/", EraseView.as_view(), name=ERASE),
    ]
