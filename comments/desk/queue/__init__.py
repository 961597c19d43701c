"""The queue: what reader comments there are, found, counted, listed and exported."""
