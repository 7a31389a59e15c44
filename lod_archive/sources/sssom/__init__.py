"""Decisions on links, in files of [SSSOM/TSV](https://mapping-commons.github.io/sssom/spec/).

A file of ``data/links/`` is a *mapping set*: lines of YAML after ``#``, then a table with a row for
each pair of an entity and something elsewhere. ``table`` is its form; ``row_reading`` and
``row_writing`` know what a row means; ``decisions`` are all rows of an archive. Candidates that
nobody has decided on yet are kept in the same form.
"""

from lod_archive.sources.sssom.decisions import (
    accepted_sets,
    decision_files,
    read_decisions,
    read_matches,
)
from lod_archive.sources.sssom.match import Match, Verdict
from lod_archive.sources.sssom.row_reading import is_elsewhere, is_entity_of, match_of, pair_of
from lod_archive.sources.sssom.row_writing import header_of, row_of
from lod_archive.sources.sssom.table import Row, Table, read_table, write_head, write_table

__all__ = [
    "Match",
    "Row",
    "Table",
    "Verdict",
    "accepted_sets",
    "decision_files",
    "header_of",
    "is_elsewhere",
    "is_entity_of",
    "match_of",
    "pair_of",
    "read_decisions",
    "read_matches",
    "read_table",
    "row_of",
    "write_head",
    "write_table",
]
