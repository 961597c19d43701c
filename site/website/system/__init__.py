"""The page of the admin that says in plain words how the parts behind the site are, and what to do."""
