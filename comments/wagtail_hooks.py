"""What Wagtail's admin learns about reader comments."""

from wagtail.permissions import register_permission_policy
from wagtail_modeladmin.options import modeladmin_register

from comments.desk.access import POLICY
from comments.desk.registration import ReaderCommentAdmin
from comments.models import Comment

register_permission_policy(Comment, POLICY)
modeladmin_register(ReaderCommentAdmin)
