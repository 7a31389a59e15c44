"""Exports through profiles, beside what one would otherwise write."""
