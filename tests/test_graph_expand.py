"""What the bytes of expanded records look like, and mistakes that only show there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lod_archive.errors import ArchiveErrors
from lod_archive.graph import Expander, Model, Problems
from lod_archive.graph.expand import as_tree, weak_claims
from lod_archive.graph.nodes import Link
from tests.records import BASE, expand, make_archive, quads, read_records

if TYPE_CHECKING:
    from pathlib import Path


def test_literals_keep_the_bytes_that_were_written(tmp_path: Path) -> None:
    """A store would make 102.50 of it 102.5, of 01 1, and of P1Y12M P2Y."""
    record = "{id: a/b, type: Event, amount: 102.50, position: 01, duration: P1Y12M}"
    nquads = expand(make_archive(tmp_path, {"data/a.yaml": record}))
    for literal in (b'"102.50"^^', b'"01"^^', b'"P1Y12M"^^'):
        assert nquads.count(literal) == 1


def test_each_quad_is_written_once_and_a_subjects_quads_together(tmp_path: Path) -> None:
    context = {"@context": {"took": {"@reverse": "schema:agent", "@type": "@id"}}}
    record = (
        "{id: a/b, type: Event, name: {en: x}, took: [c/d, e/f, c/d], about: [g/h, g/h],"
        " statements: [{property: about, value: g/h, evidence: x, claim: c/l, derivedFrom: c/l}],"
        " note: {en: last}}"
    )
    files = {"data/a.yaml": record, "ontology/own.jsonld": json.dumps(context)}
    lines = expand(make_archive(tmp_path, files)).splitlines()
    assert len(lines) == len(set(lines))
    subjects = [line.split(b" ", 1)[0] for line in lines]
    runs = [one for one, before in zip(subjects, [b"", *subjects], strict=False) if one != before]
    assert sorted(runs) == sorted(set(subjects))


def test_language_tags_are_in_lower_case_and_texts_as_written(tmp_path: Path) -> None:
    """``en-GB`` and ``EN-gb`` are one language, so the quad is one, too."""
    texts = """{en-GB: '"@ru-Latn <a:b> .', EN-gb: '"@ru-Latn <a:b> .', ru-Latn: 'x"@EN <a:b>'}"""
    record = f"{{id: a/b, type: Event, note: {texts}}}"
    nquads = expand(make_archive(tmp_path, {"data/a.yaml": record}))
    for literal in (rb'"\"@ru-Latn <a:b> ."@en-gb <', rb'"x\"@EN <a:b>"@ru-latn <'):
        assert nquads.count(literal) == 1


def test_records_with_mistakes_are_left_out_and_the_others_go_on(tmp_path: Path) -> None:
    files = {"data/a.yaml": "- {id: a/b, type: Nothing}\n- {id: a/c, type: Event}\n"}
    archive = make_archive(tmp_path, files)
    problems = Problems()
    expanded = Expander(Model.load(archive), problems).expand(read_records(archive))
    assert [record_id for record_id, _ in expanded.documents] == ["a/c"]
    assert problems.count == 1


def test_half_a_surrogate_pair_is_a_mistake_of_its_record_alone(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, {"data/a.yaml": "- {id: a/b, type: Event}\n"})
    (good,) = read_records(archive)
    bad = type(good)({**good.data, "id": "a/c", "name": {"en": "\ud800"}}, good.source, 0, 1)
    problems = Problems()
    expanded = Expander(Model.load(archive), problems).expand([good, bad])
    assert [record_id for record_id, _ in expanded.documents] == ["a/b"]
    (error,) = problems.errors
    assert "U+D800" in error.message
    assert str(error.at) == "data/a.yaml:1:3"


def test_newlines_and_control_characters_stay_in_one_line(tmp_path: Path) -> None:
    record = json.dumps({"id": "a/b", "type": "Event", "name": 'a\nb\r\t"\\ \u2028\u0085'})
    nquads = expand(make_archive(tmp_path, {"data/a.json": record}))
    assert len(quads(nquads)) == nquads.count(b"\n")
    assert '"a\\nb\\r\\t\\"\\\\ \u2028\u0085"@en'.encode() in nquads


def test_the_language_of_the_archive_is_that_of_plain_texts(tmp_path: Path) -> None:
    settings = f'base = "{BASE}"\ntitle = "T"\nlanguage = "ru"\n'
    record = "{id: a/b, type: Event, name: Стачка, schema:x: ещё}"
    nquads = expand(make_archive(tmp_path, {"data/a.yaml": record}, settings)).decode()
    assert nquads.count("@ru") == 2


def test_the_tree_says_what_the_flat_nodes_say(tmp_path: Path) -> None:
    record = (
        "{id: a/b, type: Event, geo: {latitude: 1.0}, name: {en: a/b#geo}, statements: ["
        "{property: outputMass, value: {amount: 1, unit: tonne}, evidence: a/b#outputMass-value}]}"
    )
    archive = make_archive(tmp_path, {"data/a.yaml": record})
    expander = Expander(Model.load(archive), Problems())
    expanded = expander.expand(read_records(archive))
    ((record_id, tree),) = expanded.documents
    assert record_id == "a/b"
    assert json.loads(json.dumps(tree)) == tree
    entity = tree["foaf:primaryTopic"]
    assert entity["geo"]["latitude"] == "1.0"
    assert entity["name"] == {"en": "a/b#geo"}
    again = expander.nquads([{"@id": "doc/a/b", "@graph": [tree]}])
    assert quads(again) == quads(expanded.nquads)


def test_the_tree_has_a_node_at_the_first_link_to_it() -> None:
    nodes: list[dict[str, Any]] = [
        {"id": "doc", "to": Link("a"), "also": [{"id": Link("b")}, Link("a"), "b"]},
        {"id": "a", "to": {"id": Link("b")}, "text": "b"},
        {"id": "b", "back": Link("a")},
    ]
    b = {"id": "b", "back": "a"}
    assert as_tree(nodes) == {
        "id": "doc",
        "to": {"id": "a", "to": b, "text": "b"},
        "also": [{"id": "b"}, "a", "b"],
    }


CLAIMS = """
- {id: c/asserted, type: Claim, stance: asserted}
- {id: c/full, type: Claim, stance: arc:asserted}
- {id: https://example.org/c/alleged, type: Claim, stance: alleged}
- {"@id": c/other, type: Claim, stance: [asserted, alleged]}
- {id: c/none, type: Claim}
"""


def test_claims_are_weak_unless_their_stance_asserts(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, {"data/claims/c.yaml": CLAIMS})
    weak = weak_claims(read_records(archive), Model.load(archive))
    assert weak == {"c/alleged", "c/other", "c/none"}


@pytest.mark.parametrize(
    "kind", ["type: Claim", "'@type': Claim", "type: [Event, Claim]", "type: arc:Claim"]
)
def test_claims_elsewhere_are_misplaced(kind: str, tmp_path: Path) -> None:
    record = f"{{id: c/a, {kind}}}"
    archive = make_archive(tmp_path, {"data/x.yaml": record, "data/claims/x.yaml": record})
    here, elsewhere = read_records(archive)
    problems = Problems()
    expander = Expander(Model.load(archive), problems)
    assert expander.nodes(here) is not None
    assert expander.nodes(elsewhere) is None
    (error,) = problems.errors
    assert error.hint == "move it to data/claims/<source>.yaml"


def test_all_mistakes_come_together_sorted_by_place(tmp_path: Path) -> None:
    files = {"data/b.yaml": "{id: a/b, type: X1}", "data/a.yaml": "{id: a/c, date: x, type: X2}"}
    archive = make_archive(tmp_path, files)
    problems = Problems()
    Expander(Model.load(archive), problems).expand(reversed(read_records(archive)))
    with pytest.raises(ArchiveErrors) as raised:
        problems.raise_any()
    places = [str(error.at) for error in raised.value.errors]
    assert places == ["data/a.yaml:1:17", "data/a.yaml:1:26", "data/b.yaml:1:17"]
