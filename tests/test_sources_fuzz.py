"""Whatever the bytes: records, or errors for people; never a crash, never a hang."""

import json
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lod_archive.errors import SourceError
from lod_archive.sources import Json, Number, SourceFile
from lod_archive.sources.characters import UNPUBLISHABLE
from lod_archive.sources.chunks import Chunk
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.json_documents import read_json, read_json_slowly
from lod_archive.sources.notations import notation_of
from lod_archive.sources.reading import read_yaml
from lod_archive.sources.yaml_events import FASTEST, PYTHON, YamlLoader
from tests.test_sources_places import VALUES

YAML_PARTS = st.sampled_from(
    [
        *"abc:-?[]{},#&*!|>'\"%@`~ \t\n\r\\",
        *(": ", "- ", "\n  ", "\n- ", "<<", "---\n", "...\n", "%YAML 1.2\n", "id: ", '"id": '),
        *("*a", "&a ", "!!str ", "!x", "true", "null", "@graph", "@context"),
        *("\\u00", "\\ud800", "\\UFFFFFFFF", "\ufeff", "é", "😀", "\0"),
    ]
)
JSON_PARTS = st.sampled_from(
    [
        *'{}[],:" \n\t\\',
        *("1", "-", "0", ".5", "e9", "true", "null", "NaN", '"a"', '"id":', '{"a":'),
        *("\\u", "\\ud800", "\\ude00", "\\b", "\\n", '"@graph":', '"@context":', "//", "'"),
        *("\ufeff", "é", "😀", "\0", "\uffff"),
    ]
)
BYTES = (
    st.binary(max_size=60)
    | st.lists(YAML_PARTS, max_size=30).map(lambda parts: "".join(parts).encode())
    | st.lists(JSON_PARTS, max_size=30).map(lambda parts: "".join(parts).encode())
)


@pytest.mark.parametrize("name", ["x.yaml", "x.json", "x.jsonl"])
@given(raw=BYTES)
@example(raw=b'a: "\\UFFFFFFFF"')
@example(raw=b"%YAML " + b"9" * 5000 + b"\n--- a")
@example(raw=b"[" * 100_000)
@example(raw=b'{"a":' * 100_000)
@example(raw=b"- " * 10_000)
@example(raw=b"? " * 10_000)
def test_bytes_become_records_or_errors(name: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(raw)
        form = notation_of(path)
        assert form is not None
        source = SourceFile(path, f"data/{name}", form)
        problems = FileProblems(source.name)
        for record in Chunk(source, "", raw).readable(problems):
            assert is_publishable(record.data)
            assert record.locate([*record.data][:1], key=True).line is not None
    assert all(isinstance(error, SourceError) and error.hint for error in problems.errors)
    assert all(error.at and error.at.file == source.name for error in problems.errors)
    "".join(map(str, problems.errors)).encode()


def is_publishable(value: Json) -> bool:
    if isinstance(value, dict):
        return all(is_publishable(key) and is_publishable(item) for key, item in value.items())
    if isinstance(value, list):
        return all(is_publishable(item) for item in value)
    return not isinstance(value, str) or not UNPUBLISHABLE.search(value)


@given(st.lists(JSON_PARTS, max_size=30).map("".join) | VALUES.map(json.dumps))
@example('{"a": "\\ud83d\\ude00"}')
@example('{"@graph": [{"a": 1}, 2], "a": [3]}')
def test_the_fast_and_the_slow_json_reader_agree(text: str) -> None:
    assert outcome(text, fast=True) == outcome(text, fast=False)


def outcome(text: str, *, fast: bool) -> object:
    problems = FileProblems("x.json")
    try:
        document = (read_json if fast else read_json_slowly)(text, problems)
    except Unreadable:
        document = None
    return document if not problems.errors else [str(error) for error in problems.errors]


@given(VALUES)
def test_json_values_survive_and_numbers_stay_as_written(value: Json) -> None:
    text = json.dumps(value)
    document = read_json(text, FileProblems("x.json"))
    expected = json.loads(text, parse_int=Number, parse_float=Number)
    assert document is not None
    assert document.value == expected


@pytest.mark.parametrize("loader", [FASTEST, PYTHON])
@given(value=VALUES, style=st.sampled_from(['"', "'", None]))
def test_yaml_texts_survive_in_any_style(
    loader: type[YamlLoader], value: Json, style: str | None
) -> None:
    texts = only_texts(value)
    written = yaml.dump(texts, default_style=style, allow_unicode=True, Dumper=PlainDumper)
    document = read_yaml(written, FileProblems("x.yaml"), loader=loader)
    assert document is not None
    assert document.value == texts


class PlainDumper(yaml.SafeDumper):
    """Writes no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def only_texts(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: only_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [only_texts(item) for item in value]
    return value if isinstance(value, str) else str(value) + "!"


@pytest.mark.parametrize("loader", [FASTEST, PYTHON])
@given(text=st.lists(YAML_PARTS, max_size=30).map("".join))
@example(text='a: "\\UFFFFFFFF"')
@example(text="%YAML " + "9" * 5000 + "\n--- a")
def test_yaml_that_is_read_is_what_pyyaml_reads(loader: type[YamlLoader], text: str) -> None:
    assume(text.count("&a") < 2)  # PyYAML refuses what YAML 1.2 allows, an anchor used again
    problems = FileProblems("x.yaml")
    try:
        document = read_yaml(text, problems, loader=loader)
    except Unreadable:
        assert problems.errors
        return
    if document is not None and not problems.errors:
        oracle = yaml.BaseLoader if loader is PYTHON else yaml.CBaseLoader
        assert as_text(document.value) == as_text(yaml.load(text, Loader=oracle))


def as_text(value: Json) -> object:
    """Without what tells the core schema from no schema."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return {None: "", "null": "", "~": "", True: "true"}.get(value, value)
