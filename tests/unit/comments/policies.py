"""Policies for the tests of pure code, written as short as they read."""

from datetime import UTC, datetime

from comments.policy import Origin, PolicyRow, resolve_policy

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def origin(page_id=1):
    return Origin(page_id=page_id, page_title=f"Page {page_id}", set_by="Noor", set_at=NOON)


def row(page_id=1, **says):
    return PolicyRow(origin=origin(page_id), **says)


def policy(**says):
    return resolve_policy([row(**says)])
