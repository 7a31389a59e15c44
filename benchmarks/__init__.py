"""Synthetic archives, and how long lod_archive and the tools beside it take over them."""
