"""A table for OpenRefine."""
