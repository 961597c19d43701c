"""Mails to readers are said in every language that pages may be in."""

from datetime import UTC, datetime

import pytest

from comments.notifications import mail_of

VALUES = {
    "site": "77",
    "page": "78",
    "url": "https://blog.example/79",
    "unsubscribe": "https://blog.example/80",
    "desk": "https://blog.example/81",
    "name": "82",
    "excerpt": "83",
    "days": 3,
}

MAILS = [
    ("link", {"page": "", "about": ""}),
    ("link", {"about": ""}),
    ("link", {"about": "subscription"}),
    ("reply", {}),
    ("decision", {"approved": True}),
    ("decision", {"approved": False}),
    ("waiting", {}),
    ("digest", {"waiting": 2, "reported": 3, "oldest": datetime(2026, 3, 9, 8, 5, tzinfo=UTC)}),
    ("digest", {"waiting": 1, "reported": 1, "oldest": datetime(2026, 3, 9, 8, 5, tzinfo=UTC)}),
]


def words_of(template, changes, language):
    """Return the lines of subject, text and HTML that hold words."""
    mail = mail_of(template=template, context={**VALUES, **changes}, to="ada@example.org", language=language)
    html = mail.alternatives[0][0].partition("<body>")[2]
    lines = "\n".join([mail.subject, mail.body, html]).splitlines()
    return {line.strip() for line in lines if any(each.isalpha() for each in line) and not line.strip().startswith("<")}


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize(("template", "changes"), MAILS)
def test_no_line_is_left_in_english(template, changes, language):
    english, other = (words_of(template, changes, each) for each in ("en", language))
    assert len(english) > 2
    assert {line for line in english & other if not line.startswith("https://")} == set()
