"""What becomes of a text: the one way for a new comment and for an edited one."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Page

from comments import markup
from comments.lifecycle import Status
from comments.models import Comment, Commenter
from comments.policy import Facts, Refusal, RefusalCode, refusal
from comments.screening import Outcome, Rules, Verdict, fingerprint, screen
from comments.selectors.standing import standing
from comments.selectors.taken_back import mark_of
from comments.services.facts import Sender, gather_facts
from comments.submission import BODY_MAX, BODY_MIN, Submission, visible_length
from ground.throttle import Throttled, count_try

STATUS_AFTER = {Outcome.PUBLISH: Status.APPROVED, Outcome.HOLD: Status.PENDING, Outcome.SPAM: Status.SPAM}

EDITS = 10
"""Times an hour that one comment may be changed."""


class Refused(Exception):
    """Raised when the submission may not become a comment; `refusal` says why. Nothing is stored."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.code)
        self.refusal = refused


@dataclass(frozen=True, slots=True)
class Judged:
    """What a text becomes: its status by the screening alone, its HTML, its fingerprint, and what was known.

    `last_path` is the path of the last comment below the same parent, or empty.
    """

    status: Status
    verdict: Verdict
    html: str
    fingerprint: str
    facts: Facts
    last_path: str

    @property
    def ledger(self) -> list[dict[str, Any]]:
        """What the checks found, as it is stored."""
        return [asdict(finding) for finding in self.verdict.findings]

    @property
    def checks(self) -> list[str]:
        """The names of the checks that found something, for the log."""
        return [finding.check for finding in self.verdict.findings]


def judge(
    *,
    page: Page,
    submission: Submission,
    parent: Any | None = None,
    edited: Comment | None = None,
    commenter: Commenter | None = None,
    user: Any = None,
    now: datetime,
) -> Judged:
    """Return what becomes of `submission`, normalised, on `page`, by the policy and the rules that hold there.

    Call it inside the transaction that stores the text, with the page's row held. `parent` is the comment that is
    answered, annotated with `public`. With `edited`, the text replaces that comment's: its earlier text and its time do
    not count against it, and the limit is `EDITS`. A status of `PENDING` or `SPAM` is doubt about this text: it holds
    even where a moderator had approved the former one.

    Raises:
        Refused: the page, the sender, the text, the parent or the rate stands against it.
    """
    likeness = fingerprint(submission.body[:BODY_MAX])
    sender = Sender(commenter=commenter, user=user)
    mark = mark_of(user=user, commenter=commenter, email=submission.email)
    above = None if parent is None else parent.path
    there = standing(page=page, submission=submission, above=above, mark=mark, now=now)
    facts = gather_facts(
        page=page,
        submission=submission,
        likeness=likeness,
        parent=parent,
        sender=sender,
        there=there,
        edited=edited,
        now=now,
    )
    return judged_by(
        submission=submission,
        likeness=likeness,
        facts=facts,
        rules=there.rules,
        last_path=there.last_path,
        edited=edited,
        now=now,
    )


def judged_by(
    *,
    submission: Submission,
    likeness: str,
    facts: Facts,
    rules: Rules,
    last_path: str = "",
    edited: Comment | None = None,
    now: datetime,
) -> Judged:
    """Return what becomes of `submission`, normalised, when this is known of it; without `edited` nothing is counted.

    Raises `Refused` as `judge` does.
    """
    refused = refusal(facts=facts, submission=submission, now=now, editing=edited is not None)
    if refused is not None:
        raise Refused(refused)
    if edited is not None:
        _count_edit(edited, now=now)
    html = _rendered(submission.body)
    verdict = screen(submission=submission, facts=facts, rules=rules, now=now)
    return Judged(STATUS_AFTER[verdict.outcome], verdict, html, likeness, facts, last_path)


def _count_edit(edited: Comment, *, now: datetime) -> None:
    try:
        count_try(scope="comments.edit", key=str(edited.uuid), limit=EDITS, per=timedelta(hours=1), now=now)
    except Throttled as error:
        raise Refused(Refusal(RefusalCode.TOO_FAST, {"retry_after": error.retry_after})) from error


def _rendered(body: str) -> str:
    try:
        html = markup.render(body)
    except markup.TooLong as error:
        params = {"limit": error.limit, "length": error.length}
        raise Refused(Refusal(RefusalCode.TOO_LONG, params)) from error
    shown = visible_length(markup.text_of(html))
    if shown < BODY_MIN:
        raise Refused(Refusal(RefusalCode.EMPTY, {"limit": BODY_MIN, "length": shown}))
    return html
