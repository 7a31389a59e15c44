"""What a row of a mapping set means; mistakes are noted with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from lod_archive.errors import Location, did_you_mean
from lod_archive.sources.file_problems import FileProblems
from lod_archive.sources.sssom.match import Match, Verdict
from lod_archive.sources.sssom.table import SPEC, Row
from lod_archive.sources.sssom.vocabulary import JUSTIFICATIONS, KNOWN, NO_TERM, PREDICATES
from lod_archive.store.terms import is_iri
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import SEMAPV

_T = TypeVar("_T")


def match_of(
    row: Row, prefixes: Mapping[str, str], base: str, problems: FileProblems
) -> Match | None:
    """What a row says; None if it has mistakes, which are noted, or says that nothing was found.

    :param prefixes: those that its mapping set declares.
    :param base: the base of the archive, below which all subjects lie.
    """
    reader = _Reader(row, {**KNOWN, **prefixes}, problems)
    known = len(problems.errors) + problems.omitted
    subject, target = reader.iri("subject_id"), reader.iri("object_id")
    if NO_TERM in (subject, target):
        return None
    if subject and not is_entity_of(subject, base):
        hint = f"write it with the prefix of {base}: archive:person/… for example"
        reader.problem("subject_id", f"{subject} is no entity of this archive", hint)
    if target and target.startswith(base):
        hint = "a link leads elsewhere; what is in the archive is related by its records"
        reader.problem("object_id", f"{target} is in this archive itself", hint)
    confidence = reader.fraction("confidence")
    match = Match(
        subject=subject,
        predicate=reader.predicate(),
        target=target,
        verdict=reader.verdict(confidence),
        subject_label=row.cells.get("subject_label", ""),
        target_label=row.cells.get("object_label", ""),
        people=reader.iris("author_id") or reader.iris("reviewer_id"),
        names=reader.list("author_label") or reader.list("reviewer_label"),
        date=reader.day("mapping_date") or reader.day("review_date"),
        confidence=confidence,
        comment=row.cells.get("comment", ""),
        justification=reader.justification(),
        score=_as(float, reader.fraction("similarity_score")),
        measure=row.cells.get("similarity_measure", ""),
        category=row.cells.get("object_category", ""),
        at=reader.place("subject_id"),
        **_others(row.cells.get("other", "")),
    )
    return match if len(problems.errors) + problems.omitted == known else None


def pair_of(row: Row, prefixes: Mapping[str, str]) -> tuple[str, str]:
    """The IRIs of the two that a row is about, as far as its prefixes are known.

    >>> row = Row({"subject_id": "a:x", "object_id": "https://b.example/y"})
    >>> pair_of(row, {"a": "https://a.example/"})
    ('https://a.example/x', 'https://b.example/y')
    """
    known = {**KNOWN, **prefixes}
    subject, target = (row.cells.get(column, "") for column in ("subject_id", "object_id"))
    return _expanded(subject, known), _expanded(target, known)


def _expanded(written: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, name = written.partition(":")
    return prefixes[prefix] + name if colon and prefix in prefixes else written


def is_entity_of(iri: str, base: str) -> bool:
    """Whether this is the IRI of a record of the archive with this base.

    >>> is_entity_of("https://a.example/person/x", "https://a.example/")
    True
    >>> is_entity_of("person/x", "https://a.example/")
    False
    """
    return iri.startswith(base) and iris.is_record_id(iri.removeprefix(base))


def is_elsewhere(iri: str, base: str) -> bool:
    """Whether this is an IRI that a link can lead to.

    >>> is_elsewhere("https://b.example/7", "https://a.example/")
    True
    >>> is_elsewhere("https://b.example/p 9", "https://a.example/")
    False
    >>> is_elsewhere("https://b.example/100%", "https://a.example/")
    False
    """
    return (
        len(iri) <= _LONGEST
        and iris.has_known_scheme(iri)
        and _is_written(iri)
        and not iri.startswith(base)
        and iri != NO_TERM
    )


def _is_written(iri: str) -> bool:
    return is_iri(iri) and not _SPACE.search(iri)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the cells of a row, and notes what is wrong with them."""

    row: Row
    prefixes: Mapping[str, str]
    problems: FileProblems

    def place(self, column: str) -> Location:
        return Location(self.problems.name, self.row.line, self.row.columns.get(column))

    def problem(self, column: str, message: str, hint: str) -> None:
        at = self.place(column)
        self.problems.add(message, at.line, at.column, hint=hint, spec=SPEC)

    def list(self, column: str) -> tuple[str, ...]:
        parts = re.split(r"(?<!\\)\|", self.row.cells.get(column, ""))
        return tuple(part.replace("\\|", "|").strip() for part in parts if part.strip())

    def iris(self, column: str) -> tuple[str, ...]:
        return tuple(self.expanded(part, column) for part in self.list(column))

    def iri(self, column: str) -> str:
        written = self.row.cells.get(column)
        if written is None:
            self.problem(column, f"the row has no {column}", "fill it in, or delete the row")
            return ""
        return self.expanded(written, column)

    def expanded(self, written: str, column: str) -> str:
        """The IRI that a compact IRI stands for; an IRI stands for itself."""
        prefix, colon, name = written.partition(":")
        if colon and prefix in self.prefixes:
            return self.checked(self.prefixes[prefix] + name, written, column)
        if colon and iris.has_known_scheme(written):
            return self.checked(written, written, column)
        if colon:
            hint = did_you_mean(prefix, self.prefixes) or f"declare it: #curie_map: #  {prefix}: …"
            self.problem(column, f"{written!r} has the unknown prefix “{prefix}:”", hint)
        else:
            hint = "write a compact IRI, prefix:name, whose prefix the header declares"
            self.problem(column, f"{written!r} is not a compact IRI", hint)
        return ""

    def checked(self, iri: str, written: str, column: str) -> str:
        if not iris.has_known_scheme(iri):
            hint = f"it stands for {iri!r}: let the prefix in #curie_map: stand for https://…"
        elif not _is_written(iri):
            hint = "write %20 for a space, %22 for a quotation mark, %25 for a per cent sign"
        else:
            return iri
        self.problem(column, f"{written!r} is not an IRI", hint)
        return ""

    def predicate(self) -> str:
        iri = self.iri("predicate_id")
        if iri and iri not in PREDICATES.values():
            written = self.row.cells["predicate_id"]
            hint = did_you_mean(written, PREDICATES) or "write one of: " + ", ".join(PREDICATES)
            self.problem("predicate_id", f"{written} is not a kind of link", hint)
        return iri

    def justification(self) -> str:
        name = self.iri("mapping_justification").removeprefix(SEMAPV)
        if name and name not in JUSTIFICATIONS:
            hint = "semapv:ManualMappingCuration if you found it, semapv:MappingReview if a machine"
            hint = did_you_mean(name, JUSTIFICATIONS) or hint
            self.problem("mapping_justification", f"there is no justification “{name}”", hint)
        return name

    def verdict(self, confidence: str) -> Verdict:
        """What people have said of it, if they have."""
        cells = self.row.cells
        modifier = cells.get("predicate_modifier")
        if modifier not in (None, "Not"):
            self.problem(
                "predicate_modifier", f"{modifier!r} is no modifier", "write Not, or nothing"
            )
        agreement = _as(float, self.fraction("reviewer_agreement", least=-1))
        if not any(self.list(column) for column in _WHO):
            return Verdict.OPEN
        if modifier == "Not" or (agreement is not None and agreement < 0):
            return Verdict.REJECTED
        if agreement == 0 or _as(float, confidence) == 0:
            return Verdict.UNSURE
        return Verdict.ACCEPTED

    def fraction(self, column: str, least: int = 0) -> str:
        """A number from the least to 1, as it is written."""
        written = self.row.cells.get(column, "")
        if not written or (_NUMBER.fullmatch(written) and least <= float(written) <= 1):
            return written
        self.problem(column, f"{written!r} is not a number from {least} to 1", "0.8 for example")
        return ""

    def day(self, column: str) -> str:
        written = self.row.cells.get(column, "")
        try:
            if not written or date.fromisoformat(written).isoformat() == written:
                return written
        except ValueError:
            pass
        self.problem(column, f"{written!r} is not a day", "write it like 2026-11-29")
        return ""


_WHO: Final = ("author_id", "author_label", "reviewer_id", "reviewer_label")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_SPACE: Final = re.compile(r"\s")
"""Some of which an IRI may have by its grammar; in a table nobody sees them."""
_LONGEST: Final = 2000
"""Of what is proposed as a link."""


def _as(kind: Callable[[str], _T], written: str) -> _T | None:
    return kind(written) if written else None


_YEAR: Final = re.compile(r"-?\d{1,6}", re.ASCII)
_YEARS: Final = ("begin", "end")


def _others(written: str) -> dict[str, Any]:
    """What SSSOM has no columns for, in its column for that: ``begin: 1878|features: name 0.9``."""
    found: dict[str, Any] = {}
    for part in written.split("|"):
        key, _, value = (piece.strip() for piece in part.partition(":"))
        if key in _YEARS and _YEAR.fullmatch(value):
            found[key] = int(value)
        elif key == "description":
            found[key] = value
        elif key == "features":
            pairs = (each.rsplit(" ", 1) for each in value.split(", "))
            found[key] = tuple(
                (pair[0], float(pair[1]))
                for pair in pairs
                if len(pair) == 2 and _NUMBER.fullmatch(pair[1])
            )
    return found
