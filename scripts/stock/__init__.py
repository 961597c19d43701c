"""The same posts as an ordinary Wagtail site shows them, from one template: what `make quality` compares with."""
