"""From what the selectors return to what the API answers."""

from datetime import datetime

from comments.api import words
from comments.api.schemas import CommenterPayload, CommentPayload, LimitsPayload, PolicyPayload, ThreadPayload
from comments.api.site_words import OURS, SiteWords, with_moment
from comments.policy import EffectivePolicy, State, Who, state_at
from comments.policy.timing import closing_moment
from comments.selectors import Thread, ThreadComment
from comments.selectors.own import OwnHere
from comments.submission import BODY_MAX, BODY_MIN, NAME_MAX


def policy_payload(
    policy: EffectivePolicy, *, now: datetime, first_published_at: datetime | None, said: SiteWords = OURS
) -> PolicyPayload:
    """Return what `policy` means to a reader at `now` on a page first published at that moment.

    `said` are the words of the site; a message of the policy itself comes before them, and ours after.
    """
    state = state_at(policy, now=now, first_published_at=first_published_at)
    opens_at = policy.opens_at.value
    closes_at = closing_moment(policy, first_published_at=first_published_at)
    message, code = _while_open(policy.who.value, said=said), None
    if state is State.HIDDEN:
        message, code = said.get("hidden") or words.closed(), "comments-closed"
    elif state is not State.OPEN:
        message, code = said.get("closed") or words.closed(), "comments-closed"
        if policy.state.value is State.OPEN and opens_at is not None and now < opens_at:
            message = with_moment(said.get("not_yet_open", ""), opens_at) or words.not_yet_open(opens_at)
            code = "not-yet-open"
    return PolicyPayload(
        state=state.value,
        accepts=state is State.OPEN,
        code=code,
        message=policy.message.value or message,
        who=policy.who.value.value,
        moderation=policy.moderation.value.value,
        max_depth=policy.max_depth.value,
        votes=policy.votes.value,
        opens_at=opens_at if opens_at is not None and now < opens_at else None,
        closes_at=closes_at if closes_at is not None and now < closes_at else None,
        limits=LimitsPayload(body_min=BODY_MIN, body_max=BODY_MAX, name_max=NAME_MAX),
    )


def _while_open(who: Who, *, said: SiteWords) -> str:
    if who is Who.STAFF:
        return said.get("staff") or words.staff_only()
    if who is Who.CONFIRMED:
        return said.get("confirmed") or words.confirmed_only()
    return said.get("open", "")


def thread_payload(thread: Thread, *, own: OwnHere, now: datetime, said: SiteWords = OURS) -> ThreadPayload:
    """Return a part of a thread as the API answers it, with the caller's own; `said` are the words of the site."""
    return ThreadPayload(
        page=thread.page_id,
        policy=policy_payload(thread.policy, now=now, first_published_at=thread.first_published_at, said=said),
        count=thread.count,
        comments=[comment_payload(comment) for comment in thread.comments],
        next=thread.next,
        own=own.uuids,
        waiting=[comment_payload(comment, waiting=True) for comment in own.waiting],
    )


def comment_payload(comment: ThreadComment, *, waiting: bool = False) -> CommentPayload:
    """Return a comment with its replies as the API answers it; `waiting` if only its author sees it."""
    return CommentPayload(
        id=comment.uuid,
        parent=comment.parent,
        depth=comment.depth,
        tombstone=comment.tombstone,
        author=None if comment.tombstone else _author(comment),
        html=comment.html,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        score=comment.score,
        pinned=comment.pinned,
        reply_count=comment.reply_count,
        replies=[comment_payload(reply) for reply in comment.replies],
        more=comment.more,
        path=f"{comment.page_path}#comment-{comment.uuid}",
        waiting=waiting,
    )


def _author(comment: ThreadComment) -> CommenterPayload:
    return CommenterPayload(
        name=comment.name,
        website=comment.website,
        is_staff=comment.is_staff,
        is_author=comment.is_author,
        seed=comment.seed,
    )
