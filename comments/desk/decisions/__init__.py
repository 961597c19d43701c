"""Decisions about comments: taking them, undoing them, answering, and what was decided when by whom."""
