"""Errors say where, what and what to do, alone and together."""

from __future__ import annotations

import pytest

from lod_archive import errors
from lod_archive.errors import (
    ArchiveError,
    ArchiveErrors,
    Location,
    ModelError,
    NonConformance,
    SourceError,
    did_you_mean,
)
from lod_archive.graph.problems import LIMIT, Problems


def test_an_error_is_place_cause_remedy_and_specification() -> None:
    error = ModelError("no type", at=Location("a.yaml", 1, 2), hint="add one", spec="https://e.org")
    assert str(error) == "a.yaml:1:2: no type\n  Hint: add one\n  See: https://e.org"


def test_what_is_unknown_is_left_out() -> None:
    assert str(ModelError("no type")) == "no type"
    assert str(ModelError("no type", at=Location("a.yaml", 3))) == "a.yaml:3: no type"


def test_errors_are_sorted_by_file_line_and_column() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 2), ("a", 9, 1), ("a", None, None)]
    together = ArchiveErrors([SourceError("x", at=Location(*place)) for place in places])
    assert [str(error.at) for error in together.errors] == [
        "a",
        "a:9:1",
        "a:9:2",
        "a:10:1",
        "b:1:1",
    ]


def test_errors_beyond_the_limit_are_counted() -> None:
    problems = Problems()
    for number in range(LIMIT + 5):
        problems.add(ModelError(f"error {number}"))
    assert problems.count == LIMIT + 5
    with pytest.raises(ArchiveErrors) as raised:
        problems.raise_any()
    assert str(raised.value).endswith("\n… and 5 more")
    assert raised.value.message == f"{LIMIT + 5} errors"


def test_errors_of_errors_are_kept_one_by_one() -> None:
    problems = Problems()
    problems.add(ArchiveErrors([ModelError("a"), ModelError("b")], omitted=3))
    assert [error.message for error in problems.errors] == ["a", "b"]
    assert problems.count == 5


def test_no_errors_raise_nothing() -> None:
    Problems().raise_any()


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("tone", "did you mean “tonne”?"),
        ("hours", "did you mean “hour”?"),
        ("", None),
        ("zzz", None),
    ],
)
def test_near_words_are_suggested(word: str, hint: str | None) -> None:
    assert did_you_mean(word, ["tonne", "hour", "year"]) == hint


def classes() -> list[type[ArchiveError]]:
    found = vars(errors).values()
    return [one for one in found if isinstance(one, type) and issubclass(one, ArchiveError)]


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_the_tree_in_the_docstring_has_every_error(kind: type[ArchiveError]) -> None:
    assert errors.__doc__ is not None
    assert kind.__name__ in errors.__doc__
    assert kind.exit_code == (1 if kind is NonConformance else 2)
