"""The records of the reference archive as they are written, and the inventory they follow.

The inventory lies beside the checkout, in ``../shared/reference``. What is expected of the records
without it stands in ``tests/cases/reference/*.yaml``.
"""

from __future__ import annotations

import csv
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from lod_archive.archive import ArchiveFolder
from lod_archive.query import Ask, Rows, Source, run
from lod_archive.sources import read_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT.parent / "shared" / "reference"
CASES = Path(__file__).parent / "cases" / "reference"

Data = dict[str, Any]


def case(name: str) -> Any:
    """What is expected, as data; dates and numbers stay text."""
    return yaml.load((CASES / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)


def reference(name: str) -> Path:
    """A file of the inventory; skips the test (or fails it under CI) if it is absent."""
    path = REFERENCE / name
    if not path.exists():
        reason = f"{path} is absent: the inventory of the reference archive"
        if "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def page() -> str:
    return reference("source-page.txt").read_text("utf-8")


def table(name: str, delimiter: str) -> list[dict[str, str]]:
    with reference(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


@cache
def records() -> dict[str, Data]:
    """Every record of the archive by its id, as it is written."""
    chunks = read_chunks(ArchiveFolder.open(ROOT))
    return {str(record.data["id"]): record.data for chunk in chunks for record in chunk.records()}


def of_type(*names: str) -> dict[str, Data]:
    return {key: data for key, data in records().items() if {*names} & {*several(data["type"])}}


def several(value: Any) -> list[Any]:
    """A value that may be absent, one or many, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def statements(record: str, name: str | None = None) -> list[Data]:
    found: list[Data] = several(records()[record].get("statements"))
    return [statement for statement in found if name in (None, statement["property"])]


def all_statements() -> Iterator[tuple[str, Data]]:
    return ((key, statement) for key in records() for statement in statements(key))


def in_short(value: Any) -> str:
    """A statement's value as the cases write it: ``102 tonne``, or the English of a name."""
    if not isinstance(value, dict):
        return str(value)
    return f"{value['amount']} {value['unit']}" if "amount" in value else str(value["en"])


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def phrases(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub(r"['’]", "", text.casefold()))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def holds(source: Source, pattern: str) -> bool:
    answer = run(source, f"ASK {{ {pattern} }}")
    assert isinstance(answer, Ask)
    return bool(answer)


def values(source: Source, pattern: str) -> set[str]:
    """What ?x is bound to, in short; things by their ids."""
    answer = run(source, f"SELECT DISTINCT ?x {{ {pattern} }}")
    assert isinstance(answer, Rows)
    base = source.prologue.base or ""
    terms = (row["x"] for row in answer)
    return {str(getattr(term, "value", term)).removeprefix(base) for term in terms}
