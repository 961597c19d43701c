"""What a reader types is what the reader gets back to change: the API's source of a comment, letter for letter."""

import time
import unicodedata
from uuid import uuid4

import pytest
from django.db import connection

from ground.address import HEADER, signature
from tests.unit.comments.hostile_families import EVERY_HOSTILE
from tests.unit.comments.prose import PROSE

pytestmark = pytest.mark.django_db

MOST_REFUSED = 0.1
"""This part of the texts may be refused in words."""


def come_back(client, post, texts):
    """Post each text as somebody new; return by text what the API gives its author, or the status of a refusal."""
    back, now = {}, int(time.time())
    for number, text in enumerate(texts):
        address = f"10.{number >> 8}.{number & 255}.7"
        vouched = {HEADER: f"{address};{now};{signature(address=address, seconds=now)}"}
        form = {"body": text, "name": "Ada", "email": f"{number}@example.org", "key": str(uuid4())}
        path = f"/api/site/v1/pages/{post.pk}/comments/"
        answer = client.post(path, data=form, content_type="application/json", headers=vouched)
        if answer.status_code not in (201, 202):
            back[text] = answer.status_code
            continue
        told = answer.json()
        uuid = told["comment"]["id"] if told["status"] == "published" else told["id"]
        read = client.get(f"/api/site/v1/comments/{uuid}/", headers={"X-Author-Token": told["author_token"]})
        back[text] = read.json()["own"]["body"]
    return back


def unseen(text):
    """Say whether a text has what nobody sees and no database takes: controls, blanks around it, letters in parts."""
    controls = {character for character in text if unicodedata.category(character) in {"Cc", "Cs"}} - {"\n", "\t"}
    return bool(controls) or text != unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize(
    "texts", [PROSE, pytest.param(EVERY_HOSTILE, marks=pytest.mark.full)], ids=["prose", "hostile"]
)
def test_what_was_typed_comes_back_letter_for_letter(client, post, texts):
    back = come_back(client, post, texts)
    refused = {text for text in texts if isinstance(back[text], int)}
    altered = {text: back[text] for text in texts if text not in refused and back[text] != text and not unseen(text)}
    print(f"{connection.vendor}: {len(texts)} texts, {len(altered)} altered, {len(refused)} refused")  # noqa: T201 - for whoever runs it
    assert altered == {}
    assert {back[text] for text in refused} <= {400}
    assert len(refused) <= MOST_REFUSED * len(texts)
    assert not [text for text in PROSE if unseen(text)]
