"""Look through the project's doors; a line for each complaint, and 1 when there is one."""

import sys

from scripts.doors.watch import DOORS, complaints
from scripts.prepare import ROOT


def main() -> int:
    """Print what is wrong; return the exit code."""
    said = complaints(ROOT)
    print("\n".join(said) or f"{len(DOORS)} doors, used only where they are meant to be")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
