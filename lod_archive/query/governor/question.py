"""What is asked, as it is handed to a reader."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Self


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

    def encode(self) -> bytes:
        """As bytes."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """From bytes.

        >>> question = Question("ASK {}", "text/csv", None, ("https://example.org/g",))
        >>> Question.decode(question.encode()) == question
        True
        """
        given = json.loads(data)
        for key in ("default_graphs", "named_graphs"):
            given[key] = tuple(given[key])
        return cls(**given)
