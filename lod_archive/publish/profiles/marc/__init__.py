"""MARC 21, for library systems."""
