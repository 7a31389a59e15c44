"""SHACL: shapes and data in, a report out. A library of its own, usable on any RDF data.

>>> from lod_archive.shacl import validate, FORMATS
>>> sorted(FORMATS)
['csv', 'github', 'json', 'jsonld', 'sarif', 'text', 'turtle']
"""

from lod_archive.shacl.compiled import Compiled
from lod_archive.shacl.covered import Coverage, coverage
from lod_archive.shacl.engine import Engine
from lod_archive.shacl.engines import ENGINES
from lod_archive.shacl.formats import FORMATS, Writer
from lod_archive.shacl.incremental import Revalidation
from lod_archive.shacl.lint import Advice, advise_shapes, lint_shapes
from lod_archive.shacl.plan_text import Explained, explain_shapes
from lod_archive.shacl.pyshacl_engine import PyShacl
from lod_archive.shacl.report import Report, Result, Rule
from lod_archive.shacl.report_graph import read_report
from lod_archive.shacl.selection import EVERYTHING, Selection
from lod_archive.shacl.shapes import Shapes
from lod_archive.shacl.targets import check_targets
from lod_archive.shacl.validated import ValidatedGraph, validated
from lod_archive.shacl.validation import validate

__all__ = [
    "ENGINES",
    "EVERYTHING",
    "FORMATS",
    "Advice",
    "Compiled",
    "Coverage",
    "Engine",
    "Explained",
    "PyShacl",
    "Report",
    "Result",
    "Revalidation",
    "Rule",
    "Selection",
    "Shapes",
    "ValidatedGraph",
    "Writer",
    "advise_shapes",
    "check_targets",
    "coverage",
    "explain_shapes",
    "lint_shapes",
    "read_report",
    "validate",
    "validated",
]
