"""What to do with what was written: publish it, hold it for a moderator, or set it aside as spam."""

from comments.screening.folding import fingerprint
from comments.screening.screen import CHECKS, screen
from comments.screening.values import Check, Finding, Outcome, Rules, Verdict

__all__ = ["CHECKS", "Check", "Finding", "Outcome", "Rules", "Verdict", "fingerprint", "screen"]
