"""What `make` runs: preparing, starting, testing. Only the standard library, so that a bare Python can start it."""

import sys

OLDEST = (3, 11)
"""The oldest Python that can run the project (`requires-python` in pyproject.toml)."""

# Here, and in words that any Python understands, because this module is read before every other one.
if sys.version_info < OLDEST:
    sys.exit(
        "Python {}.{} is too old: install Python 3.11 or newer, and name it if it is not the usual one "
        "(make demo PYTHON=python3.12).".format(*sys.version_info)
    )
