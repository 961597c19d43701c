"""What a reader sends becomes a comment, or is refused."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from comments import markup
from comments.lifecycle import Status
from comments.models import STEP, Comment
from comments.policy import Facts, Refusal, RefusalCode, refusal
from comments.screening import Outcome, Rules, fingerprint, screen
from comments.selectors.visibility import public_for
from comments.services.audit import record
from comments.services.facts import gather_facts
from comments.services.placing import next_path
from comments.signals import thread_changed
from comments.submission import BODY_MAX, BODY_MIN, Submission, normalise, visible_length
from ground.viewer import Viewer, public_pages

STATUS_AFTER = {Outcome.PUBLISH: Status.APPROVED, Outcome.HOLD: Status.PENDING, Outcome.SPAM: Status.SPAM}


class PageNotFound(LookupError):
    """Raised when the sender may not see such a page."""


class KeyReused(Exception):
    """Raised when the idempotency key came before, on this page, with something else."""


class Refused(Exception):
    """Raised when the submission may not become a comment; `refusal` says why. Nothing is stored."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.code)
        self.refusal = refused


@dataclass(frozen=True, slots=True)
class Submitted:
    """The stored comment, whether readers see it now, and whether it was stored by an earlier sending of the same."""

    comment: Comment
    published: bool
    replayed: bool


def submit_comment(
    *, page_id: int, submission: Submission, viewer: Viewer, user: Any = None, now: datetime
) -> Submitted:
    """Store what a reader sent to a page, published or held as the policy and the screening say.

    The policy is read inside the transaction that stores the comment. Sending the same again under the same key
    stores nothing and answers with what became of the first.

    Raises:
        PageNotFound: this viewer may not see the page.
        KeyReused: the key was used on this page for something else.
        Refused: the page, the sender, the text, the parent or the rate stands against it.
    """
    submission = normalise(submission)
    digest, likeness = digest_of(submission), fingerprint(submission.body[:BODY_MAX])
    with transaction.atomic():
        page = public_pages(viewer, now=now).select_for_update(no_key=True).filter(pk=page_id).first()
        if page is None:
            raise PageNotFound
        earlier, parent = _earlier_and_parent(page, submission, viewer=viewer, now=now)
        if earlier is not None:
            if earlier.digest != digest:
                raise KeyReused
            return Submitted(earlier, published=earlier.public, replayed=True)
        facts = gather_facts(page=page, submission=submission, likeness=likeness, parent=parent, user=user, now=now)
        refused = refusal(facts=facts, submission=submission, now=now)
        if refused is not None:
            raise Refused(refused)
        comment = _store(page, submission, parent=parent, facts=facts, digests=(digest, likeness), user=user, now=now)
        published = comment.status == Status.APPROVED
        if published:
            thread_changed.send(sender=Comment, page_id=page.pk, comment=comment.uuid, change="submit")
    return Submitted(comment, published=published, replayed=False)


def digest_of(submission: Submission) -> str:
    """Return the SHA-256, in hexadecimal, of all that a reader typed and what it answers."""
    parent = str(submission.parent or "")
    typed = (submission.body, submission.name, submission.email, submission.website, parent)
    return hashlib.sha256(json.dumps(typed).encode()).hexdigest()


def _earlier_and_parent(
    page: Page, submission: Submission, *, viewer: Viewer, now: datetime
) -> tuple[Any | None, Any | None]:
    public = public_for(viewer, now=now, page_ids=[page.pk]).filter(pk=OuterRef("pk"))
    asked = Q(key=submission.key) if submission.parent is None else Q(key=submission.key) | Q(uuid=submission.parent)
    rows = list(Comment.objects.filter(asked, page_id=page.pk).annotate(public=Exists(public)))
    earlier = next((row for row in rows if row.key == submission.key), None)
    parent = next((row for row in rows if row.uuid == submission.parent), None)
    return earlier, parent


def _store(
    page: Page,
    submission: Submission,
    *,
    parent: Comment | None,
    facts: Facts,
    digests: tuple[str, str],
    user: Any,
    now: datetime,
) -> Comment:
    verdict = screen(submission=submission, facts=facts, rules=Rules(), now=now)
    path = next_path(page_id=page.pk, parent=parent)
    comment = Comment.objects.create(
        page=page,
        page_title=page.title,
        page_path=page.url_path,
        parent=parent,
        path=path,
        depth=len(path) // STEP,
        status=STATUS_AFTER[verdict.outcome],
        body=submission.body,
        html=_rendered(submission.body),
        cleaner_version=markup.CLEANER_VERSION,
        author_name=submission.name,
        author_email=submission.email,
        author_website=submission.website,
        user=user,
        origin=submission.origin,
        created_at=now,
        key=submission.key,
        digest=digests[0],
        fingerprint=digests[1],
        ledger=[asdict(finding) for finding in verdict.findings],
    )
    data: dict[str, object] = {"to": comment.status, "findings": [finding.check for finding in verdict.findings]}
    record(subject=comment, verb="submit", user=user, data=data, now=now)
    return comment


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
