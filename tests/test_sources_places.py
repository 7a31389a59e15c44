"""Where a value or a key stands: found when asked, by reading the file again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lod_archive.sources import Json, read_chunks
from lod_archive.sources.content import Step
from lod_archive.sources.events import Place
from lod_archive.sources.file_problems import FileProblems
from lod_archive.sources.json_events import json_events
from lod_archive.sources.place_tree import PlaceTree
from lod_archive.sources.records import MAX_REMEMBERED
from lod_archive.sources.yaml_events import yaml_events
from tests.test_sources_files import archive_with, read

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])
TEXTS = st.text(LETTERS, max_size=5)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)

YAML = """\
# two records
- id: event/x
  name: {en: Shift, ru: Смена}
  statements:
    - property: date
      value: &when 1935-08-31
    - {property: place, value: null}
- id: event/y
  date: *when
  same: &same {a: {b: c}}
  again: *same
"""
JSON = """\
{"@context": "../../ontology/context.jsonld",
 "@graph": [
  {"id": "event/x"},
  {"id": "event/y", "name": {"en": "Смена",
    "ru": ["a", {"b": 1}]}}
]}
"""
LINES = '\n{"id": "event/x"}\n {"id": "event/y", "name": {"ru": "😀", "en": ["a"]}}\n'

CASES = [
    ("x.yaml", YAML, 0, [], False, "2:3"),
    ("x.yaml", YAML, 0, ["name", "ru"], False, "3:25"),
    ("x.yaml", YAML, 0, ["name", "ru"], True, "3:21"),
    ("x.yaml", YAML, 0, ["statements", 0, "value"], False, "6:14"),
    ("x.yaml", YAML, 0, ["statements", 1], False, "7:7"),
    ("x.yaml", YAML, 0, ["statements", 1], True, "7:7"),
    ("x.yaml", YAML, 0, ["statements", 9, "value"], False, "5:5"),
    ("x.yaml", YAML, 0, ["statements", "no"], False, "5:5"),
    ("x.yaml", YAML, 0, ["no"], False, "2:3"),
    ("x.yaml", YAML, 1, ["date"], False, "9:9"),
    ("x.yaml", YAML, 1, ["again", "a", "b"], False, "10:23"),
    ("x.json", JSON, 0, ["id"], False, "3:10"),
    ("x.json", JSON, 1, ["name", "ru", 1, "b"], False, "5:23"),
    ("x.json", JSON, 1, ["name", "ru", 1, "b"], True, "5:18"),
    ("x.json", '{"id": "a",\n"b": 1}', 0, ["b"], True, "2:1"),
    ("x.jsonl", LINES, 1, ["name", "en", 0], False, "3:47"),
    ("x.jsonl", LINES, 1, [], False, "3:2"),
]


@pytest.mark.parametrize(("name", "text", "index", "path", "key", "expected"), CASES)
def test_a_place_is_found(
    name: str, text: str, index: int, path: list[Step], key: bool, expected: str, tmp_path: Path
) -> None:
    record = read(archive_with(tmp_path, {f"events/{name}": text}))[index]
    assert str(record.locate(path, key=key)) == f"data/events/{name}:{expected}"


def test_a_record_knows_its_line(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"a.yaml": YAML, "events/b.json": JSON, "c.jsonl": LINES})
    assert [record.line for record in read(archive)] == [2, 8, 2, 3, 3, 4]


def test_a_file_that_is_gone_leaves_the_line(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"x.yaml": YAML, "x.jsonl": LINES})
    records = read(archive)
    (tmp_path / "data/x.yaml").unlink()
    (tmp_path / "data/x.jsonl").unlink()
    assert str(records[0].locate(["id"])) == "data/x.jsonl:2"
    assert str(records[3].locate(["id"])) == "data/x.yaml:8"


def test_a_file_that_changed_leads_to_a_place_in_it(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"x.yaml": YAML})
    record = read(archive)[1]
    (tmp_path / "data/x.yaml").write_text("- id: event/x\n- id: [")
    assert str(record.locate(["id", 0])) == "data/x.yaml:2:7"


def test_many_errors_in_one_file_read_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = read(archive_with(tmp_path, {"x.yaml": "- id: a\n" * 1000}))
    opened: list[Path] = []
    open_file = Path.open

    def open_and_note(path: Path, mode: str) -> object:
        opened.append(path)
        return open_file(path, mode)

    monkeypatch.setattr(Path, "open", open_and_note)
    assert [record.locate(["id"]).line for record in records] == list(range(1, 1001))
    assert len(opened) == 1


def test_only_a_few_files_are_remembered(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n}.yaml": "id: a" for n in range(3 * MAX_REMEMBERED)}
    records = read(archive_with(tmp_path, files))
    for record in records:
        record.locate(["id"])
    index = records[0].source.index
    assert len(index) == MAX_REMEMBERED
    assert all(record.source.index is index for record in records)


def paths(value: Json, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Json]]:
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


@given(VALUES, st.sampled_from([None, 1]))
def test_at_the_place_of_each_value_json_has_this_value(value: Json, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    places = PlaceTree(json_events(text, FileProblems("x")))
    for path, item in paths(value):
        rest = from_place(text, places.find(path))
        assert json.JSONDecoder().raw_decode(rest)[0] == item
        if path and isinstance(path[-1], str):
            rest = from_place(text, places.find(path, key=True))
            assert json.JSONDecoder().raw_decode(rest)[0] == path[-1]


@given(VALUES)
def test_json_read_as_yaml_has_the_same_places(value: Json) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    as_json = PlaceTree(json_events(text, FileProblems("x")))
    as_yaml = PlaceTree(yaml_events(text, FileProblems("x")))
    for path, _ in paths(value):
        assert as_yaml.find(path) == as_json.find(path)


@given(st.dictionaries(TEXTS, VALUES, min_size=1))
def test_yaml_has_a_place_inside_the_text_for_each_value(value: dict[str, Json]) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    places = PlaceTree(yaml_events(text, FileProblems("x")))
    for path, _ in paths(value):
        assert from_place(text, places.find(path)) is not None


def from_place(text: str, place: Place | None) -> str:
    assert place is not None
    lines = text.split("\n")
    rest = lines[place.line - 1 :]
    assert place.column <= len(rest[0]) + 1
    return "\n".join(rest)[place.column - 1 :]


def test_chunks_do_not_read_files_to_know_places(tmp_path: Path) -> None:
    [chunk] = read_chunks(archive_with(tmp_path, {"x.yaml": YAML}))
    chunk.records()
    assert len(chunk.source.index) == 0
