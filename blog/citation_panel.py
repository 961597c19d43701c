"""What the editor of a post is told about its citations: below the list of references, and after saving.

Wagtail's own side panel of checks is not the place: it counts words and looks for barriers in the rendered preview,
takes no findings from the server, and is not there for pages without a preview. A panel of the form stands where the
list is mended, needs no preview, and works from the very instance the form shows; a script asks for it again after each
automatic save. A message repeats it after a save by hand, for whoever doesn't scroll down.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.models import Page

TEMPLATE = "blog/references/citation_findings.html"

UNSAVED = 0
"""Stands in the panel's address for the id of a page that has none yet; the script puts it in."""


class CitationPanel(Panel):
    """How the citations and the list of a post agree; of a new one, once it is saved, by itself or by hand."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/references/citation_panel.html"

        class Media:
            js = ["blog/citation-checks.js"]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from blog.citation_checks import check_citations  # the models' own module has this panel in a form

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["saved"] = bool(self.instance.pk)
            context["findings"] = check_citations(self.instance) if context["saved"] else None
            context["url"] = reverse("blog_citation_checks", args=[self.instance.pk or UNSAVED])
            return context


def citation_checks(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer with what the panel shows for the newest version of a post.

    Raises `Http404` for what is no post, `PermissionDenied` for whoever may not edit it.
    """
    from blog.citation_checks import check_citations  # see `CitationPanel`
    from blog.models import BlogPostPage  # see `CitationPanel`

    post = get_object_or_404(BlogPostPage, pk=page_id)
    if not post.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return render(request, TEMPLATE, {"findings": check_citations(post.get_latest_revision_as_object())})


def warn_about_citations(request: HttpRequest, page: Page) -> None:
    """Tell whoever has just saved a post by hand where its citations and its list differ."""
    from blog.citation_checks import check_citations  # see `CitationPanel`
    from blog.models import BlogPostPage  # see `CitationPanel`

    if not isinstance(page, BlogPostPage) or not request.accepts("text/html"):
        return
    findings = check_citations(page)
    sentences = []
    if count := len(findings.missing):
        said = ngettext("%(count)s citation leads to no reference.", "%(count)s citations lead to no reference.", count)
        sentences.append(said % {"count": count})
    if count := len(findings.uncited):
        said = ngettext("%(count)s reference is never cited.", "%(count)s references are never cited.", count)
        sentences.append(said % {"count": count})
    if count := len(findings.unlisted):
        said = ngettext(
            "%(count)s cited reference is not in the list.", "%(count)s cited references are not in the list.", count
        )
        sentences.append(said % {"count": count})
    if sentences:
        messages.warning(request, " ".join([*sentences, gettext("See “Citations and references” in the editor.")]))
