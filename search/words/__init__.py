"""Words and what is done to them before anything is looked up: plain Python, which knows no database.

The index of either database holds the terms made here and nothing else, so that both find the same.
"""
