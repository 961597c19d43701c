"""The same posts as an ordinary Wagtail site shows them, from templates: what `make quality` compares with.

Everything a reader gets of a post from the public site is here too, written as Wagtail's guides teach it: rows that
belong together are fetched together, pictures come from Wagtail's own tags.
"""
