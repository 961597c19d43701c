"""The screens of rules, word lists and bans: who sees what, what is saved, what is refused, how it is rolled back."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from comments.models import Ban, ScreeningRules, WordList
from comments.selectors.rule_history import SAVE_LIST, SET_RULES
from comments.selectors.rules import rules_for
from comments.services import ban, remove_word_list, save_word_list, set_rules
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory, tree_root
from tests.factories.comments import CommentFactory, moderating
from tests.unit.comments.hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DESK = "/admin/reader-comments/"
RULES, LISTS, BANS, SIMULATOR = f"{DESK}rules/", f"{DESK}word-lists/", f"{DESK}bans/", f"{DESK}simulator/"
DAY = timedelta(days=1)
BLANK = {
    "newcomer_links": "",
    "trusted_after": "",
    "similar_hours": "",
    "record_rejected": "",
    "record_least": "",
    "form_seconds": "",
    "report_threshold": "",
}


def in_the_admin(user):
    group = Group.objects.create(name=f"{user.username}'s")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(group)
    return user


@pytest.fixture
def moderator(section):
    """Moderates one branch."""
    return moderating(in_the_admin(UserFactory(first_name="Noor", last_name="Haddad")), page=section)


@pytest.fixture
def chief():
    """Moderates everything."""
    return moderating(in_the_admin(UserFactory(first_name="Ina", last_name="Chief")))


@pytest.fixture
def stranger(site):
    """Moderates another branch."""
    elsewhere = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page, title="Elsewhere"))
    return moderating(in_the_admin(UserFactory()), page=elsewhere.get_parent())


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def rules_url(page):
    return f"{RULES}{page.pk}/"


def list_url(words):
    return f"{LISTS}{words.pk}/"


def soup(response, status=200):
    assert response.status_code == status, (response.status_code, response.headers.get("Location"))
    return BeautifulSoup(response.content, "html.parser", multi_valued_attributes=None)


def text_of(node):
    return " ".join(node.get_text(" ", strip=True).split())


def errors(response):
    found = {}
    for field in soup(response).select("[data-field]"):
        message = field.select_one(".error-message")
        if message is not None:
            found[field.select_one("[name]")["name"]] = text_of(message)
    return found


def typed(response):
    """What stands in the fields of a form."""
    form = soup(response).select_one("main form[method=post], form[method=post]:has([name=seen])")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]:not([type=radio])")}
    fields |= {field["name"]: field.text.removeprefix("\n") for field in form.select("textarea[name]")}
    return fields | {field["name"]: field["value"] for field in form.select("input[type=radio][checked]")}


def send(client, url, button="save", **values):
    """Fill in the form at `url` as it is shown and press a button."""
    data = typed(client.get(url))
    data.pop("csrfmiddlewaretoken")
    return client.post(url, {**data, **values, button: "yes"})


def told(client, response):
    return " ".join(str(message).strip() for message in client.get(response.headers["Location"]).context["messages"])


def a_list(page, user, now, *phrases, name="Words", outcome="hold", **more):
    phrases = phrases or ("casino",)
    return save_word_list(page=page, name=name, outcome=outcome, phrases=phrases, user=user, now=now, **more)


# Who may


def everything(page, user, now):
    """Every address, with what a POST to it would do."""
    words = a_list(page, user, now)
    set_rules(page=page, changes={"trusted_after": 4}, user=user, now=now)
    banned = ban(kind="domain", value="spam.example", page=page, user=user, now=now)
    changed, saved = PageLogEntry.objects.filter(page=page.pk, action__in=[SET_RULES, SAVE_LIST])
    return {
        RULES: None,
        f"{RULES}results/": None,
        f"{rules_url(page)}history/": None,
        rules_url(page): {**BLANK, "trusted_after": "9", "save": "yes"},
        f"{rules_url(page)}history/{changed.pk}/": {"seen": ""},
        f"{rules_url(page)}history/{saved.pk}/": {"seen": ""},
        LISTS: None,
        f"{LISTS}results/": None,
        f"{LISTS}add/?page={page.pk}": {"page": page.pk, "name": "New", "outcome": "spam", "phrases": "x"},
        list_url(words): {"name": "New", "outcome": "spam", "phrases": "x", "save": "yes"},
        f"{list_url(words)}delete/": {},
        BANS: None,
        f"{BANS}results/": None,
        f"{BANS}add/": {"kind": "domain", "value": "other.example", "page": page.pk},
        f"{BANS}{banned.uuid}/lift/": {},
        SIMULATOR: {"page": page.pk, "who": "guest", "body": "Hello there", "name": "Ada"},
    }


def stored():
    return (
        list(ScreeningRules.objects.order_by("pk").values()),
        list(WordList.objects.order_by("pk").values()),
        list(Ban.objects.order_by("pk").values()),
        PageLogEntry.objects.filter(action__startswith="comments.").count(),
    )


SHARED = {RULES, f"{RULES}results/", LISTS, f"{LISTS}results/", BANS, f"{BANS}results/", f"{BANS}add/", SIMULATOR}


def test_moderators_of_another_branch_find_nothing_of_it(client, section, chief, stranger, now):
    addresses = everything(section, chief, now)
    before = stored()
    client.force_login(stranger)
    for url, data in addresses.items():
        shown = client.get(url)
        if url in SHARED:
            assert shown.status_code == 200, url
            assert not {"spam.example", "Words", "News"} & set(re.findall(r"[\w.]+", text_of(soup(shown)))), url
        else:
            assert shown.status_code == 404, url
        if data is None:
            continue
        done = client.post(url, data)
        if url in SHARED:
            assert errors(done)["page"].startswith("You do not moderate the comments on this page."), url
        else:
            assert done.status_code == 404, url
    assert stored() == before


def test_others_in_the_admin_and_readers_get_nowhere(client, section, chief, now):
    addresses = everything(section, chief, now)
    before = stored()
    for user, where in ((in_the_admin(UserFactory()), "/admin/"), (None, "/admin/login/")):
        client.logout()
        if user:
            client.force_login(user)
        for url, data in addresses.items():
            for answer in [client.get(url), *([] if data is None else [client.post(url, data)])]:
                assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, where), url
    assert stored() == before


@pytest.mark.parametrize("who", ["moderator", "administrator"])
def test_who_moderates_the_branch_opens_every_screen(client, section, chief, moderator, who, now):
    client.force_login(moderator if who == "moderator" else UserFactory(administrator=True))
    for url, data in everything(section, chief, now).items():
        assert client.get(url).status_code == 200, url
        if data is not None:
            assert client.post(url, data).status_code in (200, 302), url
    menu = client.get("/admin/").content.decode()
    assert all(url in menu for url in (RULES, LISTS, BANS, SIMULATOR))


def test_what_is_listed_is_of_ones_own_branches(client, site, section, moderator, chief, now):
    for page, name in ((site.root_page, "Wide"), (section, "Narrow")):
        a_list(page, chief, now, name=name)
        set_rules(page=page, changes={"trusted_after": 7}, user=chief, now=now)
        ban(kind="domain", value=f"{name.lower()}.example", page=page, user=chief, reason="Selling", now=now)
    for user, titles in ((moderator, {"narrow.example"}), (chief, {"narrow.example", "wide.example"})):
        client.force_login(user)
        assert {text_of(bdi) for bdi in soup(client.get(BANS)).select("table bdi")} == titles
        assert len(soup(client.get(LISTS)).select("table tbody tr")) == len(titles)
        assert len(soup(client.get(RULES)).select("table tbody tr")) == len(titles)


# Numbers


def test_each_number_shows_what_is_inherited_and_from_where(desk, site, section, post, chief, now):
    set_rules(page=tree_root(), changes={"report_threshold": 6}, user=chief, now=now)
    set_rules(page=section, changes={"newcomer_links": 2, "record_rejected": 0.45}, user=chief, now=now)
    page = soup(desk.get(rules_url(post)))
    assert [text_of(line) for line in page.select(".comment-rules-number > .w-help-text")] == [
        "Inherited: 2, from “News”.",
        "Inherited: 2, from the site defaults.",
        "Inherited: 24, from the site defaults.",
        "Inherited: 45 %, from “News”.",
        "Inherited: 5, from the site defaults.",
        "Inherited: 3, from the site defaults.",
        "Inherited: 6, from “All pages”.",
    ]
    assert typed(desk.get(rules_url(section)))["record_rejected"] == "45"
    assert typed(desk.get(rules_url(post)))["newcomer_links"] == ""


def test_numbers_are_saved_and_given_back(desk, section, post):
    said = told(desk, send(desk, rules_url(section), newcomer_links="4", record_rejected="12.5", form_seconds="0.5"))
    assert "saved" in said
    assert (rules_for(post).newcomer_links, rules_for(post).record_rejected) == (4, 0.125)
    send(desk, rules_url(section), newcomer_links="")
    assert (rules_for(post).newcomer_links, rules_for(post).form_seconds) == (1, 0.5)
    assert "Nothing was changed" in told(desk, send(desk, rules_url(section)))
    first, second = PageLogEntry.objects.filter(page=section.pk, action="comments.set_rules").order_by("pk")
    assert first.data["to"] == {"newcomer_links": 4, "record_rejected": 0.125, "form_seconds": 0.5}
    assert second.data == {"from": {"newcomer_links": 4}, "to": {"newcomer_links": None}}


IMPOSSIBLE_NUMBERS = [
    ("newcomer_links", "-1"),
    ("newcomer_links", "9" * 5000),
    ("trusted_after", "51"),
    ("similar_hours", "25"),
    ("record_rejected", "100.1"),
    ("record_rejected", "NaN"),
    ("record_least", "0"),
    ("form_seconds", "1e999"),
    ("report_threshold", "three"),
    ("report_threshold", "3\x00"),
]


def test_an_impossible_number_is_refused_at_its_field_and_nothing_is_lost(desk, section):
    for field, value in IMPOSSIBLE_NUMBERS:
        other = "trusted_after" if field != "trusted_after" else "similar_hours"
        for button in ("save", "try"):
            refused = desk.post(rules_url(section), {**BLANK, "seen": "", field: value, other: "5", button: "yes"})
            assert set(errors(refused)) == {field}, (field, value)
            assert typed(refused)[other] == "5"
    assert not ScreeningRules.objects.exists()


def test_whoever_comes_too_late_is_told_and_keeps_what_was_entered(desk, section, chief, now):
    data = typed(desk.get(rules_url(section))) | {"trusted_after": "5", "save": "yes"}
    set_rules(page=section, changes={"trusted_after": 8}, user=chief, now=now)
    late = desk.post(rules_url(section), data)
    assert "Meanwhile Ina Chief changed this" in text_of(soup(late))
    assert typed(late)["trusted_after"] == "5"
    assert ScreeningRules.objects.get().trusted_after == 8
    assert desk.post(rules_url(section), {**typed(late), "save": "yes"}).status_code == 302
    assert ScreeningRules.objects.get().trusted_after == 5


def test_a_page_is_chosen_from_the_list_of_branches(desk, site, section):
    assert desk.get(f"{RULES}?page={section.pk}").headers["Location"] == rules_url(section)
    for asked in (site.root_page.pk, 10**30, "x", ""):
        assert "page" in errors(desk.get(RULES, {"page": asked}))


# Word lists


def test_a_list_is_added_changed_renamed_and_deleted(desk, section, post):
    added = send(desk, f"{LISTS}add/?page={section.pk}", name="Spam", outcome="spam", phrases="casino\r\n\r\nroulette")
    assert added.headers["Location"] == LISTS
    words = WordList.objects.get()
    assert (words.page_id, words.name, words.outcome, words.phrases) == (section.pk, "Spam", "spam", "casino\nroulette")
    send(desk, list_url(words), name="Play", outcome="hold", phrases="casino")
    words.refresh_from_db()
    assert (words.name, words.outcome, words.phrases) == ("Play", "hold", "casino")
    assert rules_for(post).hold_words == ("casino",)
    assert "Delete the word list “Play” of “News” (1 phrase)?" in text_of(soup(desk.get(f"{list_url(words)}delete/")))
    assert WordList.objects.exists()
    assert "can be brought back" in told(desk, desk.post(f"{list_url(words)}delete/"))
    assert not WordList.objects.exists()


IMPOSSIBLE_LISTS = [
    ({"name": ""}, {"name"}),
    ({"name": "x" * 101}, {"name"}),
    ({"name": "nul\x00"}, {"name"}),
    ({"name": "Taken"}, {"name"}),
    ({"outcome": "delete"}, {"outcome"}),
    ({"outcome": ""}, {"outcome"}),
    ({"phrases": " \r\n "}, {"phrases"}),
    ({"phrases": "fine\n!!!"}, {"phrases"}),
    ({"phrases": "fine\nnul\x00"}, {"phrases"}),
    ({"phrases": "x" * 101}, {"phrases"}),
    ({"phrases": "\n".join(f"phrase {number:05}" for number in range(10_000))}, {"phrases"}),
    ({"page": ""}, {"page"}),
    ({"page": "0"}, {"page"}),
    ({"page": "9" * 40}, {"page"}),
    ({"name": "", "phrases": "", "page": "one"}, {"name", "phrases", "page"}),
]


def test_an_impossible_list_is_refused_by_field_and_nothing_is_lost(desk, section, moderator, now):
    a_list(section, moderator, now, name="Taken")
    for values, fields in IMPOSSIBLE_LISTS:
        entered = {"page": section.pk, "name": "New", "outcome": "hold", "phrases": "fine", "seen": "", **values}
        for button in ("save", "try"):
            refused = desk.post(f"{LISTS}add/", {**entered, button: "yes"})
            assert set(errors(refused)) == fields, str(values)[:80]
            kept = typed(refused)
            assert (kept["name"], kept["phrases"].split()) == (entered["name"], entered["phrases"].split())
    assert WordList.objects.get().name == "Taken"


def test_as_many_phrases_as_can_be_looked_for_are_saved(desk, section):
    phrases = "\n".join(f"{number:05x}" for number in range(10_000))
    assert send(desk, f"{LISTS}add/?page={section.pk}", name="Many", outcome="hold", phrases=phrases).status_code == 302
    assert len(WordList.objects.get().phrases.split()) == 10_000
    assert "10000 phrases" in text_of(soup(desk.get(LISTS)))


# Bans


def test_somebody_is_banned_and_let_in_again(desk, section, moment):
    until = (moment + 3 * DAY).strftime("%Y-%m-%dT%H:%M")
    entered = {"page": section.pk, "kind": "address", "value": "Eve@Example.org", "until": until, "reason": "Selling"}
    assert desk.post(f"{BANS}add/", entered).headers["Location"] == BANS
    made = Ban.objects.get()
    row = text_of(soup(desk.get(BANS)).select_one("tbody tr"))
    assert all(word in row for word in ("E…@example.org", "An e-mail address", "Selling", "News", "Noor Haddad"))
    assert made.value not in row
    lift = f"{BANS}{made.uuid}/lift/"
    assert "E…@example.org" in text_of(soup(desk.get(lift)))
    assert Ban.objects.exists()
    assert "lifted" in told(desk, desk.post(lift))
    assert not Ban.objects.exists()
    assert desk.post(lift).status_code == 404


IMPOSSIBLE_BANS = [
    ({"value": "nobody"}, {"value"}),
    ({"value": "a@b.example\x00"}, {"value"}),
    ({"value": "x" * 300}, {"value"}),
    ({"kind": "domain", "value": "not a domain"}, {"value"}),
    ({"kind": "network", "value": "f" * 32}, {"kind"}),
    ({"until": "2001-01-01T00:00"}, {"until"}),
    ({"until": "9999-12-31T23:59"}, {"until"}),
    ({"until": "soon"}, {"until"}),
    ({"reason": "x" * 201}, {"reason"}),
    ({"page": ""}, {"page"}),
    ({"page": "-1", "value": "", "kind": ""}, {"page", "value", "kind"}),
]


def test_an_impossible_ban_is_refused_by_field_and_nothing_is_lost(desk, section):
    for values, fields in IMPOSSIBLE_BANS:
        entered = {
            "page": section.pk,
            "kind": "address",
            "value": "eve@example.org",
            "until": "",
            "reason": "R",
        } | values
        refused = desk.post(f"{BANS}add/", entered)
        assert set(errors(refused)) == fields, values
        shown = soup(refused)
        assert shown.select_one("[name=value]").get("value", "") == entered["value"]
        assert shown.select_one("[name=reason]").get("value", "") == entered["reason"]
    assert not Ban.objects.exists()


# History and the way back


@pytest.fixture
def changed(section, moderator, now):
    """Numbers set three times, and one list added, changed and removed; an hour between each."""
    hours = (now + timedelta(hours=number) for number in range(9))
    set_rules(page=section, changes={"trusted_after": 3, "newcomer_links": 2}, user=moderator, now=next(hours))
    set_rules(page=section, changes={"trusted_after": 5}, user=moderator, now=next(hours))
    set_rules(page=section, changes={"newcomer_links": None, "form_seconds": 9.0}, user=moderator, now=next(hours))
    words = a_list(section, moderator, next(hours), "casino", "roulette")
    change = {"word_list": words, "name": "Play", "outcome": "spam"}
    words = a_list(section, moderator, next(hours), "casino", "poker", **change)
    remove_word_list(word_list=words, user=moderator, now=next(hours))
    return list(PageLogEntry.objects.filter(page=section.pk, action__startswith="comments.").order_by("timestamp"))


def back_url(entry):
    return f"{RULES}{entry.page_id}/history/{entry.pk}/"


def press(client, entry):
    seen = soup(client.get(back_url(entry))).select_one("input[name=seen]")["value"]
    return client.post(back_url(entry), {"seen": seen})


def test_the_history_tells_every_change_the_newest_first(desk, section, changed):
    rows = [text_of(row.td) for row in soup(desk.get(f"{rules_url(section)}history/")).select("tbody tr")]
    expected = """
        Word list deleted: Play
        Word list saved: Play Name: Words → Play What to do: Hold it for a moderator → Mark it as spam Added: “poker” \
