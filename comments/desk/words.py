"""What moderators read in place of codes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.lifecycle import Decision, Status, available_decisions
from comments.models import Comment
from comments.screening import Outcome

Params = Mapping[str, Any]

BUTTONS: Mapping[Decision, Any] = {
    Decision.APPROVE: gettext_lazy("Approve"),
    Decision.REJECT: gettext_lazy("Reject"),
    Decision.SPAM: gettext_lazy("Spam"),
    Decision.HOLD: gettext_lazy("Hold"),
}
"""The moderators' decisions; deleting is the author's word and has no button here."""

DONE: Mapping[Decision, Any] = {
    Decision.APPROVE: gettext_lazy("The comment is approved."),
    Decision.REJECT: gettext_lazy("The comment is rejected."),
    Decision.SPAM: gettext_lazy("The comment is marked as spam."),
    Decision.HOLD: gettext_lazy("The comment waits again."),
}


def buttons(status: Status) -> list[tuple[Decision, Any]]:
    """Return the decisions a moderator can take about a comment of `status`, with the words on their buttons."""
    return [(decision, BUTTONS[decision]) for decision in available_decisions(status) if decision in BUTTONS]


def status_words(status: Status) -> str:
    """Return a status as moderators read it."""
    return str(Comment.Statuses(status.value).label)


def verdict_sentence(ledger: Sequence[Mapping[str, Any]]) -> str:
    """Return in one sentence what screening decided about a comment and why; nothing if it was never screened."""
    if not ledger:
        return ""
    beginnings = {
        Outcome.PUBLISH: _("Published: %(reasons)s."),
        Outcome.HOLD: _("Held: %(reasons)s."),
        Outcome.SPAM: _("Set aside as spam: %(reasons)s."),
    }
    strictest = max((Outcome(finding["outcome"]) for finding in ledger), key=lambda outcome: outcome.strictness)
    reasons = "; ".join(finding_words(finding) for finding in ledger)
    return beginnings[strictest] % {"reasons": reasons}


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """Return one finding of a ledger as a sentence of its own."""
    return capfirst(finding_words(finding)) + "."


def finding_words(finding: Mapping[str, Any]) -> str:
    """Return one finding of a ledger as a clause; the code itself if its check is not known any more."""
    words = _FINDINGS.get(finding["check"])
    return words(finding.get("params", {})) if words else str(finding["check"])


def _read_first(params: Params) -> str:
    if params.get("set_on"):
        return _("everything on this page is read first, as set on “%(set_on)s”") % params
    return _("everything on this page is read first")


def _newcomer(params: Params) -> str:
    if not params["confirmed"]:
        return _("newcomers are read first here, and this reader's address is not confirmed")
    return _("newcomers are read first here, and this reader has %(approved)d of %(needed)d approved comments") % params


def _links(params: Params) -> str:
    found = ngettext("%(count)d link", "%(count)d links", params["count"]) % params
    limit = (
        _("%(limit)d is the limit for newcomers") % params
        if params["newcomer"]
        else _("%(limit)d is the limit") % params
    )
    return _with_origin(f"{found}, {limit}", params)


def _words(params: Params) -> str:
    places = {
        "body": _("the text has the listed word “%(phrase)s”"),
        "name": _("the name has the listed word “%(phrase)s”"),
        "website": _("the website has the listed word “%(phrase)s”"),
        "email": _("the e-mail address has the listed word “%(phrase)s”"),
    }
    return _with_origin(places[params["field"]] % params, params)


def _with_origin(clause: str, params: Params) -> str:
    if not params.get("set_on"):
        return clause
    return _("%(clause)s, from “%(set_on)s”") % {"clause": clause, "set_on": params["set_on"]}


def _similar_text(params: Params) -> str:
    return (
        ngettext(
            "much the same text was sent within the last hour",
            "much the same text was sent within the last %(hours)d hours",
            params["hours"],
        )
        % params
    )


def _track_record(params: Params) -> str:
    return _("of this reader's last %(decided)d decided comments %(rejected)d were rejected") % params


def _honeypot(_params: Params) -> str:
    return _("the field that people cannot see was filled")


def _form_age(params: Params) -> str:
    return _("the form was sent %(seconds)s seconds after it was shown") % params


def _reported(params: Params) -> str:
    number = int(str(params["number"]))
    return ngettext("%(number)s reader reported it", "%(number)s readers reported it", number) % {"number": number}


def _check_failed(params: Params) -> str:
    return _("the check “%(check)s” failed, so a person should look") % params


_FINDINGS: Mapping[str, Callable[[Params], str]] = {
    "read-first": _read_first,
    "newcomer": _newcomer,
    "links": _links,
    "words": _words,
    "similar-text": _similar_text,
    "track-record": _track_record,
    "honeypot": _honeypot,
    "form-age": _form_age,
    "check-failed": _check_failed,
    "reported": _reported,
}
