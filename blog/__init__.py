"""Pages that marketing writes."""
