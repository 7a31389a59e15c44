"""Links to other datasets: candidates found by machine, decided by people, kept with evidence.

:func:`suggest` looks for candidates in a :class:`Target`: a reconciliation service, or a file with
a dump of names. It writes them into ``candidates/``, where nothing is published. :class:`Review`
goes through them, and whatever a person decides is written at once into ``data/links/``, from
which the build publishes what was accepted.
"""

from lod_archive.linking.decided import DecisionFile
from lod_archive.linking.opening import open_target
from lod_archive.linking.people import Person
from lod_archive.linking.reviewing import Review
from lod_archive.linking.suggesting import Suggested, suggest
from lod_archive.linking.target import Target

__all__ = [
    "DecisionFile",
    "Person",
    "Review",
    "Suggested",
    "Target",
    "open_target",
    "suggest",
]
