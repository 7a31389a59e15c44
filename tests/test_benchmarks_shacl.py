"""The comparison of SHACL engines compares what it promises; nothing here looks at a clock."""

from __future__ import annotations

import json
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from benchmarks.__main__ import main
from benchmarks.measure import Measured
from benchmarks.shacl import comparison, tables
from benchmarks.shacl.agreement import Row, as_stored, difference, rows
from benchmarks.shacl.comparison import Comparison, Growth, Side
from benchmarks.shacl.data import SHAPES, write_data
from benchmarks.shacl.mistakes import SHARE, spoil
from benchmarks.shacl.outcome import Outcome
from benchmarks.shacl.promises import of_comparison, of_growth
from lod_archive.shacl import validate
from lod_archive.vocab.namespaces import SH


def side(
    name: str, *, loading: float = 0.0, validating: float, memory: float = 100.0, wrong: str = ""
) -> Side:
    said = {"loading": loading, "validating": validating, "conforms": False, "results": 7}
    output = json.dumps({**said, "engine": f"{name} 1.0"})
    return Side(name, Measured(9.0, 8.0, memory, output), wrong)


def compared(*, pyrudof: Side | None, purrdf: tuple[Side, ...] = ()) -> Comparison:
    return Comparison(
        800_000,
        3,
        side("ours", validating=4.0, memory=200.0),
        side("ours, loaded", loading=3.0, validating=1.0, memory=300.0),
        (side("one", validating=1.8), side("two", validating=1.0)),
        side("pySHACL", loading=25.0, validating=75.0, memory=1_000.0),
        pyrudof,
        purrdf,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "data.nt"
    write_data(path, triples=8_000)
    return path


def test_the_same_size_and_seed_give_the_same_mistakes(data: Path, tmp_path: Path) -> None:
    write_data(tmp_path / "again.nt", triples=8_000)
    write_data(tmp_path / "other.nt", triples=8_000, seed=1936)
    assert (tmp_path / "again.nt").read_bytes() == data.read_bytes()
    assert (tmp_path / "other.nt").read_bytes() != data.read_bytes()


def test_a_hundredth_of_the_values_is_spoiled() -> None:
    name, other = ox.NamedNode("https://schema.org/name"), ox.NamedNode("http://a.example/name")
    triples = [
        ox.Triple(
            ox.NamedNode(f"http://a.example/{number}"), predicate, ox.Literal("A", language="en")
        )
        for predicate in (name, other)
        for number in range(10_000)
    ]
    found = set(spoil(triples, Random(1)))
    assert {one for one in triples if one.predicate == other} <= found
    assert len(set(triples) - found | found - set(triples)) == pytest.approx(
        10_000 * SHARE, rel=0.2
    )


def test_the_shapes_use_every_kind_of_constraint_that_is_promised() -> None:
    graph = list(ox.parse(path=SHAPES))
    used = {quad.predicate.value.removeprefix(SH) for quad in graph}
    assert used >= {
        *("class", "datatype", "pattern", "or", "node", "qualifiedValueShape", "uniqueLang"),
        *("lessThan", "in", "inversePath", "minCount", "maxCount", "nodeKind", "minLength"),
        *("languageIn", "hasValue", "not", "closed", "qualifiedMinCount", "qualifiedMaxCount"),
    }
    properties = {quad.object for quad in graph if quad.predicate.value == SH.property}
    assert len(properties) >= 25


def test_most_of_the_data_conforms_and_some_does_not(data: Path) -> None:
    report = validate(data, SHAPES, engine="pyshacl", strict=False)
    components = {result.constraint_component for result in report.results}
    assert len(components) > 5
    assert len(report.results) < 0.1 * sum(report.checked.values())


def test_every_engine_gives_the_same_results() -> None:
    """Of the engines that are installed; ours must, or there is no comparison."""
    found = comparison.compare(5_000, engine="pyshacl", times=1)
    assert found.triples == pytest.approx(5_000, rel=0.3)
    assert found.pyshacl.outcome.results > 10
    text = tables.comparison(found)
    assert "Every side gives the same results." in text
    assert ("| pyrudof |" in text) == bool(find_spec("pyrudof"))


def test_results_are_read_from_reports_with_all_kinds_of_paths(tmp_path: Path) -> None:
    text = f"""
        @prefix sh: <{SH}> . @prefix ex: <http://a.example/> .
        [] a sh:ValidationReport ; sh:result
            [ sh:focusNode ex:x ; sh:resultPath ex:p ; sh:value "1" ; sh:sourceShape ex:s ;
              sh:sourceConstraintComponent sh:ClassConstraintComponent ;
              sh:detail [ a sh:ValidationResult ; sh:focusNode ex:z ] ] ,
            [ sh:focusNode ex:y ; sh:resultPath ( [ sh:inversePath ex:p ] ex:q ) ] ."""
    ox.serialize(
        (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)),
        tmp_path / "report.nt",
        format=ox.RdfFormat.N_TRIPLES,
    )
    one = Row(
        "ClassConstraintComponent", "s", "<http://a.example/x>", "<http://a.example/p>", '"1"'
    )
    path = "^<http://a.example/p>/<http://a.example/q>"
    assert rows(tmp_path / "report.nt") == Counter(
        [one, Row("", "", "<http://a.example/y>", path, "")]
    )


