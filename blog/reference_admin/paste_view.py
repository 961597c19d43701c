"""Pasting references: a form, then a table of what would happen, then that it happens."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from blog.models import Reference
from blog.pasting import Review, Row, Status, add_pasted, review_pasted
from blog.reference_admin.words import FAULTS, FORMATS, MATCHES, STATUSES
from blog.reference_formats import MAX_LENGTH, Format, NotReadable

MAX_BYTES = MAX_LENGTH * 4


class PasteForm(forms.Form):
    """A text or a file; the file's text is the text when there is one."""

    text = forms.CharField(
        label=_("References"),
        required=False,
        max_length=MAX_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One or many, in BibTeX, RIS or CSL-JSON, as journals and reference managers export them."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Such as references.bib, citations.ris or export.json."),
        widget=forms.FileInput(attrs={"accept": ".bib,.bibtex,.ris,.json,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        """Put the text of the file in place of what was typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if upload := cleaned.get("file"):
            cleaned["text"] = _decoded(upload)
        if not self.errors and not str(cleaned.get("text") or "").strip():
            raise ValidationError(gettext("Paste something or choose a file."), code="empty")
        return cleaned


def _decoded(upload: "UploadedFile[Any]") -> str:
    if upload.size is None or upload.size > MAX_BYTES:
        raise ValidationError({"file": gettext("This file is too large to be read at once.")}, code="too-large")
    data = upload.read()
    try:
        return str(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return str(data.decode("cp1252", errors="replace"))


class PasteView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The form (GET, or POST with `edit`), the table (POST), the papers added (POST with `confirm`)."""

    model = Reference
    permission_required = "add"
    template_name = "blog/references/paste.html"
    page_title = _("Paste references")
    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.list_url, "label": capfirst(Reference._meta.verbose_name_plural)},
            {"url": "", "label": self.page_title},
        ]

    @property
    def list_url(self) -> str:
        """Where all papers are."""
        return reverse("wagtailsnippets_blog_reference:list")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what would happen, or do it. Nothing is believed from the first answer: the text is read again."""
        if "edit" in request.POST:
            form = PasteForm(initial={"text": request.POST.get("text", "")})
            return self.render_to_response(self.get_context_data(form=form))
        form = PasteForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        text = form.cleaned_data["text"]
        try:
            if "confirm" in request.POST:
                return self._added(add_pasted(text, user=request.user))
            review = review_pasted(text)
        except NotReadable as error:
            place = gettext("Line %(line)s: ") % {"line": error.line} if error.line else ""
            form.add_error("file" if form.cleaned_data.get("file") else "text", f"{place}{FAULTS[error.fault]}")
            return self.render_to_response(self.get_context_data(form=form))
        return self.render_to_response(self.get_context_data(form=form, review=review, text=text))

    def _added(self, review: Review) -> HttpResponse:
        added, known = review.count(Status.NEW), review.count(Status.KNOWN) + review.count(Status.REPEATED)
        message = ngettext("%(count)s reference added.", "%(count)s references added.", added) % {"count": added}
        if known:
            message += " " + ngettext("%(count)s was here already.", "%(count)s were here already.", known) % {
                "count": known
            }
        messages.success(self.request, message)
        if unread := review.count(Status.UNREAD):
            messages.warning(
                self.request,
                ngettext("%(count)s could not be read.", "%(count)s could not be read.", unread) % {"count": unread},
            )
        return redirect(self.list_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PasteForm())
        context: dict[str, Any] = super().get_context_data(**kwargs)
        review: Review | None = context.get("review")
        if review:
            context |= {
                "format": FORMATS[review.format],
                "rows": [_shown(row, numbered=review.format is Format.CSL_JSON) for row in review.rows],
                "new": review.count(Status.NEW),
                "counts": [(STATUSES[each], count) for each in Status if (count := review.count(each))],
            }
        return context


def _shown(row: Row, *, numbered: bool) -> dict[str, Any]:
    reason = FAULTS[row.fault] if row.fault else " ".join(row.problems)
    return {
        "place": (gettext("No. %(place)s") if numbered else gettext("Line %(place)s")) % {"place": row.place},
        "status": STATUSES[row.status],
        "tag": "w-status--primary" if row.status is Status.NEW else "",
        "title": row.paper.title if row.paper else row.excerpt,
        "paper": row.paper,
        "reason": MATCHES[row.matched_by] if row.matched_by else reason,
        "known": row.known if row.status is Status.KNOWN else None,
    }
