"""Mail about comments: how it is written and handed over."""

from comments.notifications.mail import send_mail_of

__all__ = ["send_mail_of"]
