"""Mechanisms that several apps share; no word of the domain in it."""
