"""What the demo's moderator has done: rules with a history, decisions, a ban, texts to begin with, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from wagtail.models import Site

from blog.models import BlogIndexPage, BlogPostPage
from comments.selectors.reactions import Reacting
from comments.services import (
    CommentNotFound,
    Decision,
    Seen,
    Status,
    decide_many,
    report,
    save_canned_reply,
    save_word_list,
    set_rules,
    undo,
)
from comments.services.bans import ban
from comments.services.notes import add_note
from comments.services.simulating import Who, simulate
from ground.viewer import Viewer
from website.demo.accounts import MODERATOR
from website.demo.comments import Remark
from website.demo.pages import key, known

DECISION_FOR = {Status.APPROVED: Decision.APPROVE, Status.REJECTED: Decision.REJECT, Status.SPAM: Decision.SPAM}

HOURS = (0.2, 1.5, 3, 0.7, 9, 2.2, 14, 5)
"""How long the moderator took, in turn."""

SALES, CARE = "Sales talk", "Read with care"

FIRST_SALES = ("miracle powder", "70% off", "every day here")
WORD_LISTS = (
    (SALES, "spam", FIRST_SALES, 43),
    (SALES, "spam", (*FIRST_SALES, "order at", "check my profile"), 16),
    (CARE, "hold", ("celery water", "threw away all my prescriptions", "drivel"), 30),
)
"""Lists as they were saved, so many days ago."""

CANNED = (
    (
        "answer",
        "See somebody soon",
        (
            "Thank you for writing, {name}. Nobody can examine you through a comment box. Please ring your doctor "
            "about this today rather than waiting for an answer here."
        ),
    ),
    (
        "answer",
        "Thanks, and where to read on",
        "Thank you, {name}. There is more about this further down under “{page}”.",
    ),
    (
        "reason",
        "Advice to stop a treatment",
        (
            "We don't publish advice to stop what a doctor prescribed, {name}, even where it went well for you. You "
            "are welcome to tell us how you are without it."
        ),
    ),
)

REPORTS = (
    ("had-the-op", "wrong", "This will talk people into an operation.", 100),
    ("report-own", "private", "Does she know that everybody can read her findings?", 40),
    ("report-own", "other", "", 17),
)


@dataclass(frozen=True, slots=True)
class Fate:
    """A remark, the status it first has, what screening found in it and how much that weighs."""

    remark: Remark
    written_at: datetime
    first: Status
    ledger: Sequence[Mapping[str, Any]]
    weight: int


def fate_of(
    remark: Remark, *, page: BlogPostPage, written_at: datetime, users: Mapping[str, User], now: datetime
) -> Fate:
    """Return what screening makes of a remark: what stands otherwise in the end is a decision somebody takes."""
    last = Status(remark.status)
    if remark.staff or last is Status.DELETED:
        return Fate(remark, written_at, last, (), 0)
    found = simulate(page=page, who=Who.GUEST, body=remark.body, name=remark.name, user=users[MODERATOR], now=now)
    if found.judged is None:  # comments are closed or hidden here: those that stand came before
        return Fate(remark, written_at, last, (), 0)
    first = found.judged.status
    if last is Status.PENDING:
        first = last
    return Fate(remark, written_at, first, found.judged.ledger, found.judged.verdict.weight)


def ensure_rules(*, users: Mapping[str, User], now: datetime) -> None:
    """Set what is looked for in comments, as far as nothing is set: numbers and lists that were changed once."""
    blog, user = known(BlogIndexPage, "blog"), users[MODERATOR]
    if blog is None:
        return
    there = BlogIndexPage.objects.filter(pk=blog.pk)
    if not there.filter(comment_rules__isnull=False).exists():
        set_rules(page=blog, changes={"newcomer_links": 2}, user=user, now=now - timedelta(days=44))
        changes = {"newcomer_links": 1, "similar_hours": 48}
        set_rules(page=blog, changes=changes, user=user, now=now - timedelta(days=12))
    if not there.filter(comment_word_lists__isnull=False).exists():
        for name, outcome, phrases, days in WORD_LISTS:
            then = now - timedelta(days=days)
            save_word_list(page=blog, name=name, outcome=outcome, phrases=phrases, user=user, now=then)
    if not there.filter(canned_comment_replies__isnull=False).exists():
        for use, name, text in CANNED:
            save_canned_reply(canned=None, page=blog, use=use, name=name, text=text, user=user, now=now)


def moderate(fates: Sequence[Fate], *, users: Mapping[str, User], now: datetime) -> None:
    """Take the decisions that lead from what screening made of these remarks to where they stand, and what goes along.

    Nothing is done about remarks that were there before.
    """
    user = users[MODERATOR]
    waited = [fate for fate in fates if Status(fate.remark.status) not in (fate.first, Status.DELETED)]
    for number, fate in enumerate(sorted(waited, key=lambda fate: fate.written_at)):
        last = Status(fate.remark.status)
        reason = "wrong" if fate.remark.key == "stop-tablets" else ""
        at = min(fate.written_at + timedelta(hours=HOURS[number % len(HOURS)]), now)
        _decide(fate.remark.uuid, DECISION_FOR[last], seen=fate.first, user=user, now=at, reason=reason)
    fresh = {fate.remark.key: fate for fate in fates}
    if "notebook" in fresh:  # a slip, and taken back
        slip = fresh["notebook"].written_at + timedelta(hours=20)
        batch = _decide(fresh["notebook"].remark.uuid, Decision.SPAM, seen=Status.APPROVED, user=user, now=slip)
        if batch is not None:
            undo(batch=batch, user=user, now=slip + timedelta(minutes=1))
    for number, (name, reason, note, hours) in enumerate(REPORTS):
        if name in fresh:
            _report(fresh[name].remark.uuid, number, reason=reason, note=note, now=now - timedelta(hours=hours))
    if "report-own" in fresh:
        note = "Wrote to us by mail as well. Kind, worried; answer her soon."
        add_note(comment=fresh["report-own"].remark.uuid, text=note, user=user, now=now - timedelta(days=2))
    _ban(fresh, user=user, now=now)


def _decide(
    uuid: UUID, decision: Decision, *, seen: Status, user: User, now: datetime, reason: str = ""
) -> UUID | None:
    as_seen = [Seen(uuid, seen, 1)]
    batch = decide_many(seen=as_seen, decision=decision, moderator=user, reason=reason, now=now).batch
    return batch.uuid if batch else None


def _report(uuid: UUID, number: int, *, reason: Any, note: str, now: datetime) -> None:
    reader = Reacting(commenter=None, key=key(f"reporter {number}"), network="demo", origin=f"{number}" * 32)
    viewer = Viewer.anonymous(site=Site.objects.get(is_default_site=True))
    try:
        report(comment=uuid, reason=reason, note=note, reader=reader, viewer=viewer, now=now)
    except CommentNotFound:
        return


def _ban(fresh: Mapping[str, Fate], *, user: User, now: datetime) -> None:
    blog = known(BlogIndexPage, "blog")
    if blog is None or "casino-spam" not in fresh:
        return
    sender = fresh["casino-spam"].remark.email
    until, then = now + timedelta(days=30), now - timedelta(days=9)
    ban(kind="address", value=sender, page=blog, user=user, until=until, reason="Casino", now=then)
    ban(kind="domain", value="lucky-slots.example", page=blog, user=user, reason="Casino", now=then)
