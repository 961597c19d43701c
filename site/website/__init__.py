"""The composition root: knows everyone, nobody knows it."""
