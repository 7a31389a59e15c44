"""Narrowing an archive down by type, subject, place, decade, source and stance; each view of it is
a SPARQL query.
"""

from lod_archive.query.facets.facet import FACETS, Choice, Facet
from lod_archive.query.facets.queries import (
    MOST_VALUES,
    PAGE_SIZE,
    count_query,
    facet_query,
    names_query,
    results_query,
)
from lod_archive.query.facets.selection import Selection

__all__ = [
    "FACETS",
    "MOST_VALUES",
    "PAGE_SIZE",
    "Choice",
    "Facet",
    "Selection",
    "count_query",
    "facet_query",
    "names_query",
    "results_query",
]
