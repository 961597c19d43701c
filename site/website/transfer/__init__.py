"""Bringing posts in from elsewhere: read a file into a plan of plain values, compare it with what is here, apply it."""
