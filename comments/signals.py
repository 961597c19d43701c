"""The one signal of comments."""

from django.dispatch import Signal

thread_changed = Signal()
"""What readers see of a thread has changed.

Sent as the last statement inside the transaction of the change, so a receiver may only write to the outbox. Arguments:
`page_id` (None when the page is gone), `comment` (uuid, None when more than one changed), `change` (the verb).
"""
