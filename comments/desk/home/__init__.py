"""What moderators see of their work at a glance: on Wagtail's dashboard, and as statistics."""
