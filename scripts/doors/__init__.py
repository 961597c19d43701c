"""The dangerous doors: what few places may do, each named here with its reason, and anybody else is stopped.

`python -m scripts.doors` looks through the whole source, as a part of `make check`.
"""
