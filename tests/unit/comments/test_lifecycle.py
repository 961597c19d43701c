import pytest

from comments.lifecycle import HIDING, Decision, IllegalTransition, Status, available_decisions, next_status

PENDING, APPROVED, REJECTED, SPAM, DELETED = Status
NO = None

TABLE = {
    #          approve   reject    spam  hold     delete
    PENDING: (APPROVED, REJECTED, SPAM, NO, DELETED),
    APPROVED: (NO, REJECTED, SPAM, PENDING, DELETED),
    REJECTED: (APPROVED, NO, SPAM, PENDING, DELETED),
    SPAM: (APPROVED, REJECTED, NO, PENDING, DELETED),
    DELETED: (NO, NO, NO, NO, NO),
}
COLUMNS = (Decision.APPROVE, Decision.REJECT, Decision.SPAM, Decision.HOLD, Decision.DELETE)
CELLS = [
    (status, decision, target) for status, row in TABLE.items() for decision, target in zip(COLUMNS, row, strict=True)
]


def test_the_table_covers_everything():
    assert len(CELLS) == 25
    assert {(status, decision) for status, decision, _ in CELLS} == {(s, d) for s in Status for d in Decision}


@pytest.mark.parametrize(("status", "decision", "target"), CELLS)
def test_a_decision_leads_where_the_table_says(status, decision, target):
    if target is NO:
        with pytest.raises(IllegalTransition) as caught:
            next_status(status, decision)
        assert (caught.value.status, caught.value.decision) == (status, decision)
        assert decision not in available_decisions(status)
    else:
        assert next_status(status, decision) is target
        assert decision in available_decisions(status)


@pytest.mark.parametrize("status", Status)
def test_buttons_keep_one_order(status):
    assert list(available_decisions(status)) == [d for d in COLUMNS if d in available_decisions(status)]


def test_only_what_moderators_withhold_hides_replies():
    assert {REJECTED, SPAM, PENDING} == HIDING
