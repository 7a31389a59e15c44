"""Whatever a record holds, it becomes sound triples or errors with a place, never a crash."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lod_archive.archive import ArchiveFolder
from lod_archive.errors import Location
from lod_archive.graph import Expander, Model, Problems
from lod_archive.sources import Number
from tests.records import assert_same_quads, quads


@dataclass(frozen=True)
class StubSource:
    name: str = "data/records.jsonl"


@dataclass(frozen=True)
class StubRecord:
    data: dict[str, Any]
    source: StubSource = StubSource()

    def locate(self, path: object = (), *, key: bool = False) -> Location:
        return Location(self.source.name, 1)


@cache
def model() -> Model:
    return Model.load(ArchiveFolder.open("tests/archives/strike"))


IDS = st.sampled_from(["event/a", "person/b-1", "place/c.d", "letters/c01"])
ODD_TEXTS = """
1936 1936-02 1905-12~ 102.50 P1Y12M tonne book asserted julian https://example.com/x schema:x
_:b event/a#b Event/A a/../b a/b.ttl doc/a %zz @id
"""
ODD_KEYS = """
@id @value @type @language @graph @included @list @set @reverse @none id type en en_US
ru-Latn-alalc97 p:date ps:date doc:x schema:x https://example.com/p
"""
TEXTS = st.one_of(
    IDS,
    st.text(max_size=8),
    st.sampled_from(["\ud800", "a b", "https://a/b c", *ODD_TEXTS.split()]),
)
SCALARS = st.one_of(
    TEXTS, st.none(), st.booleans(), st.sampled_from([Number("7"), Number("1.50"), Number("1e3")])
)
KEYS = st.sampled_from(["", "x y", *ODD_KEYS.split(), *sorted(model().context.terms)])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
LIKELY = st.fixed_dictionaries(
    {},
    optional={
        "name": st.dictionaries(st.sampled_from(["en", "ru", "@none"]), st.text(max_size=5)),
        "date": st.sampled_from(["1936", "1935-23", "1935/.."]),
        "about": IDS | st.lists(IDS, max_size=3),
        "geo": st.fixed_dictionaries({"latitude": st.sampled_from(["1.50", "01"])}),
        "schema:x": st.text(max_size=5) | st.booleans(),
        "identifier": st.lists(st.fixed_dictionaries({"code": st.text(max_size=3)}), max_size=3),
    },
)
STATEMENTS = st.fixed_dictionaries(
    {"property": st.sampled_from(["date", "name", "about", "outputMass", "position"]) | TEXTS},
    optional={
        "value": VALUES,
        "claim": IDS | st.lists(IDS, max_size=2) | VALUES,
        "rank": st.sampled_from(["preferred", "normal", "deprecated"]) | VALUES,
        "qualifiers": st.dictionaries(KEYS, VALUES, max_size=2) | VALUES,
        "calendar": st.sampled_from(["julian", "gregorian"]) | VALUES,
        "evidence": VALUES,
        "id": VALUES,
    },
)
RANKED = {
    "claim": IDS,
    "rank": st.sampled_from(["preferred", "normal", "deprecated"]),
}
LIKELY_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "date": st.sampled_from(["1936", "1935-23"]),
    "name": st.dictionaries(st.sampled_from(["en", "ru"]), st.text(max_size=5), min_size=1),
    "about": IDS,
    "outputMass": st.fixed_dictionaries({"amount": st.just("1.0"), "unit": st.just("tonne")}),
}
LIKELY_STATEMENTS = st.one_of(
    [
        st.fixed_dictionaries({"property": st.just(key), "value": value}, optional=RANKED)
        for key, value in LIKELY_VALUES.items()
    ]
)


def expand(data: dict[str, Any]) -> tuple[bytes, Problems, list[dict[str, Any]]]:
    problems = Problems()
    expanded = Expander(model(), problems).expand([StubRecord(data)])
    return expanded.nquads, problems, [tree for _, tree in expanded.documents]


def assert_sound(nquads: bytes, record_id: str) -> None:
    """Without blank nodes, valid where it is read again, all in one graph, nothing repeated."""
    base = model().context.base
    lines = nquads.splitlines()
    assert len(set(lines)) == len(lines)
    subjects = []
    for quad in ox.parse(nquads, ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert quad.graph_name == ox.NamedNode(f"{base}doc/{record_id}")
        subjects.append(quad.subject.value)
        own = quad.subject.value.partition("#")[0]
        assert own in (f"{base}{record_id}", f"{base}doc/{record_id}")
    changes = sum(one != next_ for one, next_ in pairwise(subjects))
    assert changes + 1 == len(set(subjects))


@given(LIKELY, st.lists(LIKELY_STATEMENTS, max_size=4))
def test_ordinary_records_become_sound_triples(
    data: dict[str, Any], statements: list[dict[str, Any]]
) -> None:
    record = {"id": "event/x", "type": "Event", **data, "statements": statements}
    nquads, problems, trees = expand(record)
    assert not problems.errors
    assert_sound(nquads, "event/x")
    again = Expander(model(), Problems()).nquads([{"@id": "doc/event/x", "@graph": trees}])
    assert_same_quads(quads(nquads), quads(again))


@given(st.dictionaries(KEYS, VALUES, max_size=5), st.lists(STATEMENTS, max_size=3) | VALUES)
def test_any_record_becomes_sound_triples_or_errors(data: dict[str, Any], statements: Any) -> None:
    record = {**data, "id": "event/x", "type": "Event", "statements": statements}
    nquads, problems, _ = expand(record)
    if problems.errors:
        assert nquads == b""
        assert all(error.at is not None for error in problems.errors)
    else:
        assert_sound(nquads, "event/x")


@given(VALUES, VALUES)
def test_any_id_and_type_become_sound_triples_or_errors(record_id: Any, kind: Any) -> None:
    nquads, problems, _ = expand({"id": record_id, "type": kind})
    if not problems.errors:
        assert_sound(nquads, str(record_id).removeprefix(model().context.base))