Removed: “roulette”
        Word list added: Words Added: “casino” , “roulette”
        Numbers were set Links a newcomer is held at: 2 → inherited Seconds a person needs at least to write: \
inherited → 9
        Numbers were set Approved comments before a reader is trusted: 3 → 5
        Numbers were set Links a newcomer is held at: inherited → 2 Approved comments before a reader is trusted: \
inherited → 3
    """
    assert rows == [line.strip() for line in expected.strip().splitlines()]


def test_numbers_go_back_to_how_they_were_after_a_confirmation(desk, section, changed, moderator):
    first = changed[0]
    shown = text_of(soup(desk.get(back_url(first))).select_one("ul.comment-rules-said"))
    assert shown == (
        "Links a newcomer is held at: inherited → 2 Approved comments before a reader is trusted: 5 → 3 "
        "Seconds a person needs at least to write: 9 → inherited"
    )
    assert ScreeningRules.objects.get().trusted_after == 5
    assert "as it was" in told(desk, press(desk, first))
    row = ScreeningRules.objects.get()
    assert (row.trusted_after, row.newcomer_links, row.form_seconds) == (3, 2, None)
    logged = PageLogEntry.objects.filter(page=section.pk).latest("pk")
    assert (logged.action, logged.user, logged.data["back_to"]) == (
        "comments.set_rules",
        moderator,
        first.timestamp.isoformat(),
    )
    assert "nothing to roll back" in text_of(soup(desk.get(back_url(first))))
    assert "rolled back to" in text_of(soup(desk.get(f"{rules_url(section)}history/")).select_one("tbody tr"))
    press(desk, changed[2])
    assert (ScreeningRules.objects.get().trusted_after, ScreeningRules.objects.get().form_seconds) == (5, 9.0)


def test_a_deleted_list_comes_back_and_an_older_one_too(desk, section, post, changed):
    added, _saved, removed = changed[3:6]
    assert "Bring back the word list “Play”?" in text_of(soup(desk.get(back_url(removed))))
    press(desk, removed)
    assert rules_for(post).spam_words == ("casino", "poker")
    press(desk, added)
    words = WordList.objects.get()
    assert (words.name, words.outcome, words.phrases) == ("Words", "hold", "casino\nroulette")


def test_nothing_goes_back_unseen(desk, section, changed, chief, now):
    seen = soup(desk.get(back_url(changed[0]))).select_one("input[name=seen]")["value"]
    set_rules(page=section, changes={"similar_hours": 1}, user=chief, now=now + DAY)
    for token in (seen, "", "x" * 10_000):
        assert "Meanwhile somebody changed this" in text_of(soup(desk.post(back_url(changed[0]), {"seen": token})))
    assert ScreeningRules.objects.get().trusted_after == 5


def test_what_is_not_possible_any_more_is_said(desk, section, changed, moderator, now):
    words = a_list(section, moderator, now + DAY, name="Play")
    other = a_list(section, moderator, now + DAY, name="Words", outcome="spam")
    WordList.objects.filter(pk=words.pk).update(id=changed[3].data["word_list"])
    refused = press(desk, changed[3])
    assert "There is a list of this name on this branch already." in text_of(soup(refused))
    assert WordList.objects.get(pk=other.pk).outcome == "spam"


# What others wrote, and what it costs


def test_hostile_words_are_shown_as_words(desk, section, chief, now):
    for number, words in enumerate(HOSTILE[:40]):
        phrase = f"a{number} {words}"[:90].replace("\x00", "").replace("@", "")  # an address would be refused
        a_list(section, chief, now, phrase, name=f"{number} {words}"[:90])
        ban(kind="domain", value=f"d{number}.example", page=section, user=chief, hint=words[:90], reason=words, now=now)
    plain = {url: len(soup(desk.get(url)).select("script")) for url in (SIMULATOR, f"{rules_url(section)}history/")}
    for url in (LISTS, BANS, rules_url(section), f"{rules_url(section)}history/"):
        page = soup(desk.get(url))
        assert len(page.select("script")) <= max(plain.values()) + 2
        assert not page.select("[onerror], [onload], svg[onload], main iframe, main object, main img")


def test_lists_cost_the_same_however_much_there_is(desk, section, post, chief, now):
    def statements(url):
        desk.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(url).status_code == 200
        return len(captured)

    def more(start):
        for number in range(start, start + 6):
            a_list(section if number % 2 else post, chief, now, name=f"List {number}")
            set_rules(page=post if number % 2 else section, changes={"trusted_after": number}, user=chief, now=now)
            ban(kind="domain", value=f"d{number}.example", page=section, user=chief, now=now)

    urls = (RULES, LISTS, BANS, rules_url(section), f"{rules_url(section)}history/")
    more(0)
    few = [statements(url) for url in urls]
    more(6)
    assert [statements(url) for url in urls] == few
    assert max(few) <= 15, few


def test_a_ban_of_a_network_is_shown_without_its_hash(desk, section, chief, now):
    CommentFactory(page=section.get_children().first() or BlogPostPageFactory(parent=section), origin="a" * 32)
    ban(kind="network", value="a" * 32, page=section, user=chief, now=now)
    assert "a" * 9 not in text_of(soup(desk.get(BANS)))
    assert desk.get(f"{BANS}{uuid4()}/lift/").status_code == 404
