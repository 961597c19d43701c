"""The thread of a page: its order, its parts, its marks, its size, its price."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from comments import selectors
from comments.selectors.branches import ABOVE, BYTES, REPLIES
from comments.selectors.roots import ORDER, ROOTS
from comments.services import RestoredComment, restore_thread, set_policy
from tests.factories.blog import AuthorFactory, BlogPostPageFactory, StandardPageFactory, UserFactory
from tests.factories.comments import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(viewer, now):
    def thread(page, **asked):
        return selectors.thread(page_id=page.pk, viewer=viewer, now=now, **asked)

    return thread


def bulk(page, now, number, *, replies=0, body="A few words."):
    """Fill a thread with `number` comments, `replies` of them below each that is on the page itself."""
    comments = []
    for index in range(number):
        top = index - index % (replies + 1)
        comments.append(
            RestoredComment(
                uuid=uuid4(),
                body=f"{body} {index}",
                name="Reader",
                created_at=now + timedelta(seconds=index),
                parent=comments[top].uuid if index != top else None,
            )
        )
    restore_thread(page=page, comments=comments, now=now)
    return [comment.uuid for comment in comments]


def shape(comments):
    return [(comment.uuid, shape(comment.replies)) for comment in comments]


def everything(read, **asked):
    """Read a thread to its end, part by part, and return the ids in order."""
    found, cursor = [], ""
    while cursor is not None:
        part = read(cursor=cursor, **asked)
        found += [comment.uuid for comment in part.comments]
        cursor = part.next
    return found


def test_answers_are_a_tree_in_the_order_they_were_written(thread, post):
    a, b = CommentFactory(page=post), CommentFactory(page=post)
    aa = CommentFactory(parent=a)
    aaa = CommentFactory(parent=aa)
    ab = CommentFactory(parent=a)
    found = thread(post)
    assert shape(found.comments) == [(a.uuid, [(aa.uuid, [(aaa.uuid, [])]), (ab.uuid, [])]), (b.uuid, [])]
    assert [comment.reply_count for comment in found.comments] == [3, 0]
    assert found.comments[0].replies[0].reply_count == 1
    assert (found.comments[0].replies[0].replies[0].parent, found.count, found.next) == (aa.uuid, 5, None)


def test_the_newest_can_come_first(thread, post):
    comments = [CommentFactory(page=post) for _ in range(3)]
    found = thread(post, sort="newest")
    assert [comment.uuid for comment in found.comments] == [comment.uuid for comment in reversed(comments)]


@pytest.mark.parametrize("sort", ["oldest", "newest", "best"])
def test_a_long_thread_comes_in_parts_without_loss(thread, post, now, sort):
    written = bulk(post, now, 2 * ROOTS + 7)
    parts = [thread(post, sort=sort)]
    assert len(parts[0].comments) == ROOTS
    found = everything(lambda **asked: thread(post, **asked), sort=sort)
    assert found == (written if sort != "newest" else written[::-1])


def test_comments_of_one_moment_keep_their_order_over_parts(thread, post, now):
    comments = [CommentFactory(page=post, created_at=now) for _ in range(ROOTS + 5)]
    found = everything(lambda **asked: thread(post, **asked))
    assert found == [comment.uuid for comment in comments]


def test_what_is_written_meanwhile_moves_nothing(thread, post, now):
    written = bulk(post, now, ROOTS + 3)
    first = thread(post, sort="newest")
    CommentFactory(page=post, created_at=now + timedelta(days=1))
    second = thread(post, sort="newest", cursor=first.next)
    assert [comment.uuid for comment in first.comments + second.comments] == written[::-1]


def test_a_cursor_whose_comment_was_hidden_still_leads_on(thread, post, now):
    bulk(post, now, ROOTS + 3)
    first = thread(post)
    post.reader_comments.filter(uuid=first.comments[-1].uuid).update(status="spam")
    assert len(thread(post, cursor=first.next).comments) == 3


def test_many_replies_come_in_parts_too(thread, post, now):
    written = bulk(post, now, 2 * REPLIES + 6, replies=2 * REPLIES + 5)
    [root] = thread(post).comments
    assert root.uuid == written[0]
    assert root.reply_count == 2 * REPLIES + 5
    found = [reply.uuid for reply in root.replies]
    assert len(found) == REPLIES
    while root.more:
        part = thread(post, cursor=root.more)
        [root] = part.comments
        assert (root.uuid, part.next, part.count) == (written[0], None, len(written))
        found += [reply.uuid for reply in root.replies]
    assert found == written[1:]


def test_a_reply_whose_parent_came_before_hangs_on_the_root(thread, post, now):
    top = CommentFactory(page=post)
    chain = top
    for _ in range(REPLIES + 2):
        chain = CommentFactory(parent=chain)
    first = thread(post).comments[0]
    [root] = thread(post, cursor=first.more).comments
    assert [reply.depth for reply in root.replies] == [REPLIES + 2]
    assert [reply.depth for reply in root.replies[0].replies] == [REPLIES + 3]


def test_hidden_answers_do_not_hide_those_after_them(thread, post):
    top = CommentFactory(page=post)
    rejected = CommentFactory(parent=top, rejected=True)
    for _ in range(REPLIES + 1):
        CommentFactory(parent=rejected)
    seen = [CommentFactory(parent=top) for _ in range(REPLIES + 1)]
    found, root = [], thread(post).comments[0]
    assert root.reply_count == REPLIES + 1
    while True:
        found += [reply.uuid for reply in root.replies]
        if root.more is None:
            break
        [root] = thread(post, cursor=root.more).comments
    assert found == [reply.uuid for reply in seen]


def test_a_deleted_comment_with_answers_is_a_tombstone(thread, post):
    top = CommentFactory(page=post, deleted=True)
    answer = CommentFactory(parent=top)
    found = thread(post)
    assert shape(found.comments) == [(top.uuid, [(answer.uuid, [])])]
    assert (found.comments[0].tombstone, found.comments[0].name, found.comments[0].html) == (True, "", "")
    assert (found.count, found.comments[0].reply_count) == (1, 1)


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "deleted"])
def test_without_public_answers_it_is_nothing(thread, post, status):
    top = CommentFactory(page=post, deleted=True)
    CommentFactory(parent=top, **{status: True})
    assert thread(post).comments == []


def test_answers_of_which_some_are_tombstones_end_all_the_same(thread, post):
    top = CommentFactory(page=post)
    tomb = CommentFactory(parent=top, deleted=True)
    CommentFactory(parent=tomb)
    [root] = thread(post).comments
    assert (root.reply_count, root.more) == (1, None)
    assert root.replies[0].tombstone


def test_staff_and_the_pages_author_are_marked(thread, section):
    writer, staff = UserFactory(), UserFactory(is_staff=True)
    post = BlogPostPageFactory(parent=section, authors=[AuthorFactory(user=writer)])
    for user in (writer, staff, UserFactory(), None):
        CommentFactory(page=post, user=user)
    marks = [(comment.is_author, comment.is_staff) for comment in thread(post).comments]
    assert marks == [(True, False), (False, True), (False, False), (False, False)]


def test_an_author_of_another_page_is_a_reader_here(thread, post, section):
    writer = UserFactory()
    BlogPostPageFactory(parent=section, authors=[AuthorFactory(user=writer)])
    CommentFactory(page=post, user=writer)
    assert not thread(post).comments[0].is_author


def test_an_empty_thread_tells_its_policy(thread, post, now):
    set_policy(page=post, changes={"state": "closed"}, user=None, now=now)
    found = thread(post)
    assert (found.count, found.comments, found.next, found.policy.state.value) == (0, [], None, "closed")


def test_there_is_no_thread_on_a_page_that_takes_no_comments(thread, site):
    with pytest.raises(selectors.ThreadNotFound):
        thread(StandardPageFactory(parent=site.root_page))


@pytest.mark.parametrize("cursor", ["x", "c", "c123", "c" + "0" * 31 + "g", "C" + "0" * 32, f"c{UUID(int=1)}", "c\x00"])
def test_a_cursor_must_be_one_of_ours(thread, post, cursor):
    with pytest.raises(selectors.UnknownCursor):
        thread(post, cursor=cursor)


@pytest.mark.parametrize("kind", ["c", "r"])
def test_a_cursor_of_another_page_leads_nowhere(thread, post, other_post, kind):
    CommentFactory(page=post)
    elsewhere = CommentFactory(page=other_post)
    found = thread(post, cursor=kind + elsewhere.uuid.hex)
    assert (found.comments, found.count) == ([], 1)


@pytest.mark.parametrize("replies", [0, 9, 40])
@pytest.mark.parametrize(
    ("number", "body"), [(82, "Some words of usual length, as readers write them, more or less."), (42, "ü" * 4900)]
)
def test_an_answer_is_never_much_longer_than_it_may_be(read, post, now, number, body, replies):
    bulk(post, now, number, replies=replies, body=body)
    answer = read(post)
    assert answer["comments"]
    longest = max(BYTES, 2 * len(json.dumps(body)))
    assert len(json.dumps(answer)) < longest * 1.03
    seen, cursor = 0, answer["next"]
    seen += len(answer["comments"])
    while cursor:
        answer = read(post, cursor=cursor)
        assert len(json.dumps(answer)) < longest * 1.03
        seen, cursor = seen + len(answer["comments"]), answer["next"]
    assert seen == -(-number // (replies + 1))


@pytest.mark.parametrize("size", [10, 1000])
@pytest.mark.parametrize("replies", [0, 4])
def test_it_costs_the_same_few_statements_at_any_size(client, section, now, size, replies):
    writer = UserFactory()
    post = BlogPostPageFactory(parent=section, authors=[AuthorFactory(user=writer)])
    CommentFactory(page=post, user=writer)
    bulk(post, now, size, replies=replies)
    url = f"/api/site/v1/pages/{post.pk}/comments/"
    client.get(url)
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(url).json()
    assert answer["count"] == size + 1
    assert len(statements) == (5 if replies else 4)
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(url, {"cursor": answer["next"] or f"c{'0' * 32}"}).json()
    assert len(statements) <= 5


def test_django_puts_a_threads_statements_together_once(client, section, now, monkeypatch):
    set_policy(page=section, changes={"message": "Be kind."}, user=None, now=now)
    writer = UserFactory()
    post = BlogPostPageFactory(parent=section, authors=[AuthorFactory(user=writer)])
    CommentFactory(page=post, user=writer, pinned_at=now)
    root, *replies = bulk(post, now, REPLIES + 2, replies=REPLIES + 1)
    empty = BlogPostPageFactory(parent=section)
    addresses = [f"/api/site/v1/pages/{page.pk}/comments/?sort={sort}" for page in (post, empty) for sort in ORDER]
    places = [f"r{replies[3].hex}", f"a{replies[3].hex}", f"p{root.hex}", f"c{root.hex}"]
    addresses += [f"{addresses[0]}&cursor={place}" for place in places]
    addresses += [f"/api/site/v1/pages/{post.pk}/comments/?sort=best&cursor=b{root.hex}.0"]
    addresses += [f"/api/site/v1/pages/comments/counts/?pages={post.pk},{empty.pk}"]
    first = [client.get(address) for address in addresses]
    with monkeypatch.context() as patch:
        patch.setattr(SQLCompiler, "as_sql", lambda *args, **options: pytest.fail("A statement was put together."))
        again = [client.get(address) for address in addresses]
    assert [response.status_code for response in again] == [200] * len(addresses)
    assert [response.content for response in again] == [response.content for response in first]


def liked(post, *scores, **values):
    return [CommentFactory(page=post, score=score, **values) for score in scores]


def test_the_best_come_first_and_the_older_where_they_are_equal(thread, post):
    few, many, none, as_many = liked(post, 1, 3, 0, 3)
    found = thread(post, sort="best").comments
    assert [(comment.uuid, comment.score) for comment in found] == [
        (many.uuid, 3),
        (as_many.uuid, 3),
        (few.uuid, 1),
        (none.uuid, 0),
    ]


@pytest.mark.parametrize("sort", ["oldest", "newest", "best"])
def test_every_cursor_walk_shows_every_root_once(thread, post, now, sort):
    for number in range(3):
        liked(post, *(range(ROOTS)), created_at=now + timedelta(seconds=number))
    pinned = [CommentFactory(page=post, score=7, pinned_at=now - timedelta(hours=hours)) for hours in (1, 3, 2)]
    CommentFactory(page=post, pinned_at=now, pending=True)
    found = everything(lambda **asked: thread(post, **asked), sort=sort)
    assert found[:3] == [pinned[1].uuid, pinned[2].uuid, pinned[0].uuid]
    assert len(found) == len(set(found)) == 3 * ROOTS + 3


def test_a_walk_keeps_its_place_whatever_is_liked_meanwhile(thread, post):
    comments = liked(post, *([5] * ROOTS), *([2] * 5))
    first = thread(post, sort="best")
    last = first.comments[-1].uuid
    post.reader_comments.filter(uuid=last).update(score=90)
    post.reader_comments.filter(pk=comments[0].pk).update(score=1)
    rest = thread(post, sort="best", cursor=first.next).comments
    assert [comment.uuid for comment in rest] == [c.uuid for c in [*comments[ROOTS:], comments[0]]]


def test_pinned_comments_that_fill_an_answer_lead_on_too(thread, post, now):
    long = [CommentFactory(page=post, html="x" * 30_000, pinned_at=now + timedelta(hours=hour)) for hour in range(3)]
    other = CommentFactory(page=post)
    for sort in ("oldest", "newest", "best"):
        assert len(thread(post, sort=sort).comments) < 3
        found = everything(lambda sort=sort, **asked: thread(post, sort=sort, **asked))
        assert found == [comment.uuid for comment in (*long, other)]


def test_a_cursor_belongs_to_its_order(thread, post):
    comment = CommentFactory(page=post)
    for sort, cursor in [("oldest", f"b{comment.uuid.hex}.0"), ("best", f"c{comment.uuid.hex}")]:
        with pytest.raises(selectors.UnknownCursor):
            thread(post, sort=sort, cursor=cursor)


@pytest.fixture
def in_context(viewer, now):
    def in_context(comment):
        return selectors.comment_in_context(uuid=comment.uuid, viewer=viewer, now=now)

    return in_context


def test_a_comment_is_found_in_its_context(in_context, thread, post):
    top = CommentFactory(page=post)
    before = CommentFactory(parent=top)
    middle = CommentFactory(parent=top)
    comment = CommentFactory(parent=middle)
    answer, below = CommentFactory(parent=comment), CommentFactory(parent=top)
    CommentFactory(parent=comment, pending=True)
    found = in_context(comment)
    assert [above.uuid for above in found.above] == [top.uuid, middle.uuid]
    assert shape([found.comment]) == [(comment.uuid, [(answer.uuid, [])])]
    assert (found.comment.more, found.comment.reply_count) == (None, 1)
    around = thread(post, cursor=found.cursor)
    assert shape(around.comments) == [
        (top.uuid, [(middle.uuid, [(comment.uuid, [(answer.uuid, [])])]), (below.uuid, [])])
    ]
    assert around.next is None
    assert before.uuid not in {uuid for uuid, _ in shape(around.comments)[0][1]}
    assert shape(thread(post, cursor=in_context(top).cursor).comments)[0][0] == top.uuid


def test_a_context_is_bounded(in_context, thread, post):
    line = [CommentFactory(page=post)]
    for _ in range(30):
        line.append(CommentFactory(parent=line[-1]))
    for _ in range(REPLIES + 5):
        CommentFactory(parent=line[-1])
    found = in_context(line[-1])
    assert [above.uuid for above in found.above] == [comment.uuid for comment in line[-1 - ABOVE : -1]]
    assert len(found.comment.replies) == REPLIES
    assert found.comment.more
    [root] = thread(post, cursor=found.cursor).comments
    assert root.uuid == line[0].uuid
    assert root.replies[0].uuid == line[-1 - ABOVE].uuid
    post.reader_comments.update(html="x" * 25_000)
    found = in_context(line[-1])
    assert ([above.uuid for above in found.above], len(found.comment.replies)) == ([line[-2].uuid], 1)
    [root] = thread(post, cursor=found.cursor).comments
    assert root.replies[0].uuid == line[-1].uuid


def test_a_link_to_what_is_hidden_leads_nowhere(in_context, thread, post):
    comment = CommentFactory(parent=CommentFactory(page=post), pending=True)
    with pytest.raises(selectors.ThreadNotFound):
        in_context(comment)
    assert thread(post, cursor=f"a{comment.uuid.hex}") == thread(post, cursor=f"a{uuid4().hex}")
