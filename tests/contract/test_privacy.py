"""docs/privacy.md names every column about people, and none that is not there; nothing about them is in the log."""

import logging
import re
import time
from pathlib import Path

import pytest
from django.apps import apps

from comments.models import PERSONAL_FIELDS
from ground.address import HEADER, signature

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
APPS = ("comments", "ground")

ABOUT_NOBODY = {
    "comments.Comment": """page_title page_path branch uuid page parent path depth status last_human_decision decided_at
        cleaner_version revision edited_at score weight pinned_at created_at""",
    "comments.CommentRevision": "comment number written_at",
    "comments.Commenter": "uuid",
    "comments.AddressLink": "uuid comment told_of_page told_of_comment site asked_at mailed_at",
    "comments.Subscription": "uuid page comment created_at",
    "comments.Notice": "kind comment batch due_at sent_at",
    "comments.Vote": "comment created_at",
    "comments.Report": "comment revision reason created_at settled_at",
    "comments.Ban": "uuid kind page until set_at batch",
    "comments.CommenterNote": "uuid page written_at",
    "comments.Batch": "uuid decision reason created_at undone_at",
    "comments.BatchEntry": "batch comment revision before after decision_before decided_before",
    "comments.CannedReply": "page use name text set_at",
    "comments.CommentPolicy": """page_title page_path branch page state opens_at closes_at close_after_days reopened_at
        who moderation max_depth votes max_links message enforce set_at""",
    "comments.ScreeningRules": """page newcomer_links trusted_after record_least record_rejected form_seconds
        similar_hours report_threshold set_at""",
    "comments.WordList": "page name outcome phrases set_at",
    "comments.ModerationGrant": "page",
    "ground.ClockTask": "name due_at done_until",
    "ground.ContentChange": "at token",
    "ground.OriginKey": "week",
    "ground.OutboxMessage": "topic key created_at due_at attempts failed_at request_id",
    "ground.ThrottleCount": "scope until used",
    "ground.UsedToken": "until",
}
"""Columns that say nothing about a person. A new column belongs either here or in the document."""


def documented():
    text = DOCUMENT.read_text().split("<!-- what is stored")[1].split("<!-- end of what is stored")[0]
    rows = re.findall(r"^\| `([\w.]+)` \|(.+)\|$", text, re.MULTILINE)
    return {column: [cell.strip() for cell in cells.split("|")] for column, cells in rows}


def stored():
    return {
        f"{model._meta.label}.{field.name}"
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if not field.primary_key
    }


def test_every_column_is_about_nobody_or_in_the_document():
    impersonal = {f"{model}.{name}" for model, names in ABOUT_NOBODY.items() for name in names.split()}
    assert not impersonal & set(documented())
    assert impersonal | set(documented()) == stored()


def test_what_deleting_a_comment_blanks_is_in_the_document():
    assert {f"comments.Comment.{name}" for name in PERSONAL_FIELDS} <= set(documented())


def test_each_says_what_why_and_how_long():
    assert all(len(cells) == 3 and all(cells) for cells in documented().values())


@pytest.mark.django_db
def test_no_line_of_the_log_holds_an_address_a_name_or_a_text(client, caplog):
    from tests.factories.blog import BlogPostPageFactory, SiteFactory

    post = BlogPostPageFactory(parent=SiteFactory(default=True).root_page)
    address, now = "203.0.113.77", int(time.time())
    vouched = {HEADER: f"{address};{now};{signature(address=address, seconds=now)}"}
    form = {
        "body": "Wholly private words.",
        "name": "Ottilie",
        "email": "ottilie.private@example.org",
        "key": "2f7b8c1e-6c1e-4a53-9a53-0d6f5a1e4b11",
    }
    path = f"/api/site/v1/pages/{post.pk}/comments/"
    with caplog.at_level(logging.INFO):
        for sent in (form, form, {**form, "body": "Other words."}, {**form, "key": "?"}, {**form, "unknown": 1}):
            client.post(path, data=sent, content_type="application/json", headers=vouched)
        client.post("/api/site/v1/identity/link/", data={"email": form["email"]}, content_type="application/json")
    told = caplog.text
    assert not [secret for secret in (address, "203.0.113", "Ottilie", "ottilie", "private words") if secret in told]
