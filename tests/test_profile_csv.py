"""The archive as tables: another reader of CSVW takes them, and no cell is run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from csvw import Table

from lod_archive.publish.profiles.csv.columns import TABLES
from tests.exports import exported, reference_source, source_of

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.query import Source

PREFIXES = """
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX p: <https://example.org/prop/>
PREFIX ps: <https://example.org/prop/statement/>
"""


def rows(table: str, source: Source | None = None) -> dict[str, dict[str, str]]:
    text = exported("csv", f"{table}.csv", source).content.decode("utf-8-sig")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def person(says: str) -> dict[str, str]:
    """The row of somebody of whom this is said."""
    graph = f"""{PREFIXES} GRAPH <doc/person/x> {{
      <doc/person/x> foaf:primaryTopic <person/x> ; dcterms:isPartOf <dataset> .
      <person/x> a schema:Person ; {says} }}"""
    return rows("people", source_of(graph))["person/x"]


@pytest.mark.parametrize("table", TABLES)
def test_another_reader_takes_each_table_by_its_description(tmp_path: Path, table: str) -> None:
    for extension in (f"{table}.csv", f"{table}.csv-metadata.json"):
        (tmp_path / f"csv.{extension}").write_bytes(exported("csv", extension).content)
    found = Table.from_file(tmp_path / f"csv.{table}.csv-metadata.json")
    read = list(found.iterdicts(strict=True))
    found.check_primary_key()
    plain = rows(table)
    assert [row["id"] for row in read] == list(plain)
    for row in read:
        for column in TABLES[table]:
            if column.is_list:
                cell = plain[str(row["id"])][column.name]
                values = row[column.name]
                expected = cell.split("|") if cell else []
                assert len(values) == len(expected)
                if column.datatype == "string":
                    assert values == expected


def test_each_record_of_its_kinds_is_in_a_table() -> None:
    source = reference_source()
    for table, kind in (("places", "schema:Place"), ("claims", "arc:Claim")):
        query = f"SELECT ?x {{ ?x a {kind} . ?document foaf:primaryTopic ?x }}"
        found = source.store.query(query, prefixes=source.prologue.prefixes)
        expected = {row["x"].value.removeprefix(source.prologue.base) for row in found}  # type: ignore[union-attr]
        assert set(rows(table)) == expected


def test_a_person_of_the_reference_archive() -> None:
    row = rows("people")["person/aleksei-stakhanov"]
    assert row["type"] == "person"
    assert (row["name_en"], row["name_ru"]) == ("Aleksei Stakhanov", "Алексей Стаханов")
    assert "Олексій Стаханов (uk)" in row["other_names"].split("|")
    assert row["birth_date"] == row["birth_date_earliest"] == row["birth_date_latest"]
    assert row["birth_date"] == "1906-01-03"
    assert row["birth_date_others"] == "0"  # Julian or Gregorian, it is the same day
    assert (row["birth_place"], row["birth_place_others"]) == ("place/lugovaya", "1")
    assert row["occupation"].count("|") == row["occupation_names"].count("|") == 4


def test_an_event_of_the_reference_archive() -> None:
    row = rows("events")["event/record-shift-1935-08-31"]
    assert row["date"] == "1935-08-30/1935-08-31"
    assert (row["date_earliest"], row["date_latest"]) == ("1935-08-30", "1935-08-31")
    assert row["date_others"] == "1"
    assert (row["place"], row["place_names"]) == (
        "place/central-irmino-mine",
        "Central Irmino Mine",
    )


def test_a_claim_of_the_reference_archive() -> None:
    row = rows("claims")["essay/c01"]
    assert (row["stance"], row["start"], row["end"]) == ("asserted", "239", "372")
    assert "gse/record-date" in row["conflicts_with"].split("|")


def test_a_claim_has_the_pages_on_which_it_stands() -> None:
    graph = f"""{PREFIXES} GRAPH <doc/book/c1> {{
      <doc/book/c1> foaf:primaryTopic <book/c1> ; dcterms:isPartOf <dataset> .
      <book/c1> a arc:Claim ; dcterms:source <source/book> ; schema:pagination "12–15" }}"""
    assert rows("claims", source_of(graph))["book/c1"]["pages"] == "12–15"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＠"])
def test_no_cell_is_run_by_a_spreadsheet(begins: str) -> None:
    text = f'{begins}HYPERLINK("http://a.example")'.replace("\t", "\\t").replace("\r", "\\r")
    escaped = text.replace('"', '\\"')
    row = person(f'schema:name "{escaped}"@en , "{escaped}"@ru , "{escaped}"@de')
    for cell in ("name_en", "name_ru", "other_names"):
        assert row[cell].startswith(f"'{begins[0]}"), cell


def test_numbers_and_dates_stay_as_they_are() -> None:
    place = f"""{PREFIXES} GRAPH <doc/place/x> {{
      <doc/place/x> foaf:primaryTopic <place/x> ; dcterms:isPartOf <dataset> .
      <place/x> a schema:Place ; schema:name "X"@en ; schema:geo <place/x#geo> .
      <place/x#geo> schema:latitude "-33.9"^^xsd:decimal ; schema:longitude -18.4 }}"""
    row = rows("places", source_of(place))["place/x"]
    assert (row["latitude"], row["longitude"]) == ("-33.9", "-18.4")
    row = person('schema:name "X"@en ; schema:birthDate "-0044-03-15"^^edtf:EDTF')
    assert row["birth_date"] == row["birth_date_earliest"] == "-0044-03-15"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('"one, \\"two\\"\\nthree"', 'one, "two"\nthree'),
        ('"shift\\u000B\\u0007 1"', "shift 1"),
        (f'"{"я" * 10_000}"', "я" * 10_000),
    ],
)
def test_texts_come_back_as_they_are(text: str, cell: str) -> None:
    assert person(f'schema:name "X"@en ; schema:description {text}@en')["description_en"] == cell


def test_a_bar_in_a_name_does_not_make_two() -> None:
    assert person('schema:name "X"@en ; schema:alternateName "A|B"@de')["other_names"] == "A¦B (de)"


def test_a_record_without_english_or_with_nothing_has_a_row() -> None:
    row = person('schema:name "Стаханов"@ru , "Stakhanov"@ru-Latn-alalc97')
    assert (row["name_en"], row["name_ru"]) == ("", "Стаханов")
    assert row["name_transliterated"] == "Stakhanov"
    assert person('schema:familyName "X"@en')["name_en"] == ""


def test_the_best_value_is_shown_and_the_others_counted() -> None:
    row = person(
        """schema:name "X"@en ; schema:birthDate "1906-01-03"^^edtf:EDTF ;
           p:birthDate <person/x#a> , <person/x#b> , <person/x#c> .
           <person/x#a> ps:birthDate "1906-01-03"^^edtf:EDTF ; a wikibase:BestRank ;
             arc:earliest "1906-01-03"^^xsd:date ; arc:latest "1906-01-16"^^xsd:date .
           <person/x#b> ps:birthDate "1906"^^edtf:EDTF .
           <person/x#c> ps:birthDate "1905"^^edtf:EDTF"""
    )
    assert (row["birth_date"], row["birth_date_others"]) == ("1906-01-03", "2")
    assert row["birth_date_latest"] == "1906-01-16"
