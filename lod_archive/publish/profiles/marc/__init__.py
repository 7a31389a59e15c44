"""MARC 21, for the catalogues of libraries."""
