"""Who moderates what, in Wagtail's group editor."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.users.forms import BaseFormSetMixin

from comments.services import set_grants


class GrantForm(forms.Form):
    """One branch."""

    page = forms.ModelChoiceField(
        queryset=Page.objects.all(), widget=AdminPageChooser(show_edit_link=False, can_choose_root=True)
    )


class BaseGrantFormSet(BaseFormSetMixin, forms.BaseFormSet):  # type: ignore[type-arg]  # it is not generic when it runs
    """The branches whose reader comments a group moderates; called by Wagtail as it calls its own panels."""

    def __init__(
        self, data: Any = None, files: Any = None, instance: Group | None = None, prefix: str = "moderation_grants"
    ) -> None:
        self.instance = instance or Group()
        granted = self.instance.moderation_grants.select_related("page") if self.instance.pk else []
        initial = [{"page": grant.page} for grant in granted]
        super().__init__(data, files, initial=initial, prefix=prefix)

    def clean(self) -> None:
        """Refuse to name a branch twice."""
        if any(self.errors):
            return
        pages = self._pages()
        if len(set(pages)) != len(pages):
            raise forms.ValidationError(_("Each branch can be named only once."))

    def save(self) -> None:
        """Store exactly the branches that the panel shows."""
        set_grants(group=self.instance, pages=self._pages())

    def as_admin_panel(self) -> SafeString:
        """Return the panel."""
        return render_to_string("comments/desk/grants.html", {"formset": self})

    def _pages(self) -> list[Page]:
        return [
            form.cleaned_data["page"]
            for form in self.forms
            if form not in self.deleted_forms and "page" in form.cleaned_data
        ]


GrantFormSet = forms.formset_factory(GrantForm, formset=BaseGrantFormSet, extra=0, can_delete=True)
