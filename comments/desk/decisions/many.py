"""Many comments, decided about together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from comments.desk import words
from comments.desk.decisions.conflicts import Left, left_of, reported_since
from comments.desk.decisions.forms import UnreadableSeen, WhyForm, seen_of, wrong_fields
from comments.desk.decisions.toasts import back, decided_words, say_done
from comments.desk.decisions.typed import keep_typed
from comments.desk.queue.filtering import filtered
from comments.desk.queue.tabs import Tab, asked_tab
from comments.desk.urls import DECIDE_MANY, INDEX, UNDO
from comments.lifecycle import Decision, Status, available_decisions
from comments.models import Batch, Comment, Report
from comments.permissions import may_moderate
from comments.services import ALL_MAX, BatchResult, Seen, decide_all


class DecideManyView(WagtailAdminTemplateMixin, TemplateView):
    """Decide the same about the comments chosen in the list, or about all that a filter lets through; only by POST.

    What was chosen is decided about at once, for it can be undone. All that match is confirmed first, with how many
    there are of each status and what will become of them: what came or changed since then is left, and what readers
    reported since, unless it was the reported ones that were asked for. Where something was left, each such comment is
    named with the reason. What was typed in vain stands in the list again.
    """

    http_method_names = ("post",)
    template_name = "comments/desk/decisions/many.html"
    page_title = gettext_lazy("Decide about many comments")
    header_icon = "comment"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let moderators in."""
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def now(self) -> datetime:
        """The time of the whole answer."""
        return timezone.now()

    @cached_property
    def query(self) -> QueryDict:
        """The filter of the list, where all that match is asked for."""
        return QueryDict(self.request.POST.get("filter", ""))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = [{"url": reverse(INDEX), "label": _("Reader comments")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *here]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide, or ask first."""
        form = WhyForm(request.POST)
        if not form.is_valid() and "decision" in wrong_fields(form):
            return self._in_vain(_("That is no decision about comments. Nothing was changed."))
        if "all" in request.POST:
            return self._about_all(form)
        if form.errors:
            return self._in_vain(" ".join(str(error) for errors in form.errors.values() for error in errors))
        try:
            seen = seen_of(request.POST.getlist("seen"))
        except UnreadableSeen:
            return self._in_vain(_("That list of comments can't be read. Nothing was changed."))
        if not seen:
            return self._in_vain(_("Please choose the comments first."))
        return self._decide(seen, form.cleaned_data)

    def _about_all(self, form: WhyForm) -> HttpResponse:
        shown_at = parse_datetime_or_none(self.request.POST.get("confirmed", ""))
        matching = filtered(user=self.request.user, query=self.query, now=self.now)
        if shown_at is None or form.errors:
            return self._confirm(form, matching)
        if shown_at > self.now:
            shown_at = self.now
        shown = _as_shown(matching, shown_at, form.cleaned_data["decision"])
        left: list[Left] = []
        if asked_tab(self.query) is not Tab.REPORTED:
            reported = Exists(Report.objects.filter(comment=OuterRef("pk"), created_at__gt=shown_at))
            left = reported_since(shown.filter(reported)[:ALL_MAX])
            shown = shown.filter(~reported)
        return self._decide(_seen(shown), form.cleaned_data, left=left)

    def _in_vain(self, sentence: str) -> HttpResponse:
        """Say why nothing was done, in the list, where what was typed stands again."""
        keep_typed(self.request)
        messages.warning(self.request, sentence)
        return redirect(back(self.request))

    def _confirm(self, form: WhyForm, matching: QuerySet[Comment]) -> HttpResponse:
        decision = Decision(self.request.POST["decision"])
        counts = _by_status(matching)
        fates: list[dict[str, Any]] = [
            {"status": words.status_words(status), "number": number, "changes": decision in available_decisions(status)}
            for status, number in counts.items()
        ]
        changing = sum(fate["number"] for fate in fates if fate["changes"])
        if not changing:
            return self._in_vain(_("There is nothing of which that could be decided."))
        return self.render_to_response(
            self.get_context_data(
                asking=True,
                form=form,
                decision=decision,
                label=words.BUTTONS[decision],
                rejecting=decision is Decision.REJECT,
                fates=fates,
                number=min(changing, ALL_MAX),
                too_many=changing > ALL_MAX,
                shown_at=self.now.isoformat(),
                filter=self.query.urlencode(),
                action=reverse(DECIDE_MANY),
                next=back(self.request),
            )
        )

    def _decide(self, seen: list[Seen], asked: dict[str, Any], *, left: Sequence[Left] = ()) -> HttpResponse:
        if len(seen) > ALL_MAX:
            return self._in_vain(_("Please choose at most %(limit)d comments.") % {"limit": ALL_MAX})
        decision: Decision = asked["decision"]
        why = {"reason": asked["reason"], "words": asked["words"]} if decision is Decision.REJECT else {}
        result = decide_all(seen=seen, decision=decision, moderator=self.request.user, now=self.now, **why)
        if not (result.conflicts or left):
            if result.done:
                say_done(self.request, decided_words(decision, len(result.done)), batch=result.batch)
            else:
                messages.warning(self.request, _("There is nothing left to decide about."))
            return redirect(back(self.request))
        conflicts = left_of(result.conflicts, seen=seen, user=self.request.user)
        return self._told(result, decision, left=[*conflicts, *left])

    def _told(self, result: BatchResult, decision: Decision, *, left: Sequence[Left]) -> HttpResponse:
        batch: Batch | None = result.batch
        return self.render_to_response(
            self.get_context_data(
                done=decided_words(decision, len(result.done)) if result.done else "",
                left=left,
                undo_url=None if batch is None else reverse(UNDO, args=[batch.uuid]),
                next=back(self.request),
            )
        )


def parse_datetime_or_none(text: str) -> datetime | None:
    """Return the moment that `text` names in ISO 8601 with its time zone; None if it is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None and 2000 <= moment.year < 3000 else None


def _by_status(comments: QuerySet[Comment]) -> dict[Status, int]:
    counted = comments.order_by().values("status").annotate(number=Count("pk")).values_list("status", "number")
    numbers = dict(counted)
    return {status: numbers[status.value] for status in Status if status.value in numbers}


def _as_shown(comments: QuerySet[Comment], shown_at: datetime, decision: Decision) -> QuerySet[Comment]:
    """Return what stood there when the question was shown, and can be decided so."""
    changing = [status.value for status in Status if decision in available_decisions(status)]
    unedited = Q(edited_at__isnull=True) | Q(edited_at__lte=shown_at)
    undecided = Q(decided_at__isnull=True) | Q(decided_at__lte=shown_at)
    return comments.filter(unedited, undecided, created_at__lte=shown_at, status__in=changing)


def _seen(shown: QuerySet[Comment]) -> list[Seen]:
    rows = shown.values_list("uuid", "status", "revision")[:ALL_MAX]
    return [Seen(uuid, Status(status), revision) for uuid, status, revision in rows]
