"""Where editors work: what holds for comments in the page editor, in the listing of pages, and as a report."""
