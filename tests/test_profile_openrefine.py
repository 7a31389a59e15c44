"""OpenRefine: a table in records mode."""

from __future__ import annotations

import csv
import io

from tests.exports import exported


def records() -> dict[str, list[dict[str, str]]]:
    """The rows of each record: the first has an id, those that follow have none."""
    found: dict[str, list[dict[str, str]]] = {}
    rows: list[dict[str, str]] = []
    lines = io.StringIO(exported("openrefine").content.decode(), newline="")
    for row in csv.DictReader(lines):
        if row["id"]:
            rows = found[row["id"]] = []
        rows.append(row)
    return found


def test_a_record_has_a_row_for_each_of_its_names() -> None:
    first, *rest = records()["person/aleksei-stakhanov"]
    assert first["name"] == "Aleksei Stakhanov"
    assert (first["begin"], first["end"]) == ("1906-01-03", "1977-11-05")
    assert first["type"] == "https://schema.org/Person"
    names = [row["otherName"] for row in (first, *rest)]
    assert "Алексей Стаханов" in names
    assert "Alexei Grigorjewitsch Stachanow" in names
    assert not any(row["name"] or row["iri"] for row in rest)


def test_an_accepted_link_to_wikidata_is_a_number_to_reconcile_by() -> None:
    found = records()
    assert found["place/moscow"][0]["wikidata"] == "Q649"
    assert found["person/aleksei-stakhanov"][0]["wikidata"] == ""


def test_positions_are_numbers() -> None:
    (first, *_) = records()["place/irmino"]
    assert (first["latitude"], first["longitude"]) == ("48.59877", "38.59165")
