"""What is asked, as it is handed to a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_VARYING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)
"""Words of queries whose answer may be another one each time."""


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query, and the formats that its answer is wanted in.

    :param rows: the media type for SELECT and ASK; None if none that there is will do.
    :param graph: the media type for CONSTRUCT and DESCRIBE; None likewise.
    :param default_graphs: the IRIs of the graphs that make up the default graph; if neither these
        nor named graphs are given, the query chooses, or asks all graphs together.
    :param named_graphs: the IRIs of those that GRAPH finds.
    """

    sparql: str
    rows: str | None
    graph: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def is_steady(self) -> bool:
        """Whether the same data always gives the same answer.

        >>> Question("ASK {}", None, None).is_steady
        True
        >>> Question("SELECT (now() AS ?now) {}", None, None).is_steady
        False
        """
        return _VARYING.search(self.sparql) is None
