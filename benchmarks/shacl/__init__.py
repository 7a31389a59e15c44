"""Validation: lod_archive beside pySHACL, pyrudof and purrdf, on the same data and shapes."""
