"""Matching names: how well, how fast, and what csv-reconcile makes of the same."""
