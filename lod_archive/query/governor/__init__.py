"""SPARQL for the public: each query in a process that can be killed, within limits that hold.

Oxigraph has no time limit and cannot be interrupted. So queries run in reader processes over the
read-only store; whoever asks too much loses the process, and nobody else notices.
"""

from lod_archive.query.governor.governor import Governor
from lod_archive.query.governor.limits import Limits
from lod_archive.query.governor.outcomes import (
    Answer,
    Broken,
    Busy,
    Limited,
    Mistake,
    Outcome,
    Unwritable,
)
from lod_archive.query.governor.question import Question

__all__ = [
    "Answer",
    "Broken",
    "Busy",
    "Governor",
    "Limited",
    "Limits",
    "Mistake",
    "Outcome",
    "Question",
    "Unwritable",
]
