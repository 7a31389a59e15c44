"""Files as targets of links: dumps in three forms, whole and broken."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lod_archive.errors import QueryError, SourceError
from lod_archive.linking import open_target
from lod_archive.linking.likely import Likely
from lod_archive.linking.service import Asking
from lod_archive.matching import Entity, Name
from lod_archive.sources.sssom import Match
from tests.mappings import MOLOTOV, STALIN, WIKIDATA

PEOPLE = [
    Entity(
        STALIN,
        (Name("Joseph Stalin", "en", is_preferred=True), Name("Иосиф Сталин", "ru")),
        ("https://schema.org/Person",),
        begin=1878,
    ),
    Entity(MOLOTOV, (Name("Vyacheslav Molotov", "en", is_preferred=True),)),
]
Q855, Q132899 = f"{WIKIDATA}Q855", f"{WIKIDATA}Q132899"


def labels(texts: dict[str, str]) -> dict[str, Any]:
    return {tag: {"language": tag, "value": text} for tag, text in texts.items()}


def claim(value: Any, rank: str = "normal") -> dict[str, Any]:
    return {"rank": rank, "mainsnak": {"datavalue": {"value": value}}}


ITEM = {
    "id": "Q855",
    "labels": labels({"en": "Joseph Stalin", "ru": "Сталин, Иосиф Виссарионович"}),
    "aliases": {"en": [{"language": "en", "value": "Stalin"}]},
    "descriptions": labels({"en": "leader of the Soviet Union"}),
    "claims": {
        "P31": [claim({"id": "Q5"})],
        "P569": [
            claim({"time": "+1879-12-21T00:00:00Z"}, "deprecated"),
            claim({"time": "+1878-12-18T00:00:00Z"}),
        ],
        "P570": [claim({"time": "+1953-03-05T00:00:00Z"})],
    },
}
OTHER = {"id": "Q1", "labels": labels({"en": "universe"})}
JSON_LINES = "[\n" + ",\n".join(json.dumps(each) for each in (OTHER, ITEM)) + "\n]\n"
N_TRIPLES = f"""\
<{Q855}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{WIKIDATA}Q5> .
<{WIKIDATA}Q1> <http://www.w3.org/2000/01/rdf-schema#label> "universe"@en .
<{Q855}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Joseph Stalin"@en .
<{Q855}> <https://schema.org/birthDate> "1878-12-18" .
<{Q855}> <https://schema.org/deathDate> "1953-03-05" .
<{Q855}> <https://schema.org/description> "leader of the Soviet Union"@en .
_:b <http://www.w3.org/2000/01/rdf-schema#label> "Stalin" .
"""
CSV = f"""\
ID,Name,Alias,note,Class,Date of birth,died
Q1,universe,,,,,
{Q855},Joseph Stalin,Stalin|Сталин,leader of the Soviet Union,{WIKIDATA}Q5,18 December 1878,1953
"""
FORMS = {"x.jsonl": JSON_LINES, "x.json": JSON_LINES, "x.nt": N_TRIPLES, "x.csv": CSV,
         "x.tsv": CSV.replace(",", "\t")}  # fmt: skip


def found_in(path: Path, **options: Any) -> dict[str, list[Match]]:
    asking = Asking(types=options.pop("types", {}), limit=options.pop("limit", 5))
    namespace = options.pop("namespace", WIKIDATA)
    target = open_target(str(path), PEOPLE, asking, path.parent, namespace=namespace)
    try:
        return {entity.iri: matches for entity, matches in target.matches(PEOPLE)}
    finally:
        target.close()


@pytest.fixture(params=[*FORMS, *(f"{name}.gz" for name in FORMS if name != "x.json")])
def dump(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name = str(request.param)
    path = tmp_path / name
    content = FORMS[name.removesuffix(".gz")].encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def test_an_entity_is_found_with_what_is_known_of_it(dump: Path) -> None:
    found = found_in(dump)
    (match,) = found[STALIN]
    assert match.target == Q855
    assert match.target_label == "Joseph Stalin"
    assert (match.begin, match.end) == (1878, 1953)
    assert match.category == f"{WIKIDATA}Q5"
    assert match.description == "leader of the Soviet Union"
    assert match.score is not None
    assert match.score > 0.9
    assert {name for name, _ in match.features} >= {"name", "begin"}
    assert found[MOLOTOV] == []


@pytest.mark.parametrize("human", ["Q5", f"{WIKIDATA}Q5"])
def test_only_candidates_of_the_class_asked_for_count(human: str, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(JSON_LINES, "utf-8")
    person = "https://schema.org/Person"
    assert found_in(path, types={person: (human,)}, namespace="")[STALIN]
    assert not found_in(path, types={person: (f"{human}15",)})[STALIN]


@pytest.mark.parametrize(
    ("name", "content", "place", "message"),
    [
        ("x.nt", "<urn:a> <urn:b> c .\n", ":1", "not N-Triples: "),
        ("x.nt.gz", "no gzip", "", "cannot read it"),
        ("x.jsonl", '{"id": "Q1"}\n{"id"\n', ":2", "the line is no entity"),
        ("x.jsonl", "[\n7\n", ":2", "it has no id"),
        ("x.csv", "id,born\n", ":1", "the table has no column “label”"),
        ("x.csv", "id,label\n,x\nQ 7,Stalin\n", ":3", "'Q 7' is no IRI"),
        ("x.csv", 'id,label\n1,"Stalin\n', "", "the table cannot be read: "),
        ("x.nt", "<urn:a> <urn:b> <urn:c> .\n", "", "nothing in it has a name"),
        ("x.txt", "", "", "cannot be told from its name"),
    ],
)
def test_a_broken_file_is_told_with_its_place(
    name: str, content: str, place: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(SourceError) as caught:
        found_in(path, namespace="")
    assert str(caught.value.at).startswith(f"{path}{place}")
    assert message in str(caught.value)
    assert caught.value.hint


def test_a_dump_is_read_line_by_line_and_only_the_likely_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for number in range(3000):
            print(json.dumps({"id": f"Q{number}", "labels": labels({"en": "xyz"})}), file=file)
        print(json.dumps(ITEM), file=file)
    seen: list[int] = []
    target = open_target(str(path), PEOPLE, Asking(), tmp_path, progress=seen.append)
    assert seen == [1000, 2000, 3000]
    assert getattr(target, "size", None) == 1
    target.close()


@pytest.mark.parametrize(("precision", "begin"), [(11, 1900), (9, 1900), (8, None), (7, None)])
def test_a_time_that_is_known_to_a_decade_or_a_century_gives_no_year(
    precision: int, begin: int | None, tmp_path: Path
) -> None:
    time = {"time": "+1900-00-00T00:00:00Z", "precision": precision}
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(ITEM | {"claims": {"P569": [claim(time)]}}), "utf-8")
    assert [match.begin for match in found_in(path)[STALIN]] == [begin]


def test_names_of_the_gnd_are_names(tmp_path: Path) -> None:
    gnd = "https://d-nb.info/standards/elementset/gnd#"
    path = tmp_path / "x.nt"
    path.write_text(
        f'<{Q855}> <{gnd}variantNameForThePerson> "Stalin, J." .\n'
        f'<{Q855}> <{gnd}preferredNameForThePerson> "Stalin, Joseph" .\n',
        "utf-8",
    )
    assert [match.target_label for match in found_in(path)[STALIN]] == ["Stalin, Joseph"]


def test_a_line_of_a_table_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lod_archive.linking.dump.MAX_LINE", 1000)
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"id,label\n1," + b"x" * 10_000))
    with pytest.raises(SourceError, match="the line is longer than"):
        found_in(path)


@pytest.mark.parametrize(
    "row",
    [b"2,\xffStalin", b"2," + b"Stalin " * 30_000, b'2,"Stalin"x'],
    ids=["bytes", "long", "quotes"],
)
def test_what_cannot_be_read_of_a_table_is_told_with_its_line(row: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"id,label\n1,Stalin\n" + row + b"\n3,Stalin\n")
    with pytest.raises(SourceError, match="the table cannot be read") as caught:
        found_in(path)
    assert caught.value.at is not None
    assert (caught.value.at.line, caught.value.hint) == (3, "save the table as CSV in UTF-8")


def test_of_a_table_only_the_likely_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,label\n1,xyz\n2,Stalin\n", "utf-8")
    target = open_target(str(path), PEOPLE, Asking(), tmp_path, namespace=WIKIDATA)
    assert getattr(target, "size", None) == 1
    target.close()


def test_half_a_character_in_a_dump_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        json.dumps(ITEM | {"labels": labels({"en": "Joseph \ud800Stalin 😀"})}), "utf-8"
    )
    assert [match.target_label for match in found_in(path)[STALIN]] == ["Joseph Stalin 😀"]


@pytest.mark.parametrize("name", ["a:b", "x/y", "..", "a b", "ж", "x" * 101])
def test_a_dataset_is_called_as_a_file_and_a_prefix_can_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be called") as caught:
        open_target(str(tmp_path / "x.csv"), PEOPLE, Asking(), tmp_path, name=name)
    assert caught.value.hint


def test_what_is_likely_is_told_in_any_alphabet() -> None:
    likely = Likely(PEOPLE)
    assert likely.is_meant(["Wjatscheslaw Molotow"])
    assert likely.is_meant(["Сталин"])
    assert not likely.is_meant(["Lenin", ""])


@pytest.mark.parametrize(
    ("claims", "years"),
    [
        ({"P571": "1910", "P576": "1995"}, (1910, 1995)),
        ({"P580": "1935", "P582": "1936"}, (1935, 1936)),
        ({"P585": "1935"}, (1935, 1935)),
        ({"P571": "1910", "P580": "1911"}, (1910, None)),
    ],
)
@pytest.mark.parametrize("form", ["json", "nt"])
def test_organisations_and_events_have_years_too(
    claims: dict[str, str], years: tuple[int | None, int | None], form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"x.{form}"
    times = {key: f"{year}-00-00T00:00:00Z" for key, year in claims.items()}
    if form == "json":
        said = {key: [claim({"time": f"+{time}", "precision": 9})] for key, time in times.items()}
        path.write_text(json.dumps(ITEM | {"claims": said}), "utf-8")
    else:
        named = f'<{Q855}> <http://www.w3.org/2000/01/rdf-schema#label> "Joseph Stalin"@en .\n'
        direct = "http://www.wikidata.org/prop/direct/"
        lines = [f'<{Q855}> <{direct}{key}> "+{time}" .\n' for key, time in times.items()]
        path.write_text(named + "".join(lines), "utf-8")
    (match,) = found_in(path)[STALIN]
    assert (match.begin, match.end) == years
