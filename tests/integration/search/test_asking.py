"""What readers ask is counted, with nothing about them, and forgotten."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.asking import FILE, LARGEST, count_searches, forget_old_searches
from search.models import SearchDay

pytestmark = pytest.mark.django_db


def counted():
    rows = SearchDay.objects.order_by("query__query_string", "language")
    return list(rows.values_list("query__query_string", "language", "searches", "without_result"))


def test_searches_are_counted_by_the_worker(post, ask, spool):
    post("Quokka", "quokka")
    for query in ("quokka", " QUOKKA ", "nothing", "nothing"):
        ask(query)
    ask("quokka", language="de")
    assert SearchDay.objects.count() == 0
    assert count_searches() == 5
    assert counted() == [("nothing", "en", 2, 2), ("quokka", "de", 1, 1), ("quokka", "en", 2, 0)]
    assert Query.get("quokka").hits == 3
    ask("quokka")
    assert count_searches() == 1
    assert counted()[2] == ("quokka", "en", 3, 0)
    assert list(spool.iterdir()) == []
    assert count_searches() == 0


def test_a_search_writes_nothing_to_the_database(post, ask):
    post("Quokka", "quokka")
    for query in ("quokka", "nothing", "quokka nothing"):
        with CaptureQueriesContext(connection) as captured:
            ask(query)
        assert all(each["sql"].lstrip(" (").startswith(("SELECT", "WITH")) for each in captured), query


def test_nothing_is_known_of_who_asked(client, site, spool):
    asked = {"q": "quokka", "site": "localhost:8000"}
    client.get("/api/site/v1/search/", asked, REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Snoop/1"})
    assert json.loads((spool / FILE).read_text()) == ["quokka", "en", timezone.now().date().isoformat(), False]


@pytest.mark.parametrize(
    "parameters",
    [{"q": ""}, {"q": "quokka", "tag": "x"}, {"q": "quokka", "cursor": "1~0x0.0p+0~1"}, {"q": "quokka " * 25}],
)
def test_going_on_narrowing_and_pasting_are_not_counted(ask, spool, parameters):
    ask(**parameters)
    assert not (spool / FILE).exists()


def test_nobody_can_fill_the_disk_or_break_the_count(ask, spool):
    spool.mkdir()
    (spool / FILE).write_text("no json\n[1]\n" + json.dumps(["quokka", "en", "2026-05-01", True]) + "\n")
    assert count_searches() == 1
    (spool / FILE).write_bytes(b"x" * LARGEST)
    ask("quokka")
    assert (spool / FILE).stat().st_size == LARGEST


def test_the_log_has_no_word_of_what_was_asked(ask, spool, caplog):
    ask("quokka")
    with (spool / FILE).open("a") as noted:
        noted.write('["my neighbours illness", "e')
    assert count_searches() == 1
    assert "characters can't be read" in caplog.text
    assert "illness" not in caplog.text


def test_a_search_succeeds_where_nothing_can_be_noted(post, titles, spool):
    post("Quokka", "quokka")
    spool.write_text("a file, not a folder")
    assert titles("quokka") == ["Quokka"]


def test_what_was_asked_is_forgotten_after_ninety_days():
    now = timezone.now()
    for days, text in ((89, "kept"), (91, "old"), (91, "promoted")):
        query = Query.get(text)
        query.add_hit(now.date() - timedelta(days=days))
        SearchDay.objects.create(query=query, language="en", day=now.date() - timedelta(days=days), searches=1)
    SearchPromotion.objects.create(query=Query.get("promoted"), external_link_url="https://example.org/")
    forget_old_searches(now=now)
    assert [row[0] for row in counted()] == ["kept"]
    assert set(Query.objects.values_list("query_string", flat=True)) == {"kept", "promoted"}


def test_the_worker_counts_and_forgets(ask):
    ask("quokka")
    SearchDay.objects.create(query=Query.get("old"), language="en", day=date(2020, 1, 1), searches=1)
    call_command("run_worker", "--once")
    assert [row[0] for row in counted()] == ["quokka"]
