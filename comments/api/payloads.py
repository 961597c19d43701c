"""From what the selectors return to what the API answers."""

from datetime import datetime

from comments.api import words
from comments.api.schemas import CommenterPayload, CommentPayload, LimitsPayload, PolicyPayload, ThreadPayload
from comments.policy import EffectivePolicy, State, state_at
from comments.policy.timing import closing_moment
from comments.selectors import Thread, ThreadComment
from comments.submission import BODY_MAX, BODY_MIN, NAME_MAX


def policy_payload(policy: EffectivePolicy, *, now: datetime, first_published_at: datetime | None) -> PolicyPayload:
    """Return what `policy` means to a reader at `now` on a page first published at that moment."""
    state = state_at(policy, now=now, first_published_at=first_published_at)
    opens_at = policy.opens_at.value
    closes_at = closing_moment(policy, first_published_at=first_published_at)
    message, code = policy.message.value, None
    if state is not State.OPEN:
        message, code = message or words.closed(), "comments-closed"
        if policy.state.value is State.OPEN and opens_at is not None and now < opens_at:
            message, code = policy.message.value or words.not_yet_open(opens_at), "not-yet-open"
    return PolicyPayload(
        state=state.value,
        accepts=state is State.OPEN,
        code=code,
        message=message,
        who=policy.who.value.value,
        moderation=policy.moderation.value.value,
        max_depth=policy.max_depth.value,
        opens_at=opens_at if opens_at is not None and now < opens_at else None,
        closes_at=closes_at if closes_at is not None and now < closes_at else None,
        limits=LimitsPayload(body_min=BODY_MIN, body_max=BODY_MAX, name_max=NAME_MAX),
    )


def thread_payload(thread: Thread, *, now: datetime) -> ThreadPayload:
    """Return a part of a thread as the API answers it."""
    return ThreadPayload(
        page=thread.page_id,
        policy=policy_payload(thread.policy, now=now, first_published_at=thread.first_published_at),
        count=thread.count,
        comments=[comment_payload(comment) for comment in thread.comments],
        next=thread.next,
    )


def comment_payload(comment: ThreadComment) -> CommentPayload:
    """Return a comment with its replies as the API answers it."""
    return CommentPayload(
        id=comment.uuid,
        parent=comment.parent,
        depth=comment.depth,
        tombstone=comment.tombstone,
        author=None if comment.tombstone else _author(comment),
        html=comment.html,
        created_at=comment.created_at,
        edited_at=None,
        reply_count=comment.reply_count,
        replies=[comment_payload(reply) for reply in comment.replies],
        more=comment.more,
        path=f"{comment.page_path}#comment-{comment.uuid}",
    )


def _author(comment: ThreadComment) -> CommenterPayload:
    return CommenterPayload(
        name=comment.name,
        website=comment.website,
        is_staff=comment.is_staff,
        is_author=comment.is_author,
        seed=comment.seed,
    )
