"""The archives of the benchmarks are what they promise; nothing here looks at a clock."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import comparison, digests, report
from benchmarks.generate import generate
from benchmarks.measure import Measured
from benchmarks.steps import Stopwatch
from lod_archive import Archive

TRIPLES = 8_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    generate(folder, triples=TRIPLES)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_size_and_seed_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", triples=TRIPLES)
    assert contents(tmp_path / "again") == contents(folder)


def test_another_seed_gives_other_records(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path / "other", triples=TRIPLES, seed=1936)
    one, other = contents(folder), contents(tmp_path / "other")
    assert {name for name in one if one[name] == other[name]} == set()


def test_a_generated_archive_has_its_size_and_neither_mistakes_nor_violations(
    folder: Path,
) -> None:
    """Reading it fails at any mistake, dangling references among them."""
    archive = Archive.open(folder)
    assert len(archive.graph()) == pytest.approx(TRIPLES, rel=0.1)
    assert archive.validate().violations == ()


def test_a_generated_archive_has_something_of_everything(folder: Path) -> None:
    lines = (folder / "data/events.jsonl").read_text("utf-8").splitlines()
    statements = [one for line in lines for one in json.loads(line)["statements"]]
    assert {one.get("rank") for one in statements} == {None, "preferred", "deprecated"}
    keys = {key for one in statements for key in one}
    assert {"calendar", "verbatim", "derivation", "derivedFrom", "qualifiers"} <= keys


def test_both_sides_of_the_comparison_give_the_same_graph() -> None:
    """Six files: rdflib's and ours, in three formats."""
    compared = comparison.compare(5_000, times=1)
    assert compared.triples == pytest.approx(5_000, rel=0.2)
    assert "| rdflib, one run |" in report.comparison(compared)


def test_files_with_the_same_triples_have_the_same_digest(tmp_path: Path) -> None:
    texts = {
        "a.nt": '<http://a/s> <http://a/p> "x"@en-gb .\n' * 2,
        "a.nq": '<http://a/s> <http://a/p> "x"@en-GB <http://a/g> .\n',
        "b.nt": '<http://a/s> <http://a/p> "x"@en .\n',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    found = [digests.digest(tmp_path / name) for name in texts]
    assert found[0] == found[1] != found[2]


def test_graphs_with_blank_nodes_are_not_compared(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text('_:b <http://a/p> "x" .\n', "utf-8")
    with pytest.raises(ValueError, match="blank nodes"):
        digests.digest(tmp_path / "a.nt")


def test_a_step_lasts_until_the_next_one_begins() -> None:
    stopwatch = Stopwatch()
    for step, done in (("reading", 1), ("reading", 2), ("writing", 0)):
        stopwatch(step, done)
    assert list(stopwatch.seconds()) == ["reading", "writing"]


def test_results_replace_those_of_the_last_run(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n<!-- results: growth -->\nold\n<!-- end -->\nlast\n", "utf-8")
    grown = [comparison.Growth(1_000, Measured(2.0, 1.5, 10.0, ""))]
    report.put(page, "growth", report.growth(grown))
    text = page.read_text("utf-8")
    assert "old" not in text
    assert "| 1,000 | 2.0 | 2000.0 | 10 |" in text
    assert text.endswith("<!-- end -->\nlast\n")
    with pytest.raises(ValueError, match="no section builds"):
        report.put(page, "builds", "")
