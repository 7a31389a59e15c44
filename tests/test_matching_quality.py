"""How well the names of the reference archive are matched: 800 of them, labelled by hand."""

from __future__ import annotations

import doctest
from collections.abc import Iterator

import pytest

from benchmarks.matching.labelled import FOLDER, Labelled, judge, read
from benchmarks.measure import ROOT
from lod_archive.matching import MatchingIndex, index_matching
from lod_archive.query import Source
from tests import samples

LEAST_NAMES = 400
FILES = sorted(path.name for path in FOLDER.glob("*.csv"))


@pytest.fixture(scope="module")
def index(
    reference_archive: Source, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MatchingIndex]:
    path = tmp_path_factory.mktemp("matching") / "matching.sqlite"
    index_matching(reference_archive, path)
    index = MatchingIndex.open(path)
    yield index
    index.close()


@pytest.mark.parametrize("name", FILES)
def test_the_names_are_matched_as_promised(
    reference_archive: Source, index: MatchingIndex, name: str
) -> None:
    base = reference_archive.prologue.base or ""

    def ask(labelled: Labelled) -> list[tuple[str, bool]]:
        found = index.match(labelled.query)
        return [(each.iri.removeprefix(base), each.is_match) for each in found]

    quality = judge(read(FOLDER / name), ask)
    assert quality.false == []
    assert quality.precision >= 0.95, "\n".join(quality.failures)
    assert quality.recall >= 0.98, "\n".join(quality.failures)
    assert quality.safe >= quality.wanted / 2


@pytest.mark.parametrize("name", FILES)
def test_what_the_names_mean_is_in_the_archive(index: MatchingIndex, name: str) -> None:
    for labelled in read(FOLDER / name):
        assert labelled.formed
        for iri in labelled.expected:
            entity = index.entity(f"https://w3id.org/lod-archive/seventeen-moments/{iri}")
            assert entity is not None, iri
            assert {*labelled.query.types} & {*entity.types}, labelled


def test_there_are_enough_names_and_none_twice() -> None:
    names = [labelled for path in FILES for labelled in read(FOLDER / path)]
    asked = [
        (labelled.query.text, labelled.query.types, tuple(labelled.query.evidence.items()))
        for labelled in names
    ]
    assert len({*asked}) == len(asked) >= LEAST_NAMES
    kinds = {labelled.expected[0].partition("/")[0] for labelled in names if labelled.expected}
    assert kinds >= {"person", "place", "organization", "topic", "role", "periodical", "event"}
    assert sum(not labelled.expected for labelled in names) >= LEAST_NAMES / 10
    assert sum(len(labelled.expected) > 1 for labelled in names) > 0


def test_the_example_of_the_page_comes_out_as_it_says() -> None:
    page = (ROOT / "docs/matching.md").read_text("utf-8")
    [example] = [block.body for block in samples.blocks(page) if block.kind == "pycon"]
    parsed = doctest.DocTestParser().get_doctest(example, {}, "docs/matching.md", None, 0)
    assert doctest.DocTestRunner().run(parsed) == (0, 5)
