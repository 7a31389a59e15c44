"""Records found again by id."""

from pathlib import Path

import pytest

from lod_archive.sources import find_records
from tests.test_sources_files import archive_with

FILES: dict[str, str | bytes] = {
    "claims/essay.yaml": "- id: essay/c01\n- id: essay/c02\n",
    "events/a.yaml": "id: event/x\nname: first\n",
    "events/b.json": '[{"@id": "https://example.org/event/x"}, {"id": "event/y"}]',
    "events/c.jsonl": '{"id": "event/z"}\n{"id": "event\\/x"}\nbroken\n{"id": "event/z"}\n',
    "events/broken.yaml": "id: [",
}


def found(archive_root: Path, *ids: str, most: int = 10) -> dict[str, list[str]]:
    records = find_records(archive_with(archive_root, FILES), ids, most=most)
    return {
        record_id: [str(record.locate(["id"])) for record in same]
        for record_id, same in records.items()
    }


def test_all_records_with_an_id_are_found_in_reading_order(tmp_path: Path) -> None:
    assert found(tmp_path, "event/x", "essay/c02") == {
        "essay/c02": ["data/claims/essay.yaml:2:7"],
        "event/x": ["data/events/a.yaml:1:5", "data/events/b.json:1:2", "data/events/c.jsonl:2:8"],
    }


def test_an_iri_finds_the_relative_id(tmp_path: Path) -> None:
    assert list(found(tmp_path, "https://example.org/event/y")) == ["https://example.org/event/y"]


def test_ids_without_a_record_are_left_out(tmp_path: Path) -> None:
    assert found(tmp_path, "event/none") == {}
    assert found(tmp_path) == {}


@pytest.mark.parametrize("others", [0, 100])
def test_records_around_a_broken_line_are_found(others: int, tmp_path: Path) -> None:
    ids = ["event/z", *(f"none/{number}" for number in range(others))]
    assert found(tmp_path, *ids) == {
        "event/z": ["data/events/c.jsonl:1:8", "data/events/c.jsonl:4:8"]
    }


def test_no_more_than_wanted_are_kept(tmp_path: Path) -> None:
    assert found(tmp_path, "event/x", most=1) == {"event/x": ["data/events/a.yaml:1:5"]}
