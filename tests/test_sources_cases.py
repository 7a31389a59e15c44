"""One folder, one case: ``in.*`` with ``expected.json`` or ``expected-errors.txt``.

An ``expected.json`` lists the records, its numbers standing for numbers kept as written; an
``expected-errors.txt`` has a line for each problem: ``line:column message``.
"""

import json
from pathlib import Path

import pytest

from lod_archive.errors import ArchiveErrors
from lod_archive.sources import Json, Number, read_chunks
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.reading import read_yaml
from lod_archive.sources.yaml_events import PYTHON
from tests.test_sources_files import archive_with, read

CASES = Path(__file__).parent / "cases/sources"
ALL = sorted(path for path in CASES.iterdir() if path.is_dir())
VALID = [path for path in ALL if (path / "expected.json").exists()]
BROKEN = [path for path in ALL if (path / "expected-errors.txt").exists()]


def source(case: Path) -> Path:
    [path] = case.glob("in.*")
    return path


def with_types(value: object) -> object:
    """So that ``Number("1")`` and ``"1"`` differ, and True and 1, too."""
    if isinstance(value, list):
        return [with_types(item) for item in value]
    if isinstance(value, dict):
        return {key: with_types(item) for key, item in value.items()}
    return type(value).__name__, value


@pytest.mark.parametrize("case", VALID, ids=lambda path: path.name)
def test_records_are_read_as_written(case: Path, tmp_path: Path) -> None:
    path = source(case)
    archive = archive_with(tmp_path, {f"events/{path.name}": path.read_bytes()})
    expected = json.loads(
        (case / "expected.json").read_text("utf-8"), parse_int=Number, parse_float=Number
    )
    actual: list[Json] = [record.data for record in read(archive)]
    assert with_types(actual) == with_types(expected)


@pytest.mark.parametrize("case", BROKEN, ids=lambda path: path.name)
def test_problems_are_exactly_those_expected(case: Path, tmp_path: Path) -> None:
    path = source(case)
    [chunk] = read_chunks(archive_with(tmp_path, {f"events/{path.name}": path.read_bytes()}))
    with pytest.raises(ArchiveErrors) as caught:
        chunk.records()
    prefix = f"data/events/{path.name}:"
    actual = [f"{error.at}: {error.message}".removeprefix(prefix) for error in caught.value.errors]
    assert actual == (case / "expected-errors.txt").read_text("utf-8").splitlines()
    assert all(error.hint for error in caught.value.errors)


@pytest.mark.parametrize(
    "case", [case for case in ALL if source(case).suffix == ".yaml"], ids=lambda path: path.name
)
def test_yaml_without_libyaml_is_read_and_refused_alike(case: Path) -> None:
    text = source(case).read_text("utf-8")
    assert outcome(text) == outcome(text, python=True)


def outcome(text: str, *, python: bool = False) -> object:
    """The data, or whether it was refused; the two parsers may give up at different places."""
    problems = FileProblems("in.yaml")
    try:
        document = read_yaml(text, problems, loader=PYTHON) if python else read_yaml(text, problems)
    except Unreadable:
        return "refused"
    return bool(problems.errors) or (document and document.value)
