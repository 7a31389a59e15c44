"""Describing an entity: what is a fact, what a claim, and what stands behind each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from lod_archive.errors import QueryError
from lod_archive.pipeline import Archive
from lod_archive.query import Source
from lod_archive.query.describe import describe
from lod_archive.query.description import Description, Fact, StatementNote
from lod_archive.query.labels import Text, Value
from lod_archive.query.source import open_source
from lod_archive.query.tasks import open_tasks
from lod_archive.store import Answer, Term, TripleStore

STRIKE = Path("tests/archives/strike")


@pytest.fixture(scope="module")
def source() -> Iterator[Source]:
    with Archive.open(STRIKE).source() as opened:
        yield opened


@pytest.fixture(scope="module")
def strike(source: Source) -> Description:
    return describe(source, "event/strike")


def statements(about: Description, key: str) -> list[StatementNote]:
    return [each for each in about.statements if each.property == key]


def test_names_come_in_all_languages_with_tags_as_recommended(strike: Description) -> None:
    assert strike.names == (
        Text("The strike", "en"),
        Text("Забастовка", "ru"),
        Text("Zabastovka", "ru-Latn-alalc97"),
    )


def test_best_value_comes_first_and_only_it_is_a_fact(strike: Description) -> None:
    dates = statements(strike, "date")
    assert [(date.value.text, date.rank, date.is_best, date.is_fact) for date in dates] == [
        ("1936-03-02", "preferred", True, True),
        ("1936-02", "normal", False, False),
    ]
    assert dates[1].verbatim == (Text("in February", "en"),)


def test_what_rests_on_an_allegation_is_best_but_no_fact(strike: Description) -> None:
    (cause,) = statements(strike, "causes")
    assert (cause.is_best, cause.is_fact) == (True, False)
    (claim,) = cause.claims
    assert claim.stance == "alleged"
    assert claim.source == Value("A leaflet", id="source/leaflet")
    assert claim.relations == (Fact("qualifies", (Value("leaflet/date", id="leaflet/date"),)),)


def test_quantity_is_amount_and_unit(strike: Description) -> None:
    (output,) = statements(strike, "outputMass")
    assert output.value == Value("102.5 tonne")


def test_stated_properties_are_not_repeated_among_the_facts(strike: Description) -> None:
    assert strike.facts == ()


def test_claim_is_described_with_its_passage_and_what_rests_on_it(source: Source) -> None:
    claim = describe(source, "leaflet/date")
    assert Fact("passage", (Value("end 12, start 0"),)) in claim.facts
    assert claim.descriptions[0].text.startswith("The leaflet calls")
    assert ("qualifies", "leaflet/violence", True) in [
        (link.property, link.thing.id, link.is_fact) for link in claim.links
    ]


@pytest.mark.parametrize(
    "thing",
    [
        "event/strike",
        " event/strike ",
        ":event/strike",
        "https://example.org/strike/event/strike",
        "https://example.org/strike/doc/event/strike",
        "doc/event/strike",
        "event/strike#date-leaflet-date",
    ],
)
def test_entity_is_found_by_any_of_its_names(source: Source, thing: str) -> None:
    assert describe(source, thing).id == "event/strike"


@pytest.mark.parametrize(
    ("thing", "hint"),
    [
        ("event/strik", "did you mean “event/strike”?"),
        ("забастовка", "these have it in their id or name: event/strike"),
        ("violence", "these have it in their id or name: leaflet/violence"),
        ("two words", "give an id, such as event/strike"),
        ("", "give an id, such as event/strike"),
        ('"> } DROP ALL', "give an id, such as event/strike"),
    ],
)
def test_unknown_entity_is_guessed(source: Source, thing: str, hint: str) -> None:
    with pytest.raises(QueryError, match="there is no record of") as caught:
        describe(source, thing)
    assert caught.value.hint == hint


def test_data_of_no_archive_cannot_be_described(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("<http://a.example/x> a <http://a.example/C> .", "utf-8")
    with pytest.raises(QueryError, match="not the data of an archive"):
        describe(open_source(tmp_path / "x.ttl"), "event/x")


class CountingStore:
    """Passes every query on, and counts them."""

    def __init__(self, store: TripleStore) -> None:
        self.store = store
        self.asked = 0

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str],
        base: str | None = None,
        substitutions: Mapping[str, Term],
        union: bool = True,
    ) -> Answer:
        self.asked += 1
        return self.store.query(
            sparql, prefixes=prefixes, base=base, substitutions=substitutions, union=union
        )


def test_number_of_queries_does_not_grow_with_what_there_is_to_tell() -> None:
    with Archive.open(".").source() as reference:
        store = CountingStore(reference.store)
        counted = Source(cast("TripleStore", store), reference.prologue)
        about = describe(counted, "event/record-shift-1935-08-31", language="ru")
    assert len(about.statements) > 20
    assert store.asked == 4
    assert statements(about, "outputMass")[0].value == Value("102 тонна")


def test_open_tasks_of_the_reference_archive_have_names_and_subjects() -> None:
    with Archive.open(".").source() as reference:
        subjects = open_tasks(reference)
    assert all(subject.thing and subject.tasks for subject in subjects)
    assert all(task.description for subject in subjects for task in subject.tasks)
