"""A report written down: for people, for other programs, for code review.

``FORMATS`` is the table from which ``--format`` takes its choices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TextIO

from lod_archive.shacl.formats.github import write_github
from lod_archive.shacl.formats.rdf import write_jsonld, write_turtle
from lod_archive.shacl.formats.sarif import write_sarif
from lod_archive.shacl.formats.tables import write_csv, write_json
from lod_archive.shacl.formats.text import write_text
from lod_archive.shacl.report import Report

Writer = Callable[[Report, TextIO], None]
"""Writes a report to an open text file, which it does not close."""

FORMATS: Final[Mapping[str, Writer]] = {
    "text": write_text,
    "github": write_github,
    "sarif": write_sarif,
    "json": write_json,
    "csv": write_csv,
    "turtle": write_turtle,
    "jsonld": write_jsonld,
}
"""Every format by its name, the default one first."""
