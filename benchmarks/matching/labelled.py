"""The labelled names: what each is to find in the reference archive, and how answers are judged."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.measure import ROOT
from lod_archive.matching import Query
from lod_archive.vocab.namespaces import PREFIXES

FOLDER: Final = ROOT / "tests/cases/matching"
DEEP: Final = 5
"""Among so many candidates the one that is meant should be."""

Answer: TypeAlias = tuple[str, bool]
"""The id of a candidate, and whether it is given as a safe match."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A name as somebody might write it.

    :param expected: the ids of what it means: none for a stranger, several where only they can
        tell who are asked.
    :param formed: how it was formed, in plain words.
    """

    query: Query
    expected: tuple[str, ...]
    formed: str

    def __str__(self) -> str:
        known = "".join(f" {values[0]}" for values in self.query.evidence.values())
        return f"“{self.query.text}”{known} ({self.formed})"


def read(path: Path) -> list[Labelled]:
    """The labelled names of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_labelled(row) for row in csv.DictReader(file)]


def _labelled(row: dict[str, str]) -> Labelled:
    pairs = (pair.partition("=") for pair in row["evidence"].split(";") if pair.strip())
    evidence = {_iri(prop.strip()): (value.strip(),) for prop, _, value in pairs}
    types = tuple(map(_iri, row["type"].split()))
    query = Query(row["query"], types, limit=DEEP, evidence=evidence)
    return Labelled(query, tuple(row["expected"].split()), row["formed"])


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix][local]


@dataclass(slots=True)
class Quality:
    """How well names are matched.

    :param wanted: how many of the names mean one entity.
    :param first: for how many of these it comes first.
    :param deep: for how many it is among the first :data:`DEEP`.
    :param safe: for how many it is given as a safe match.
    :param false: the names for which another entity is given as a safe match.
    :param failures: what went wrong, a line each.
    """

    wanted: int = 0
    first: int = 0
    deep: int = 0
    safe: int = 0
    false: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Precision at 1."""
        return self.first / self.wanted

    @property
    def recall(self) -> float:
        """Recall at :data:`DEEP`."""
        return self.deep / self.wanted

    def judge(self, labelled: Labelled, answers: Sequence[Answer]) -> None:
        """Count the answers to one name."""
        found = [each for each, _ in answers]
        for each, is_match in answers:
            if is_match and (each,) != labelled.expected:
                self.false.append(f"{labelled} is given as {each}")
        if not labelled.expected:
            return
        self.wanted += 1
        is_first = bool(found) and found[0] in labelled.expected
        is_deep = {*labelled.expected} <= {*found[:DEEP]}
        self.first += is_first
        self.deep += is_deep
        self.safe += any(is_match for _, is_match in answers)
        if not is_first or not is_deep:
            self.failures.append(
                f"{labelled} is {' or '.join(labelled.expected)}, found: {', '.join(found) or '–'}"
            )


def judge(names: Iterable[Labelled], ask: Callable[[Labelled], Sequence[Answer]]) -> Quality:
    """How well these names are matched by what is asked about each."""
    quality = Quality()
    for labelled in names:
        quality.judge(labelled, ask(labelled))
    return quality
