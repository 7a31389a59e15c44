"""What each side says when it has validated; this module needs nothing but Python."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Self


@dataclass(frozen=True, slots=True)
class Outcome:
    """How long a side took, in seconds, and how many results it found.

    :param loading: until the data was ready to be validated; 0 if that cannot be told apart.
    :param validating: until the report was ready, reading the shapes included.
    :param engine: what validated, and its version.
    """

    loading: float
    validating: float
    conforms: bool
    results: int
    engine: str

    @property
    def seconds(self) -> float:
        """From the file to the report."""
        return self.loading + self.validating

    def say(self) -> None:
        """Print it for the process that waits for it."""
        print(json.dumps(asdict(self)))

    @classmethod
    def heard(cls, text: str) -> Self:
        """What another process said.

        >>> Outcome.heard('{"loading": 1, "validating": 2, "conforms": true, "results": 0, '
        ...               '"engine": "rdf 1.0"}').seconds
        3
        """
        return cls(**json.loads(text))


def named(package: str) -> str:
    """A package and its version."""
    return f"{package} {version(package)}"
