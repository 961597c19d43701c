"""A step of a workflow in which an expert checks what a post says."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from blog.models.authors import Author, PostContributor
from blog.models.pages import BlogPostPage

Action = tuple[str, str, bool]


class ExpertReviewTask(AbstractGroupApprovalTask):
    """Approval of what a post says by somebody of certain groups whose name does not stand over the post as its author.

    An approval carries a note: what was checked, and against what.
    """

    class Meta:
        verbose_name = _("expert review")
        verbose_name_plural = _("expert reviews")

    @classmethod
    def get_description(cls) -> str:
        """Return what the step is, for whoever puts a workflow together."""
        return gettext(
            "An expert of the chosen groups, who is not the author, checks what the page says and leaves a note."
        )

    def get_actions(self, obj: Any, user: AbstractBaseUser) -> list[Action]:
        """Return what `user` may decide: nothing about a post of their own, and approval only with a note."""
        if self.wrote(obj, user):
            return []
        return [
            (name, label, True) for name, label, noted in super().get_actions(obj, user) if name != "approve" or noted
        ]

    def get_task_states_user_can_moderate(self, user: AbstractBaseUser, **kwargs: Any) -> "QuerySet[TaskState]":
        """Return what waits for a decision of `user`: not the reviews of their own posts."""
        waiting: QuerySet[TaskState] = super().get_task_states_user_can_moderate(user, **kwargs)
        own = [each.pk for each in waiting.select_related("revision") if self.wrote(each.revision.as_object(), user)]
        return waiting.exclude(pk__in=own)

    def wrote(self, obj: Any, user: AbstractBaseUser) -> bool:
        """Tell whether `user` is one of the authors of `obj` as the instance has them."""
        if not isinstance(obj, BlogPostPage):
            return False
        authors = [each.author_id for each in obj.contributors.all() if each.role == PostContributor.Role.AUTHOR]
        theirs: bool = Author.objects.filter(pk__in=authors, user=user.pk).exists()
        return theirs
