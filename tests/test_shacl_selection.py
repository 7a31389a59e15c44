"""Less than everything: some shapes, some focus nodes, some severities, the first results."""

from __future__ import annotations

from pathlib import Path

import pytest

from lod_archive.errors import ShapesError
from lod_archive.shacl import Engine, PyShacl, Report, Selection, Shapes, validate
from lod_archive.shacl.compiled import Compiled
from lod_archive.shacl.constraints.writer import Dialect
from lod_archive.shacl.plan import Planner
from lod_archive.shacl.selection import Selected
from lod_archive.vocab.namespaces import SH

EX = "http://a.example/"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://a.example/> .
ex:Book a sh:NodeShape ; sh:targetClass ex:B ; sh:property ex:title, ex:year .
ex:Person a sh:NodeShape ; sh:targetClass ex:P ; sh:property ex:title ; sh:node ex:Named .
ex:Named a sh:NodeShape ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .
ex:title sh:path ex:t ; sh:minCount 1 .
ex:year sh:path ex:y ; sh:minCount 1 ; sh:severity sh:Warning .
"""
DATA = """
@prefix ex: <http://a.example/> .
ex:b1 a ex:B . ex:b2 a ex:B ; ex:t "x" . ex:p1 a ex:P . ex:p2 a ex:P ; ex:t "x" ; ex:name "y" .
"""
ENGINES = [Compiled(), PyShacl()]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    return tmp_path / "data.ttl", tmp_path / "shapes.ttl"


def found(report: Report) -> list[str]:
    return sorted(
        f"{result.focus_node.value} {str(result.source_shape)[1:-1]}".replace(EX, "")
        for result in report.results
    )


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ["b1 title", "b1 year", "b2 year", "p1 Person", "p1 title"]),
        (Selection(shapes=[EX + "Book"]), ["b1 title", "b1 year", "b2 year"]),
        (Selection(shapes=[EX + "title"]), ["b1 title", "p1 title"]),
        (Selection(focus=[EX + "b1", EX + "p1"], severity="violation"), None),
        (Selection(severity="violation"), ["b1 title", "p1 Person", "p1 title"]),
        (Selection(severity="violation", shapes=[EX + "year", EX + "title"]), None),
    ],
)
def test_selection_is_the_same_with_every_engine(
    files: tuple[Path, Path], engine: Engine, selection: Selection, expected: list[str] | None
) -> None:
    report = validate(*files, engine=engine, selection=selection)
    if expected is None:
        expected = ["b1 title", "p1 title", *(["p1 Person"] if selection.focus else [])]
    assert found(report) == sorted(expected)


def test_what_is_not_selected_is_not_compiled(files: tuple[Path, Path]) -> None:
    shapes = Shapes.read(files[1])

    def compiled(selection: Selection) -> list[str]:
        plan = Planner(shapes, Dialect(), Selected.of(selection, shapes)).plan()
        return [str(check.shape.node)[1:-1].removeprefix(EX) for check in plan.checks]

    assert compiled(Selection(shapes=[EX + "Book"], severity="violation")) == ["title"]
    assert compiled(Selection(shapes=[EX + "Person"])) == ["Person", "title"]


def test_checked_counts_what_was_selected(files: tuple[Path, Path]) -> None:
    selection = Selection(focus=[EX + "b1"])
    report = validate(*files, selection=selection)
    assert report.checked == {EX + "Book": 1, EX + "Person": 0}
    assert report.notes == ("only ex:b1 was looked at",)
    assert validate(*files, selection=Selection(shapes=[EX + "Book"])).checked == {EX + "Book": 2}


def test_first_results_are_kept_and_all_counted(files: tuple[Path, Path]) -> None:
    everything = validate(*files)
    report = validate(*files, selection=Selection(most=2))
    assert report.results == everything.results[:2]
    assert report.tally == everything.tally
    assert (report.omitted, report.total, len(everything.results)) == (3, 5, 5)
    assert report.counts == {"violation": 3, "warning": 2, "information": 0}


def test_nothing_kept_is_not_conforming(files: tuple[Path, Path]) -> None:
    report = validate(*files, selection=Selection(most=0))
    assert (len(report.results), report.omitted, report.conforms) == (0, 5, False)


@pytest.mark.parametrize(
    ("selection", "message", "hint"),
    [
        (Selection(shapes=[EX + "Bok"]), "there is no shape", "did you mean"),
        (Selection(shapes=[EX + "Named"]), "has no results of its own", "refers to it"),
        (Selection(focus=[EX + "boook1"]), "the data does not mention it", "in full"),
        (Selection(focus=[EX + "B"]), "no target selects it", "targets"),
        (Selection(focus=[EX + "p1"], shapes=[EX + "Book"]), "no target selects it", "targets"),
    ],
)
def test_selecting_what_is_not_there_is_an_error(
    files: tuple[Path, Path], selection: Selection, message: str, hint: str
) -> None:
    with pytest.raises(ShapesError, match=message) as caught:
        validate(*files, selection=selection)
    assert hint in (caught.value.hint or "")


def test_severity_of_ones_own_counts_as_a_violation(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(SHAPES.replace("sh:Warning", "ex:Disaster"), "utf-8")
    report = validate(files[0], own, selection=Selection(severity="violation"))
    assert EX + "Disaster" in {result.severity for result in report.results}
    assert SH.Violation in {result.severity for result in report.results}
