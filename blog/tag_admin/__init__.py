"""Tags in the admin: the listing, the form, merging."""
