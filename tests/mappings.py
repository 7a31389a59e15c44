"""Tiny archives with decisions on links, and mapping sets as their JSON form has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lod_archive.pipeline import Archive
from lod_archive.sources.file_problems import FileProblems
from lod_archive.sources.sssom import read_table
from tests.records import BASE, make_archive

STALIN, MOLOTOV = f"{BASE}person/stalin", f"{BASE}person/molotov"
WIKIDATA = "http://www.wikidata.org/entity/"
FILE = "data/links/wikidata.sssom.tsv"
COLUMNS = (
    *("subject_id", "predicate_id", "predicate_modifier", "object_id", "mapping_justification"),
    *("author_id", "author_label", "reviewer_label", "reviewer_agreement", "mapping_date"),
    *("confidence", "object_category", "comment", "other"),
)
USUAL = {
    "subject_id": "archive:person/stalin",
    "predicate_id": "skos:exactMatch",
    "object_id": "wikidata:Q855",
    "mapping_justification": "semapv:ManualMappingCuration",
    "author_label": "Anna Petrova",
    "mapping_date": "2026-11-29",
}
HEADER = f"""\
#mapping_set_id: {BASE}links/wikidata.sssom.tsv
#license: https://creativecommons.org/publicdomain/zero/1.0/
#curie_map:
#  archive: {BASE}
#  wikidata: {WIKIDATA}
"""
PEOPLE = """\
- id: person/stalin
  type: Person
  name: {en: Joseph Stalin, ru: Иосиф Сталин}
  description: {en: Leader of the Soviet Union.}
  statements:
    - {property: birthDate, value: 1878-12-18, evidence: the register of births of Gori}
- id: person/molotov
  type: Person
  name: {en: Vyacheslav Molotov, ru: Вячеслав Молотов}
  description: {en: Head of government.}
"""


def mapping_set(*rows: Mapping[str, str], header: str = HEADER) -> str:
    """The text of a mapping set; what a row does not say is as usual."""
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join({**USUAL, **row}.get(name, "") for name in COLUMNS) for row in rows]
    return header + "".join(f"{line}\n" for line in lines)


def linked_archive(folder: Path, *rows: Mapping[str, str], people: str = PEOPLE) -> Archive:
    """An archive of two people, with these rows among its decisions."""
    files = {"data/people.yaml": people}
    if rows:
        files[FILE] = mapping_set(*rows)
    return Archive.open(make_archive(folder, files).root)


_LISTS = {"author_id", "author_label", "reviewer_id", "reviewer_label"}
_NUMBERS = {"confidence", "similarity_score", "reviewer_agreement"}


def as_json(text: str) -> dict[str, Any]:
    """A mapping set in SSSOM's JSON form: lists are lists, and numbers are numbers."""
    problems = FileProblems("x.sssom.tsv")
    table = read_table(text.encode(), problems)
    problems.raise_any()

    def mappings() -> Iterable[dict[str, Any]]:
        for row in table.rows:
            yield {
                key: cell.split("|") if key in _LISTS else float(cell) if key in _NUMBERS else cell
                for key, cell in row.cells.items()
            }

    return {**table.header, "mappings": list(mappings())}
