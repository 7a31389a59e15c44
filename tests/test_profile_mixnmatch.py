"""Mix'n'match: the four columns that its import reads."""

from __future__ import annotations

import csv
import io

from tests.exports import exported, reference_source


def test_an_entry_has_an_id_a_name_a_description_and_an_address() -> None:
    lines = io.StringIO(exported("mixnmatch").content.decode(), newline="")
    reader = csv.DictReader(lines)
    assert reader.fieldnames == ["id", "name", "desc", "url"]
    base = reference_source().prologue.base or ""
    entries = {entry["id"]: entry for entry in reader}
    assert all(entry["name"] and entry["url"] == base + entry["id"] for entry in entries.values())
    found = entries["person/aleksei-stakhanov"]
    assert found["name"] == "Aleksei Stakhanov"
    assert found["desc"].startswith("Miner at Central Irmino")


def test_sources_and_disagreements_are_no_entries() -> None:
    lines = io.StringIO(exported("mixnmatch").content.decode(), newline="")
    kinds = {entry["id"].partition("/")[0] for entry in csv.DictReader(lines)}
    assert "person" in kinds
    assert not kinds & {"source", "disagreement", "collection"}
