"""Read-only questions: SPARQL with the archive's prefixes, named queries, answers in any format."""

from lod_archive.query.named import NamedQuery, Parameter, find_query, load_queries
from lod_archive.query.prologue import Prologue
from lod_archive.query.results import FORMATS, Ask, Result, Rows, Triples
from lod_archive.query.run import run, run_named
from lod_archive.query.source import Source, open_source
from lod_archive.query.statements import statements

__all__ = [
    "FORMATS",
    "Ask",
    "NamedQuery",
    "Parameter",
    "Prologue",
    "Result",
    "Rows",
    "Source",
    "Triples",
    "find_query",
    "load_queries",
    "open_source",
    "run",
    "run_named",
    "statements",
]
