"""What moderators set for screening holds on a branch: numbers from the nearest page, word lists from all above."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from comments.models import Comment, ScreeningRules, WordList
from comments.screening import Rules
from comments.screening.phrases import BOOK_MAX
from comments.selectors.rules import rules_for
from comments.services import remove_word_list, save_word_list, set_policy, set_rules, submit_comment
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import a_submission, moderating

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(moderator, now):
    def listing(page, *phrases, outcome="hold", name="Words"):
        return save_word_list(page=page, name=name, outcome=outcome, phrases=phrases, user=moderator, now=now)

    return listing


@pytest.fixture
def judged(viewer, now):
    """Send a text to a page that publishes at once, and return what became of it."""

    def judged(page, body, **values):
        set_policy(page=page, changes={"moderation": "afterwards"}, user=None, now=now)
        submission = a_submission(body=body, email=f"{Comment.objects.count()}@example.org", **values)
        return submit_comment(page_id=page.pk, submission=submission, viewer=viewer, now=now).comment

    return judged


def test_where_nothing_is_set_the_starting_numbers_hold(post):
    assert rules_for(post) == Rules()


def test_the_nearest_row_wins_number_by_number(post, section, site, moderator, now):
    set_rules(page=site.root_page, changes={"newcomer_links": 7, "form_seconds": 9.0}, user=moderator, now=now)
    set_rules(page=section, changes={"newcomer_links": 2, "report_threshold": 5}, user=moderator, now=now)
    set_rules(page=post, changes={"newcomer_links": None}, user=moderator, now=now)
    rules = rules_for(post)
    assert (rules.newcomer_links, rules.form_seconds, rules.report_threshold) == (2, 9.0, 5)
    assert rules_for(site.root_page).newcomer_links == 7


def test_lists_add_up_on_the_way_down_and_hold_nowhere_else(post, section, site, listing):
    listing(site.root_page, "casino", outcome="spam")
    listing(section, "miracle cure", "snake oil")
    listing(section, "snake oil", "quack", name="More")
    elsewhere = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page))
    assert set(rules_for(post).hold_words) == {"miracle cure", "snake oil", "quack"}
    assert rules_for(post).spam_words == rules_for(elsewhere).spam_words == ("casino",)
    assert rules_for(elsewhere).hold_words == ()


def test_rules_cost_one_statement(post, listing, moderator, now):
    listing(post, "casino")
    set_rules(page=post, changes={"trusted_after": 4}, user=moderator, now=now)
    with CaptureQueriesContext(connection) as statements:
        assert rules_for(post) == Rules(hold_words=("casino",), trusted_after=4)
    assert len(statements) == 1


def test_a_listed_word_holds_or_is_spam_on_its_branch_alone(post, section, site, listing, judged):
    listing(section, "miracle cure")
    listing(section, "casino", outcome="spam", name="Spam")
    elsewhere = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page))
    assert judged(post, "A M\u0456racle\u200b CURE!").status == "pending"
    assert judged(post, "Visit the ca\u017fino").status == "spam"
    assert judged(elsewhere, "A miracle cure at the casino").status == "approved"


def test_a_number_of_the_branch_is_what_is_judged_by(post, section, judged, moderator, now):
    set_rules(page=section, changes={"newcomer_links": 3}, user=moderator, now=now)
    assert judged(post, "https://a.example https://b.example").status == "approved"
    set_rules(page=section, changes={"newcomer_links": 1}, user=moderator, now=now)
    held = judged(post, "https://c.example")
    assert (held.status, held.ledger[0]["check"]) == ("pending", "links")


def test_the_log_says_who_changed_what(post, moderator, listing, now):
    set_rules(page=post, changes={"trusted_after": 4}, user=moderator, now=now)
    words = listing(post, "casino", "roulette")
    pk, content = words.pk, {"name": "Words", "outcome": "hold", "phrases": "casino\nroulette"}
    remove_word_list(word_list=words, user=moderator, now=now)
    rows = PageLogEntry.objects.filter(page=post.pk, action__startswith="comments.").order_by("pk")
    assert [(row.action, row.user, row.data) for row in rows] == [
        ("comments.set_rules", moderator, {"from": {"trusted_after": None}, "to": {"trusted_after": 4}}),
        ("comments.save_word_list", moderator, {"word_list": pk, "from": None, "to": content}),
        ("comments.remove_word_list", moderator, {"word_list": pk, "from": content, "to": None}),
    ]
    assert not WordList.objects.exists()


@pytest.mark.parametrize("verb", ["rules", "words", "removal"])
def test_only_who_moderates_the_branch_may(post, other_post, listing, verb, now):
    stranger = moderating(UserFactory(), page=other_post)
    words = listing(post, "casino")
    verbs = {
        "rules": lambda: set_rules(page=post, changes={"trusted_after": 0}, user=stranger, now=now),
        "words": lambda: save_word_list(page=post, name="Words", outcome="spam", phrases=["x"], user=stranger, now=now),
        "removal": lambda: remove_word_list(word_list=words, user=stranger, now=now),
    }
    with pytest.raises(PermissionDenied):
        verbs[verb]()
    assert not ScreeningRules.objects.exists()
    assert WordList.objects.get().phrases == "casino"


@pytest.mark.parametrize(
    "changes",
    [
        {"unknown": 1},
        {"hold_words": ("x",)},
        {"record_rejected": 1.5},
        {"report_threshold": 0},
        {"trusted_after": -1},
        {"form_seconds": "soon"},
    ],
)
def test_what_cannot_be_is_refused(post, moderator, changes, now):
    with pytest.raises(ValidationError) as caught:
        set_rules(page=post, changes=changes, user=moderator, now=now)
    assert set(caught.value.message_dict) == set(changes)
    assert not ScreeningRules.objects.exists()


@pytest.mark.parametrize("phrases", [[], ["  ", "\n"], ["ok", "x" * 101], ["ok", "!!!"], ["\u200b"]])
def test_what_cannot_be_looked_for_is_refused(post, moderator, phrases, now):
    with pytest.raises(ValidationError) as caught:
        save_word_list(page=post, name="Words", outcome="hold", phrases=phrases, user=moderator, now=now)
    assert set(caught.value.message_dict) == {"phrases"}


def test_all_lists_of_a_branch_together_have_a_limit(post, section, listing, judged):
    half = [f"{number:049d}" for number in range(BOOK_MAX // 100 + 1)]
    listing(section, *half)
    with pytest.raises(ValidationError, match="together"):
        listing(post, *(f"{phrase}x" for phrase in half))
    with pytest.raises(ValidationError, match="together"):
        listing(section.get_parent(), *(f"{phrase}x" for phrase in half))
    listing(post, *half, outcome="spam")
    assert judged(post, "Nothing of the kind.").status == "approved"


def test_a_list_is_renamed_but_never_to_the_name_of_another(post, listing, moderator, now):
    words, _other = listing(post, "casino"), listing(post, "roulette", name="More")
    new = {"page": post, "outcome": "spam", "phrases": ["casino"], "user": moderator, "now": now, "word_list": words}
    assert save_word_list(name="Play ", **new).pk == words.pk
    assert set(WordList.objects.values_list("name", "outcome")) == {("Play", "spam"), ("More", "hold")}
    with pytest.raises(ValidationError) as caught:
        save_word_list(name="More", **new)
    assert set(caught.value.message_dict) == {"name"}


def test_an_outcome_is_one_of_two(post, moderator, now):
    with pytest.raises(ValidationError):
        save_word_list(page=post, name="Words", outcome="delete", phrases=["x"], user=moderator, now=now)


def test_a_check_that_fails_holds_the_comment_and_loses_nothing(post, judged, now, caplog):
    WordList.objects.create(page=post, name="Broken", outcome="spam", phrases="x" * 101, set_at=now)
    held = judged(post, "Nothing wrong with this.")
    assert (held.status, held.body) == ("pending", "Nothing wrong with this.")
    assert [(finding["check"], finding["params"]) for finding in held.ledger] == [
        ("check-failed", {"check": "words_of_spam"})
    ]
    assert "words_of_spam failed" in caplog.text


def test_the_ledger_names_the_branch_where_the_rule_was_set(post, section, viewer, now, moderator):
    set_rules(page=section, changes={"newcomer_links": 1}, user=moderator, now=now)
    sent = a_submission(body="See www.a.example now")
    comment = submit_comment(page_id=post.pk, submission=sent, viewer=viewer, now=now).comment
    assert [finding["params"]["set_on"] for finding in comment.ledger if finding["check"] == "links"] == [section.title]
    assert comment.weight == sum(finding["weight"] for finding in comment.ledger)
