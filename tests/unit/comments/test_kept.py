"""What is kept of what readers write, whatever they write: the words as they came, and the place of every answer."""

import unicodedata
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.selectors.branches import Branch
from comments.selectors.trees import assemble
from comments.submission import Submission, normalise
from tests.unit.comments.hostile_families import EVERY_HOSTILE
from tests.unit.comments.prose import PROSE

PLAIN = Submission(body="", name="Ada", email="a@example.org", website="", parent=None, key=UUID(int=1), origin="")
PRINTED = st.characters(categories=["L", "N", "P", "S", "Zs"])


def kept(body):
    return normalise(replace(PLAIN, body=body)).body


def test_there_is_enough_prose():
    assert len(set(PROSE)) >= 47


@pytest.mark.parametrize("prose", PROSE)
def test_prose_is_kept_as_it_was_written(prose):
    assert kept(prose) == unicodedata.normalize("NFC", prose)


@given(st.text(alphabet=PRINTED, max_size=400))
def test_whatever_can_be_printed_is_kept(text):
    assert kept(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize("text", EVERY_HOSTILE)
def test_what_is_hostile_is_kept_too(text):
    printed = [character for character in unicodedata.normalize("NFC", text) if character.isprintable()]
    assert [character for character in kept(text) if character.isprintable() and character != " "] == [
        character for character in printed if character != " "
    ]


@given(st.lists(st.integers(0, 10), max_size=30))
def test_every_answer_hangs_where_it_belongs(choices):
    rows, paths = [row(0, None, "00000001")], {UUID(int=1): "00000001"}
    for number, choice in enumerate(choices, start=1):
        parent = rows[choice % len(rows)]["uuid"]
        path = f"{paths[parent]}{number:08}"
        paths[UUID(int=number + 1)] = path
        rows.append(row(number, parent, path))
    replies = sorted(rows[1:], key=lambda each: paths[each["uuid"]])
    [root] = assemble([Branch(rows[0], tuple(replies), more=False)], page_path="/a/")
    seen = []

    def walk(comment):
        seen.append(comment.uuid)
        for reply in comment.replies:
            assert reply.parent == comment.uuid
            walk(reply)

    walk(root)
    assert seen == [each["uuid"] for each in (rows[0], *replies)]


def row(number, parent, path):
    return {
        "uuid": UUID(int=number + 1),
        "parent__uuid": parent,
        "depth": len(path) // 8,
        "status": "approved",
        "author_name": "Ada",
        "author_website": "",
        "avatar_seed": "",
        "user_id": None,
        "user__is_staff": None,
        "html": "",
        "created_at": None,
        "edited_at": None,
        "score": 0,
        "pinned_at": None,
        "reply_count": 0,
        "page_id": 1,
    }
