"""Bans: of an address, a domain or a network, on a branch, until they end or are lifted."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import PageLogEntry

from comments.models import Ban
from comments.services import Refused, ban, lift_ban, submit_comment
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import a_submission, moderating

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ORIGIN = "a" * 32


@pytest.fixture
def refused_with(viewer, now):
    """Send a comment and return the code of the refusal, or nothing."""

    def refused_with(page, *, at=now, **values):
        try:
            submit_comment(page_id=page.pk, submission=a_submission(**values), viewer=viewer, now=at)
        except Refused as error:
            return error.refusal.code
        return ""

    return refused_with


@pytest.fixture
def banned(moderator, now):
    def banned(page, kind, value, **values):
        return ban(kind=kind, value=value, page=page, user=moderator, now=now, **values)

    return banned


@pytest.mark.parametrize("email", ["troll@example.org", "Troll@EXAMPLE.org", "troll+again@example.org"])
def test_a_banned_address_in_any_spelling_writes_nothing(post, section, banned, refused_with, email):
    banned(section, "address", "troll@example.org")
    assert refused_with(post, email=email) == "banned"
    assert refused_with(post, email="controller@example.org") == ""


def test_a_ban_of_an_address_does_not_keep_it(post, banned):
    made = banned(post, "address", "somebody.known@example.org")
    kept = " ".join(str(value) for value in Ban.objects.values_list()[0])
    assert "somebody" not in kept
    assert made.hint == "s…@example.org"


def test_a_banned_domain_takes_its_subdomains_along(post, banned, refused_with):
    banned(post, "domain", "@Spam.example")
    assert refused_with(post, email="a@spam.example") == "banned"
    assert refused_with(post, email="a@mail.SPAM.example") == "banned"
    assert refused_with(post, email="a@notspam.example") == ""


def test_a_banned_network_is_known_under_its_former_keys(post, banned, refused_with):
    banned(post, "network", ORIGIN)
    assert refused_with(post, origin=ORIGIN, email="1@example.org") == "banned"
    assert refused_with(post, origin="b" * 32, former_origins=("c" * 32, ORIGIN), email="2@example.org") == "banned"
    assert refused_with(post, origin="b" * 32, email="3@example.org") == ""


def test_a_ban_holds_on_its_branch_alone(post, section, site, banned, refused_with):
    banned(section, "domain", "spam.example")
    elsewhere = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page))
    assert refused_with(post, email="a@spam.example") == "banned"
    assert refused_with(elsewhere, email="a@spam.example") == ""


def test_a_ban_ends_by_itself(post, banned, refused_with, now):
    banned(post, "domain", "spam.example", until=now + DAY)
    assert refused_with(post, email="a@spam.example", at=now + DAY - timedelta(seconds=1)) == "banned"
    assert refused_with(post, email="a@spam.example", at=now + DAY) == ""


def test_a_ban_can_be_lifted_and_said_anew(post, banned, refused_with, moderator, now):
    first = banned(post, "domain", "spam.example", until=now + DAY)
    again = banned(post, "domain", "spam.example")
    assert (again.pk, again.until) == (first.pk, None)
    lift_ban(ban=again, user=moderator, now=now)
    assert refused_with(post, email="a@spam.example") == ""
    rows = PageLogEntry.objects.filter(page=post.pk, action__startswith="comments.").order_by("pk")
    assert [row.action for row in rows] == ["comments.ban", "comments.ban", "comments.lift_ban"]
    assert "spam.example" not in str([row.data for row in rows])


def test_a_ban_of_a_network_always_ends(post, banned, now):
    assert banned(post, "network", ORIGIN).until == now + 30 * DAY
    with pytest.raises(ValidationError, match="30 days"):
        banned(post, "network", ORIGIN, until=now + 31 * DAY)


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("address", "nobody", "value"),
        ("domain", "not a domain", "value"),
        ("domain", "", "value"),
        ("network", "", "value"),
        ("planet", "earth", "kind"),
    ],
)
def test_what_cannot_be_banned_is_refused(post, banned, kind, value, field):
    with pytest.raises(ValidationError) as caught:
        banned(post, kind, value)
    assert set(caught.value.message_dict) == {field}
    assert not Ban.objects.exists()


def test_a_ban_begins_before_it_ends(post, banned, now):
    with pytest.raises(ValidationError, match="still to come"):
        banned(post, "domain", "spam.example", until=now)


def test_only_who_moderates_the_branch_may(post, other_post, banned, now):
    stranger = moderating(UserFactory(), page=other_post)
    made = banned(post, "domain", "spam.example")
    with pytest.raises(PermissionDenied):
        ban(kind="domain", value="other.example", page=post, user=stranger, now=now)
    with pytest.raises(PermissionDenied):
        lift_ban(ban=made, user=stranger, now=now)
    assert Ban.objects.get() == made
