"""A copy of everything a site consists of in one file, and the way back from it."""

from website.backup.making import NOTED, make_backup
from website.backup.restoring import Differs, Unusable, restore

__all__ = ["NOTED", "Differs", "Unusable", "make_backup", "restore"]
