"""Who wrote a comment: their record, their comments, and what can be done about them."""
