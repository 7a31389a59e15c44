"""An index is asked by many threads at once, and reads no more names than it suggests."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from lod_archive.matching import Entity, MatchingIndex, Name, Query, write_matching
from lod_archive.matching.connections import Connections

NUMBER = 3000
THREADS = 4


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of many names that begin alike."""
    path = tmp_path_factory.mktemp("matching") / "matching.sqlite"
    entities = (
        Entity(f"https://example.org/{each:04}", (Name(f"Avel {'a' * (each % 7)}{each}"),))
        for each in range(NUMBER)
    )
    write_matching(entities, path)
    return path


@pytest.fixture
def index(path: Path) -> Iterator[MatchingIndex]:
    index = MatchingIndex.open(path)
    yield index
    index.close()


def test_only_the_names_that_are_suggested_are_read(
    index: MatchingIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[Any, ...]] = []
    rows = Connections.rows

    def counted(
        self: Connections, sql: str, values: Sequence[str | int] = ()
    ) -> list[tuple[Any, ...]]:
        found = rows(self, sql, values)
        read.extend(found if "FROM name" in sql else ())
        return found

    monkeypatch.setattr(Connections, "rows", counted)
    assert len(index.suggest("a", limit=7, offset=5)) == len(read) == 7


def test_short_names_come_first_among_very_many(index: MatchingIndex) -> None:
    found = [candidate.name for candidate in index.suggest("a", limit=2000)]
    assert len(found) == 1000
    assert found == sorted(found, key=len)
    assert found[:3] == ["Avel 0", "Avel 7", "Avel a1"]
    assert index.suggest("a", offset=1000) == []


def test_a_name_is_suggested_once_for_an_entity_and_its_beginning_before_other_words(
    tmp_path: Path,
) -> None:
    entities = [
        Entity("https://example.org/a", (Name("Ivan Petrov"), Name("Petrov, Ivan Stepanovich"))),
        Entity("https://example.org/b", (Name("Al Petrov"),)),
    ]
    write_matching(entities, tmp_path / "index")
    index = MatchingIndex.open(tmp_path / "index")
    found = [candidate.features[0].name for candidate in index.suggest("pet")]
    index.close()
    assert found == ["name “Petrov, Ivan Stepanovich”", "name “Al Petrov”"]


def test_one_question_does_not_wait_for_another(path: Path) -> None:
    """Each of the threads holds its connection until all of them have one."""
    together = threading.Barrier(THREADS, timeout=30)
    connections = Connections(path)
    found: list[object] = []

    class Waiting(str):
        __slots__ = ()

        def __conform__(self, protocol: object) -> str:
            together.wait()
            return "answered"

    def ask() -> None:
        found.extend(connections.rows("SELECT ?", (Waiting("asked"),)))

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connections.close()
    assert found == [("answered",)] * THREADS


def test_a_closed_index_does_not_answer(path: Path) -> None:
    index = MatchingIndex.open(path)
    index.close()
    index.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        index.match(Query("Avel"))
