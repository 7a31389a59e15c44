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
_SECTIONS: Final = ("properties", "qualifiers", "references", "classes", "units", "languages")
_ITEMS: Final = frozenset({"classes", "units", "languages"})
"""The sections whose numbers are those of items."""
_COLUMNS: Final = ("number", "label", "datatype", "evidence", "missing")
DATATYPES: Final = (
    "wikibase-item",
    "url",
    "string",
    "external-id",
    "monolingualtext",
    "time",
    "quantity",
    "globe-coordinate",
)
"""What values at Wikidata can be, of those that records have something like."""
_NUMBER: Final = re.compile(r"[PQ][1-9]\d*")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    """The table, by keys of records: for statements, for qualifiers, in references, for classes,
    for units; by codes of two letters, for languages.
    """

    properties: Mapping[str, Match] = field(default_factory=dict)
    qualifiers: Mapping[str, Match] = field(default_factory=dict)
    references: Mapping[str, Match] = field(default_factory=dict)
    classes: Mapping[str, Match] = field(default_factory=dict)
    units: Mapping[str, Match] = field(default_factory=dict)
    languages: Mapping[str, Match] = field(default_factory=dict)


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
        text = path.read_text("utf-8")
        root = yaml.compose(text, Loader=_LOADER)
        table = yaml.load(text, Loader=_LOADER) or {}  # noqa: S506 both are safe ones
    except (OSError, UnicodeDecodeError) as error:
        errors.append(ModelError(unreadable(error), at=Location(name)))
        return
    except yaml.MarkedYAMLError as error:
        errors.append(ModelError(f"not YAML: {error.problem}", at=_at(name, error.problem_mark)))
        return
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(error).partition("\n")[0] or "nested too deeply"
        errors.append(ModelError(f"not YAML: {reason}", at=Location(name)))
        return
    if not isinstance(table, dict):
        errors.append(_error(Location(name), "the table is a mapping", "write properties: {…}"))
        return
    places = dict(_places(name, root))
    for section, message, hint in _wrong_sections(table):
        errors.append(_error(places.get((section,), Location(name)), message, hint))
    evidence = table.get("evidence")
    evidence = evidence if isinstance(evidence, dict) else {}
    for section in _SECTIONS:
        rows, found = table.get(section), {}
        for key, row in rows.items() if isinstance(rows, dict) else ():
            problem = _wrong_key(section, key) or _problem(section, row, evidence)
            if problem:
                at = places.get((section, key)) or places.get((section,), Location(name))
                errors.append(_error(at, f"“{key}” {problem[0]}", problem[1]))
            else:
                found[key] = Match(**{**row, "evidence": evidence.get(row.get("evidence"), "")})
        yield section, found


def _places(name: str, root: yaml.Node | None) -> Iterator[tuple[tuple[Any, ...], Location]]:
    """Where each section is, and each row of it, as far as their keys are texts."""
    if not isinstance(root, yaml.MappingNode):
        return
    for section, rows in root.value:
        yield (section.value,), _at(name, section.start_mark)
        if isinstance(rows, yaml.MappingNode):
            for key, _ in rows.value:
                yield (section.value, key.value), _at(name, key.start_mark)


def _at(name: str, mark: yaml.Mark | None) -> Location:
    return Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)


def _wrong_sections(table: dict[Any, Any]) -> Iterator[tuple[Any, str, str]]:
    """The sections that are none, or hold something else."""
    for section, rows in table.items():
        if section not in ("evidence", *_SECTIONS):
            hint = did_you_mean(str(section), _SECTIONS) or f"there are {', '.join(_SECTIONS)}"
            yield section, f"unknown part “{section}”", hint
        elif rows is not None and not isinstance(rows, dict):
            yield section, f"“{section}” is no mapping", f"write {section}: {{…}}"
        elif section == "evidence" and not all(
            isinstance(text, str) for text in (rows or {}).values()
        ):
            yield section, "what “evidence” names are texts", "write page: where it stands"


def _wrong_key(section: str, key: Any) -> tuple[str, str] | None:
    """What is wrong with the key of a row; that of Norwegian is no text in YAML, but a “no”."""
    if not isinstance(key, str):
        return "is no text", "write the key in quotation marks"
    if section == "languages" and not _LANGUAGE.fullmatch(key):
        return "is no code of a language", "it has two letters, such as ru"
    return None


def _problem(section: str, row: Any, evidence: Mapping[Any, str]) -> tuple[str, str] | None:
    """What is wrong with a row, and what to write instead."""
    if not isinstance(row, dict) or not row.keys() <= set(_COLUMNS) or "number" not in row:
        return "is no row of the table", f"a row has the keys {', '.join(_COLUMNS)}"
    for column, value in row.items():
        if value is not None and column != "number" and not isinstance(value, str):
            return (
                f"has {column}: {value!r}, which is no text",
                f"write {column}: in quotation marks",
            )
    if row["number"] is None:
        hint = "say in missing: what would have to be found out"
        return None if row.get("missing") else ("has neither a number nor a gap", hint)
    return _wrong_number(section, row, evidence)


def _wrong_number(
    section: str, row: Mapping[str, Any], evidence: Mapping[Any, str]
) -> tuple[str, str] | None:
    """What is wrong with a row that has a number."""
    number, datatype = row["number"], row.get("datatype")
    letter, example = ("Q", "Q5") if section in _ITEMS else ("P", "P569")
    if not (_NUMBER.fullmatch(str(number)) and str(number).startswith(letter)):
        return f"has the number {number!r}, which is none", f"write {example}, for example"
    if section not in _ITEMS and datatype not in DATATYPES:
        hint = did_you_mean(str(datatype), DATATYPES) or f"there are {', '.join(DATATYPES)}"
        return f"has the datatype {datatype!r}, which is none", hint
    if row.get("evidence") not in evidence or not row.get("label"):
        hint = "say in evidence: where number and English label stand together, and give the label"
        return "has a number without evidence", hint
    return None


def _error(at: Location, message: str, hint: str) -> ModelError:
    return ModelError(message, at=at, hint=hint)
