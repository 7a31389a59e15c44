"""The table of Wikidata's properties: which of them a key of records is, and how that is known.

``ontology/wikidata-properties.yaml``, the built-in one and then the archive's own, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from lod_archive.archive import BUILT_IN, ArchiveFolder
from lod_archive.errors import ArchiveErrors, Location, ModelError, did_you_mean, unreadable

FILE: Final = "wikidata-properties.yaml"
ENTITY: Final = "http://www.wikidata.org/entity/"
_SECTIONS: Final = ("properties", "qualifiers", "references", "classes")
_COLUMNS: Final = ("number", "label", "datatype", "evidence", "missing")
_NUMBER: Final = re.compile(r"[PQ][1-9]\d*")


@dataclass(frozen=True, slots=True)
class Match:
    """What a key is at Wikidata.

    :param number: ``P569``; None as long as it is not known.
    :param label: Wikidata's English label.
    :param datatype: what its values are there.
    :param evidence: where number and label stand together.
    :param missing: what would have to be found out, where there is no number.
    """

    number: str | None
    label: str = ""
    datatype: str = ""
    evidence: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """The table, by keys of records: for statements, for qualifiers, in references, for classes."""

    properties: Mapping[str, Match] = field(default_factory=dict)
    qualifiers: Mapping[str, Match] = field(default_factory=dict)
    references: Mapping[str, Match] = field(default_factory=dict)
    classes: Mapping[str, Match] = field(default_factory=dict)


def read_matches(archive: ArchiveFolder | None = None) -> Matches:
    """The built-in table, with the rows of an archive's own in the place of those it has.

    :raises ArchiveErrors: if a row has no evidence, or a number that is none.

    >>> read_matches().properties["birthDate"].number
    'P569'
    >>> read_matches().properties["quota"].missing
    'a property for the amount that was required'
    """
    rows: dict[str, dict[str, Match]] = {section: {} for section in _SECTIONS}
    errors: list[ModelError] = []
    for path, name in _files(archive):
        for section, found in _sections(path, name, errors):
            rows[section] |= found
    if errors:
        raise ArchiveErrors(errors)
    return Matches(**rows)


def _files(archive: ArchiveFolder | None) -> Iterator[tuple[Path, str]]:
    built_in = BUILT_IN / "ontology" / FILE
    yield built_in, f"ontology/{FILE}"
    own = archive.root / "ontology" / FILE if archive else built_in
    if own.resolve() != built_in.resolve() and own.is_file():
        yield own, own.relative_to(archive.root).as_posix() if archive else own.name


def _sections(
    path: Path, name: str, errors: list[ModelError]
) -> Iterator[tuple[str, dict[str, Match]]]:
    try:
        table = yaml.safe_load(path.read_text("utf-8")) or {}
    except (OSError, UnicodeDecodeError) as error:
        errors.append(ModelError(unreadable(error), at=Location(name)))
        return
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
        errors.append(ModelError(f"not YAML: {error.problem}", at=at))
        return
    if not isinstance(table, dict):
        errors.append(_error(name, "the table is a mapping", "write properties: {…}"))
        return
    evidence = table.get("evidence") or {}
    for section in table.keys() - {"evidence", *_SECTIONS}:
        hint = did_you_mean(str(section), _SECTIONS) or f"there are {', '.join(_SECTIONS)}"
        errors.append(_error(name, f"unknown part “{section}”", hint))
    for section in _SECTIONS:
        found = {}
        for key, row in (table.get(section) or {}).items():
            problem = _problem(row, evidence)
            if problem:
                errors.append(_error(name, f"“{key}” {problem[0]}", problem[1]))
            else:
                found[key] = Match(**{**row, "evidence": evidence.get(row.get("evidence"), "")})
        yield section, found


def _problem(row: Any, evidence: Any) -> tuple[str, str] | None:
    """What is wrong with a row, and what to write instead."""
    if not isinstance(row, dict) or not row.keys() <= set(_COLUMNS) or "number" not in row:
        return "is no row of the table", f"a row has the keys {', '.join(_COLUMNS)}"
    if row["number"] is None:
        hint = "say in missing: what would have to be found out"
        return None if row.get("missing") else ("has neither a number nor a gap", hint)
    if not _NUMBER.fullmatch(str(row["number"])):
        return f"has the number {row['number']!r}, which is none", "write P569, for example"
    if row.get("evidence") not in evidence or not row.get("label"):
        hint = "say in evidence: where number and English label stand together, and give the label"
        return "has a number without evidence", hint
    return None


def _error(name: str, message: str, hint: str) -> ModelError:
    return ModelError(message, at=Location(name), hint=hint)