def test_a_difference_is_named_and_shown() -> None:
    row = Row("MinCountConstraintComponent", "name", "<http://a/x>", "<http://a/name>", "")
    assert difference(Counter([row]), Counter([row])) == ""
    assert difference(Counter([row, row]), Counter([row])).splitlines() == [
        "2 against 1 of MinCountConstraintComponent of name",
        "only the first: MinCountConstraintComponent name <http://a/x> <http://a/name>",
    ]


def test_values_are_compared_as_a_store_writes_them() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    written, stored = f'"01"^^<{xsd}nonNegativeInteger>', f'"1"^^<{xsd}integer>'
    found = Counter([Row("", "", "", "", value) for value in (written, "", "<http://a/x>")])
    assert {row.value for row in as_stored(found)} == {stored, "", "<http://a/x>"}


def test_promises_stand_beside_what_was_measured() -> None:
    pyrudof = side("pyrudof", loading=5.0, validating=19.0, memory=1_600.0)
    found = compared(pyrudof=pyrudof)
    broken = {one.what for one in of_comparison(found) if not one.is_kept}
    assert broken == {
        "validating, times as fast as pyrudof",
        "file to report, times as fast as pyrudof",
    }
    text = tables.comparison(found)
    assert "| validating, times as fast as pySHACL | ≥ 50 | 75.0 |" in text
    assert "| validating, times as fast as pyrudof | ≥ 20 | **19.0** |" in text
    assert "| peak memory, part of pySHACL's | ≤ 1 | 0.30 |" in text
    assert "| two threads, times as fast as one | ≥ 1.5 | 1.8 |" in text


def test_what_was_not_measured_is_no_promise_kept() -> None:
    found = compared(pyrudof=None)
    missing = [one for one in of_comparison(found) if one.measured is None]
    assert len(missing) == 3
    assert not any(one.is_kept for one in missing)
    assert "pyrudof is not here" in tables.comparison(found)


def test_an_engine_that_finds_something_else_is_named_below_the_table() -> None:
    wrong = side(
        "pyrudof", loading=5.0, validating=30.0, wrong="1 against 2 of A of b\nonly the first: A"
    )
    purrdf = side("purrdf", validating=5.0), side("purrdf, loaded", loading=4.0, validating=3.0)
    text = tables.comparison(compared(pyrudof=wrong, purrdf=purrdf))
    assert (
        "pyrudof does not find what pySHACL finds: 1 against 2 of A of b; only the first: A."
        in text
    )
    assert "| file to report, times as fast as purrdf | ≥ 1 | 1.2 |" in text


def test_growth_is_that_of_the_time_a_triple() -> None:
    grown = [
        Growth(
            triples, side("file", validating=file), side("loaded", loading=1.0, validating=loaded)
        )
        for triples, file, loaded in ((1_000, 1.0, 1.0), (10_000, 12.0, 14.0))
    ]
    assert [one.is_kept for one in of_growth(grown)] == [True, False]
    assert "| 10,000 | 12.00 | 1200.00 | 1.00 | 14.00 | 1400.00 | 100 |" in tables.growth(grown)


def test_what_a_side_says_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(1.5, 2.0, conforms=True, results=0, engine="pyshacl 0.40.1")
    outcome.say()
    assert Outcome.heard(capsys.readouterr().out) == outcome


def test_the_command_says_what_it_does() -> None:
    result = CliRunner().invoke(main, ["shacl", "--help"])
    assert result.exit_code == 0
    assert "--quick" in result.output
