"""Mail about comments: how it is written and handed over."""

from comments.notifications.mail import NotTaken, deliver, mail_of, send_mail_of

__all__ = ["NotTaken", "deliver", "mail_of", "send_mail_of"]
