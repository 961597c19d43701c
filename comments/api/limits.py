"""How long the fields of a comment may be, in characters, for whoever draws its form."""

from comments.submission import BODY_MAX, BODY_MIN, EMAIL_MAX, NAME_MAX, WEBSITE_MAX

__all__ = ["BODY_MAX", "BODY_MIN", "EMAIL_MAX", "NAME_MAX", "WEBSITE_MAX"]
