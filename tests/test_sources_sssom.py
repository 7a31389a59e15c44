"""Decisions on links as they are written: what a row means, and what is wrong with it, where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator

from lod_archive.errors import ArchiveErrors
from lod_archive.sources import unread_files
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.sssom import (
    Match,
    Verdict,
    header_of,
    match_of,
    read_decisions,
    read_table,
    row_of,
    write_head,
    write_table,
)
from lod_archive.sources.sssom.vocabulary import COLUMNS
from lod_archive.vocab.namespaces import SKOS
from tests.mappings import FILE, HEADER, STALIN, WIKIDATA, as_json, linked_archive, mapping_set
from tests.records import BASE, make_archive
from tests.suites import suite_path


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({}, Verdict.ACCEPTED),
        ({"author_label": "", "author_id": "orcid:0000-0002-1825-0097"}, Verdict.ACCEPTED),
        ({"predicate_modifier": "Not"}, Verdict.REJECTED),
        ({"confidence": "0"}, Verdict.UNSURE),
        ({"author_label": "", "reviewer_label": "Anna"}, Verdict.ACCEPTED),
        (
            {"author_label": "", "reviewer_label": "Anna", "reviewer_agreement": "0"},
            Verdict.UNSURE,
        ),
        (
            {"author_label": "", "reviewer_label": "Anna", "reviewer_agreement": "-1"},
            Verdict.REJECTED,
        ),
    ],
)
def test_a_row_says_what_was_decided(row: dict[str, str], verdict: Verdict, tmp_path: Path) -> None:
    (match,) = read_decisions(linked_archive(tmp_path, row))
    assert match.verdict is verdict
    assert match.pair == (STALIN, f"{WIKIDATA}Q855")


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        ({"subject_id": "archiv:person/stalin"}, "7:1", "unknown prefix “archiv:”"),
        ({"subject_id": "person/stalin"}, "7:1", "not a compact IRI"),
        ({"subject_id": "wikidata:Q855"}, "7:1", "no entity of this archive"),
        ({"object_id": ""}, "7", "the row has no object_id"),
        ({"object_id": "archive:person/molotov"}, "7:40", "in this archive itself"),
        ({"object_id": "wikidata:Q 855"}, "7:40", "is not an IRI"),
        ({"object_id": "wikidata:Q855%"}, "7:40", "is not an IRI"),
        ({"object_id": "https://[b.example/7"}, "7:40", "is not an IRI"),
        ({"object_id": "https://b.example/a\xa0b"}, "7:40", "is not an IRI"),
        ({"predicate_id": "skos:exactMatsch"}, "7:23", "not a kind of link"),
        ({"mapping_justification": "semapv:Guessing"}, "7:54", "no justification “Guessing”"),
        ({"mapping_date": "29.11.2026"}, "7:", "'29.11.2026' is not a day"),
        ({"mapping_date": "2026-02-30"}, "7:", "'2026-02-30' is not a day"),
        ({"confidence": "certain"}, "7:", "'certain' is not a number from 0 to 1"),
        ({"confidence": "1.5"}, "7:", "'1.5' is not a number from 0 to 1"),
        ({"predicate_modifier": "No"}, "7:39", "'No' is no modifier"),
        ({"confidence": "٠.٥"}, "7:", "'٠.٥' is not a number from 0 to 1"),
        ({"author_label": ""}, "7", "nobody has decided this"),
        ({"author_label": "|"}, "7", "nobody has decided this"),
        ({"author_id": "https://b.example/100%"}, "7:", "is not an IRI"),
        ({"author_id": "anna"}, "7:", "'anna' is not a compact IRI"),
    ],
)
def test_a_mistake_in_a_row_has_its_place_and_a_remedy(
    row: dict[str, str], place: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ArchiveErrors) as caught:
        read_decisions(linked_archive(tmp_path, row))
    (error,) = caught.value.errors
    assert str(error.at).startswith(f"{FILE}:{place}")
    assert message in error.message
    assert error.hint


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", ":1", "no table below the header"),
        ("#license: x\n", ":2", "no table below the header"),
        ("#curie_map: [\nsubject_id\n", ":1:", "the header is not YAML"),
        ("#- a list\nsubject_id\n", ":1", "the header is not a mapping"),
        ("#curie_map:\n#  a: [b]\nsubject_id\n", ":1", "the header is not a mapping"),
        ("subject_id\tobject_id\n", ":1", "no column predicate_id, mapping_justification"),
        (
            "subject_id\tpredicate_id\tobject_id\tmapping_justification\tcomment\tcomment\n",
            ":1",
            "two columns are called comment",
        ),
        (
            "subject_id\tpredicate_id\tobject_id\tmapping_justification\na\tb\tc\td\te\n",
            ":2",
            "the row has 5 cells, and there are 4 columns",
        ),
        ("subject_id\x01\n", ":1:11", "the character U+0001 cannot be published"),
    ],
)
def test_a_mistake_in_the_form_has_its_place(
    text: str, place: str, message: str, tmp_path: Path
) -> None:
    archive = make_archive(tmp_path, {FILE: text})
    with pytest.raises(ArchiveErrors) as caught:
        read_decisions(archive)
    assert any(
        str(error.at).startswith(FILE + place) and message in error.message
        for error in caught.value.errors
    ), str(caught.value)


@pytest.mark.parametrize("cell", ['"unclear', 'x\t"unclear" it is'])
def test_an_open_quotation_mark_is_told_and_loses_no_row_in_silence(cell: str) -> None:
    lines = mapping_set({}, {}, {}).splitlines()
    lines[6] = lines[6].rstrip("\t") + f"\t\t{cell}"
    problems = FileProblems("x.sssom.tsv")
    read_table("\n".join(lines).encode(), problems)
    (error,) = problems.errors
    assert str(error.at) == "x.sssom.tsv:7"
    assert "the row cannot be read" in error.message
    assert "quotation mark" in str(error.hint)


@pytest.mark.parametrize(
    ("prefix", "row", "place", "message"),
    [
        ("pit: partner.example/id/", {"object_id": "pit:1"}, "8:40", "'pit:1' is not an IRI"),
        ("archive: ''", {"subject_id": "archive:person/stalin"}, "8:1", "is not an IRI"),
        ("pit: place/", {"subject_id": "pit:pit"}, "8:1", "'pit:pit' is not an IRI"),
    ],
)
def test_a_prefix_that_stands_for_no_iri_is_told(
    prefix: str, row: dict[str, str], place: str, message: str, tmp_path: Path
) -> None:
    files = {FILE: mapping_set(row, header=f"{HEADER}#  {prefix}\n")}
    with pytest.raises(ArchiveErrors) as caught:
        read_decisions(make_archive(tmp_path, files))
    assert [str(error.at) for error in caught.value.errors] == [f"{FILE}:{place}"]
    assert message in str(caught.value)


@pytest.mark.parametrize("column", ["subject_id", "object_id"])
def test_what_was_looked_for_and_not_found_is_no_link(column: str, tmp_path: Path) -> None:
    assert read_decisions(linked_archive(tmp_path, {column: "sssom:NoTermFound"})) == ()


@pytest.mark.parametrize(
    ("declared", "target"),
    [({}, "https://b.example/7"), ({"orcid": "http://orcid.org/"}, "http://orcid.org/7")],
)
def test_a_prefix_called_orcid_stays_what_it_is(declared: dict[str, str], target: str) -> None:
    prefixes = {"archive": BASE, **declared}
    person = "https://orcid.org/0000-0002-1825-0097"
    matches = [
        Match(STALIN, SKOS.exactMatch, iri, Verdict.ACCEPTED, people=(person,))
        for iri in (target, f"{target}0")
    ]
    rows = [row_of(match, prefixes, BASE, "orcid") for match in matches]
    assert prefixes.items() >= declared.items()
    problems = FileProblems("x.sssom.tsv")
    assert [match_of(row, prefixes, BASE, problems) for row in rows] == matches


def test_all_mistakes_of_all_files_are_told_together(tmp_path: Path) -> None:
    archive = make_archive(
        tmp_path,
        {
            "data/links/a.sssom.tsv": mapping_set({"confidence": "2"}),
            "data/links/b/c.sssom.tsv": mapping_set({"subject_id": ""}, {"object_id": "x"}),
        },
    )
    with pytest.raises(ArchiveErrors) as caught:
        read_decisions(archive)
    places = [str(error.at).rpartition("/")[2].split(":")[:2] for error in caught.value.errors]
    assert places == [["a.sssom.tsv", "7"], ["c.sssom.tsv", "7"], ["c.sssom.tsv", "8"]]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({}, "is repeated here"),
        ({"predicate_modifier": "Not"}, "was accepted (exactMatch) and is rejected (exactMatch)"),
        ({"predicate_id": "skos:closeMatch"}, "and is accepted (closeMatch)"),
    ],
)
def test_a_pair_has_one_row_in_all_files(second: dict[str, str], said: str, tmp_path: Path) -> None:
    files = {FILE: mapping_set({}), "data/links/x.sssom.tsv": mapping_set(second)}
    with pytest.raises(ArchiveErrors) as caught:
        read_decisions(make_archive(tmp_path, files))
    (error,) = caught.value.errors
    assert str(error.at) == "data/links/x.sssom.tsv:7:1"
    assert f"the pair of the row at {FILE}:7:1" in error.message
    assert said in error.message


def test_a_mapping_set_is_no_unread_file_and_elsewhere_it_is(tmp_path: Path) -> None:
    files = {FILE: mapping_set({}), "data/wikidata.sssom.tsv": "", "data/links/x.tsv": ""}
    unread = unread_files(make_archive(tmp_path, files))
    assert [path.relative_to(tmp_path).as_posix() for path in unread] == [
        "data/links/x.tsv",
        "data/wikidata.sssom.tsv",
    ]


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)
_YEAR = st.none() | st.integers(-9999, 9999)
MATCHES = st.builds(
    Match,
    subject=st.just(STALIN),
    predicate=st.sampled_from((SKOS.exactMatch, SKOS.closeMatch)),
    target=st.sampled_from((f"{WIKIDATA}Q855", "urn:isbn:1", "https://viaf.org/viaf/7/")),
    verdict=st.sampled_from((Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE)),
    subject_label=_TEXT,
    target_label=_TEXT,
    people=st.sampled_from(((), ("https://orcid.org/0000-0002-1825-0097",))),
    names=st.sampled_from((("Anna",), ("Anna|Petrova", "Иван"))),
    date=st.just("2026-11-29"),
    comment=_TEXT,
    justification=st.just("MappingReview"),
    score=st.sampled_from((None, 0.5, 1.0)),
    measure=_TEXT,
    category=_TEXT,
    begin=_YEAR,
    end=_YEAR,
    features=st.sampled_from(((), (("name", 0.97), ("begin", 1.0)))),
)


@given(st.lists(MATCHES, max_size=4))
def test_what_is_written_is_read_back(matches: list[Match]) -> None:
    prefixes = {"archive": BASE}
    rows = [row_of(match, prefixes, BASE, "wikidata") for match in matches]
    head = write_head(header_of("wikidata", BASE, "https://example.org/licence", prefixes))
    problems = FileProblems("x.sssom.tsv")
    table = read_table(write_table(head, COLUMNS, rows).encode(), problems)
    read = [match_of(row, table.prefixes, BASE, problems) for row in table.rows]
    assert problems.errors == []
    assert read == matches


@pytest.mark.parametrize("name", ["https", "urn", "mailto", "skos", "archive"])
def test_a_mapping_set_of_any_name_says_what_it_said(name: str) -> None:
    people = ("https://example.net/anna", "mailto:anna@example.net", "urn:isbn:1")
    match = Match(STALIN, SKOS.exactMatch, f"{WIKIDATA}Q855", Verdict.ACCEPTED, people=people)
    prefixes = {"archive": BASE}
    row, problems = row_of(match, prefixes, BASE, name), FileProblems("x.sssom.tsv")
    assert match_of(row, prefixes, BASE, problems) == match


@given(MATCHES)
def test_what_is_written_is_valid_by_the_schema_of_sssom(match: Match) -> None:
    schema = json.loads(suite_path("sssom/sssom_schema.schema.json").read_text("utf-8"))
    whole = {"$ref": "#/$defs/MappingSet", "$defs": schema["$defs"]}
    prefixes = {"archive": BASE}
    row = row_of(match, prefixes, BASE, "wikidata")
    head = write_head(header_of("wikidata", BASE, "https://example.org/licence", prefixes))
    Draft201909Validator(whole).validate(as_json(write_table(head, COLUMNS, [row])))


_HEAD = "\t".join(("subject_id", "predicate_id", "object_id", "mapping_justification", "other"))


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@example(b'#"\\UFFFFFFFF"\nsubject_id\n')
@example(b"#" + b"[" * 50_000 + b"\nsubject_id\n")
@example(b"#curie_map: &a {x: *a}\nsubject_id\n")
@example(b"#" + b"- " * 50_000 + b"\nsubject_id\n")
@example(f'{_HEAD}\na:b\t"left open\n'.encode())
@example(f"{_HEAD}\na:b\t{'x' * 200_000}\n".encode())
@example(f"{_HEAD}\na:b\tc:d\te:f\tsemapv:X\tbegin: {'9' * 5000}|features: |end: -\n".encode())
def test_whatever_a_file_holds_is_read_or_told(raw: bytes) -> None:
    problems = FileProblems("x.sssom.tsv")
    try:
        table = read_table(raw, problems)
    except Unreadable:
        assert problems.errors
        return
    for row in table.rows:
        match_of(row, table.prefixes, BASE, problems)
