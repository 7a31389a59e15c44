"""Records → quads: expansion under the context, statements, dates, provenance, assembly."""

from lod_archive.graph.assemble import Assembler, Dataset, Part, Previous
from lod_archive.graph.context import Context
from lod_archive.graph.expand import Expanded, Expander
from lod_archive.graph.links import digest_of_links
from lod_archive.graph.model import Model
from lod_archive.graph.problems import Problems

__all__ = [
    "Assembler",
    "Context",
    "Dataset",
    "Expanded",
    "Expander",
    "Model",
    "Part",
    "Previous",
    "Problems",
    "digest_of_links",
]
