"""The demo: a small clinic's blog, written and drawn for this project, and the code that puts it into the database."""
