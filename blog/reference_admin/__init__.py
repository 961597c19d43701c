"""References in the admin: the listing, pasting, merging."""
