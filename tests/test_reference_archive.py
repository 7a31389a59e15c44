"""The reference archive says what its inventory says, and rests every statement on a source.

The inventory lies beside the checkout, in ``../shared/reference``; what is expected of the records
without it stands in ``tests/cases/reference/*.yaml``.
"""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.reference import (
    all_statements,
    case,
    holds,
    in_short,
    of_type,
    page,
    phrases,
    records,
    reference,
    several,
    statements,
    table,
    texts,
    values,
)

if TYPE_CHECKING:
    from lod_archive.query import Source
    from tests.reference import Data

STANCES = {
    "asserted": "asserted",
    "reported speech": "reported",
    "direct quotation": "quoted",
    "quoted epithet": "quoted",
    "interpretive": "interpretive",
    "attributed": "attributed",
    "hedged": "hedged",
    "scare-quoted": "distanced",
    "allegation": "alleged",
    "documentary": "documentary",
}
WEAK = {"reported", "hedged", "attributed", "alleged", "distanced"}

ONLY_CLAIMED = {
    "annales/record-face",  # the length of the face: one source, and a task
    "matrix-website/name",  # that this centre is the footer's MATRIX is an inference, and a task
}

LINKING = {"sameAs", "url", "identifier"}

# The inventory: who and what there is, and what the sources say of it.


@pytest.mark.parametrize(("kind", "ids"), case("entities").items(), ids=case("entities"))
def test_everything_of_the_inventory_has_its_record(kind: str, ids: list[str]) -> None:
    assert [key for key in ids if key not in records()] == [], kind


def test_groups_are_those_of_the_essay_alone() -> None:
    assert sorted(of_type("Group")) == sorted(case("entities")["groups"])


def test_twelve_subjects_of_1936_stand_in_order() -> None:
    subjects = {
        int(data["position"]): key
        for key, data in of_type("Collection").items()
        if "collection/year-1936" in {s["value"] for s in statements(key, "partOf")}
    }
    assert [subjects[i] for i in range(1, 13)] == case("entities")["subjects of 1936"]
    assert len(subjects) == 12


def test_trail_leads_from_the_site_to_the_four_sections() -> None:
    trail = ["site/seventeen-moments", "page/home", "collection/year-1936"]
    trail.append("collection/year-of-the-stakhanovite")
    for whole, part in pairwise(trail):
        assert whole in {s["value"] for s in statements(part, "partOf")}
    for section in case("entities")["sections"]:
        assert [s["value"] for s in statements(section, "partOf")] == trail[-1:]


def test_claims_of_the_page_are_those_of_the_inventory() -> None:
    expected = {}
    for row in table("claims.tsv", "\t"):
        stance = next(ours for theirs, ours in STANCES.items() if row["stance"].startswith(theirs))
        expected[f"essay/{row['id']}"] = (row["start"], row["end"], stance, row["edtf"])
    ours = {
        key: (*data["passage"].values(), data["stance"], data.get("temporalCoverage", ""))
        for key, data in of_type("Claim").items()
        if key.startswith("essay/")
    }
    assert ours == expected
    assert len(ours) == 78


def test_passages_lie_on_the_page_of_the_checksum() -> None:
    described = records()["page/year-of-the-stakhanovite"]["sha256"]
    assert hashlib.sha256(reference("source-page.txt").read_bytes()).hexdigest() == described
    for key, data in of_type("Claim").items():
        if "passage" in data:
            assert page()[int(data["passage"]["start"]) : int(data["passage"]["end"])].strip(), key


def test_essay_speaks_in_the_essay_and_the_page_around_it() -> None:
    for key, data in of_type("Claim").items():
        if key.startswith("essay/"):
            kind = "essay" if key.startswith("essay/c") else "page"
            assert data["source"] == f"{kind}/year-of-the-stakhanovite", key


@pytest.mark.parametrize(("name", "patterns"), case("relations").items(), ids=case("relations"))
def test_relation_is_stated_with_its_claim(
    reference_archive: Source, name: str, patterns: list[str]
) -> None:
    for pattern in patterns:
        assert holds(reference_archive, pattern), f"{name}: {pattern}"


# Disagreements: each value with its source.


def test_fourteen_disagreements_are_on_record() -> None:
    names = [key.removeprefix("disagreement/").split("-")[0] for key in of_type("Disagreement")]
    assert sorted(names) == sorted(f"k{i}" for i in range(1, 15))


@pytest.mark.parametrize("key", case("conflicts"))
def test_disagreement_is_between_sources_or_within_the_essay(key: str) -> None:
    claims = records()[f"disagreement/{key}"]["between"]
    sources = {records()[claim]["source"] for claim in claims}
    assert len(claims) >= 2
    assert (len(sources) == 1) == (key == "k14-sabotage")


@pytest.mark.parametrize(("key", "rows"), case("conflicts").items(), ids=case("conflicts"))
def test_conflicting_values_stand_side_by_side(key: str, rows: list[Data]) -> None:
    between = set(records()[f"disagreement/{key}"]["between"])
    for row in rows:
        found = {
            in_short(s["value"]): (set(several(s.get("claim"))), s.get("rank", "normal"))
            for s in statements(row["of"], row["property"])
            if s.get("calendar", "gregorian") == row.get("calendar", "gregorian")
            and (row["claims"] == [] or {*row["claims"]} & {*several(s.get("claim"))})
        }
        claims, rank = found[row["value"]]
        assert claims >= {*row["claims"]}
        assert rank == row.get("rank", "normal")
        assert {*row["claims"]} & between or row["claims"] == [], "the disagreement names none"


def test_conflicts_join_claims_both_ways_or_once_but_never_with_themselves() -> None:
    for key, data in of_type("Claim").items():
        others = several(data.get("conflictsWith"))
        assert key not in others
        assert len(others) == len(set(others)), key


# Sources: nothing without one.


def test_every_claim_has_its_source_and_both_languages() -> None:
    for key, data in of_type("Claim").items():
        assert records()[data["source"]]["type"] in {"Source", "Essay", "WebPage"}, key
        assert set(data["paraphrase"]) == {"en", "ru"}, key


def test_every_statement_rests_on_something() -> None:
    for key, statement in all_statements():
        for claim in several(statement.get("claim")):
            assert records()[claim]["type"] == "Claim", f"{key}: {claim}"
        assert {"claim", "evidence", "derivation"} & statement.keys(), f"{key}: {statement}"


def test_claim_is_about_whatever_rests_on_it() -> None:
    for key, statement in all_statements():
        for claim in several(statement.get("claim")):
            assert key in several(records()[claim]["about"]), f"{claim} is not about {key}"


def test_every_claim_is_used_but_those_kept_as_claims_only() -> None:
    used = {
        claim
        for _, statement in all_statements()
        for name in ("claim", "derivedFrom")
        for claim in several(statement.get(name))
    }
    assert of_type("Claim").keys() - used == ONLY_CLAIMED


def test_no_sentence_of_the_page_is_copied() -> None:
    names = {"Life has become better, and happier too"}  # the slogan, in the page's wording
    theirs = phrases(page(), 7)
    copied = {
        (key, " ".join(phrase))
        for key, data in records().items()
        for text in texts(data)
        if text not in names and "://" not in text
        for phrase in phrases(text, 7) & theirs
    }
    assert copied == set()


@pytest.mark.parametrize("words", case("remembered-only"))
def test_what_is_only_remembered_is_not_stated(words: str) -> None:
    assert [key for key, data in records().items() if words in " ".join(texts(data))] == []


# Names and links.


def test_names_are_in_english_and_russian() -> None:
    for key, data in records().items():
        if data["type"] not in ("Claim", "Source"):
            assert {"en", "ru"} <= {**data.get("name", {}), **data.get("prefLabel", {})}.keys(), key


@pytest.mark.parametrize("place", case("entities")["places in Ukraine"])
def test_places_in_ukraine_are_named_in_ukrainian(place: str) -> None:
    assert "uk" in records()[place]["name"]


def test_kulturnost_keeps_every_form() -> None:
    topic = records()["topic/kulturnost"]
    assert topic["prefLabel"] == {"en": "kul'turnost'", "ru": "культурность"}
    assert topic["altLabel"] == {"en": "culturedness", "ru-Latn-alalc97": "kulʹturnostʹ"}
    assert "kultur’nost’" in topic["hiddenLabel"]["en"]


def links() -> set[tuple[str, str]]:
    """Each address or code of a thing in another dataset, with the record that has it."""
    return {
        (key, value["code"] if isinstance(value := statement["value"], dict) else value)
        for key, statement in all_statements()
        if statement["property"] in LINKING
    }


def verified() -> list[dict[str, str]]:
    rows = table("identifiers.csv", ",")
    return [row for row in rows if row["confidence"].startswith("VERIFIED")]


def test_links_are_the_verified_rows_and_no_others() -> None:
    known = case("identifiers")
    expected = {
        (known["identified"][row["entity"]], code)
        for row in verified()
        if row["entity"] in known["identified"]
        for code in (row["uri"] or row["id"] or row["entity"]).split(" / ")
    }
    assert links() == expected | {(key, code) for key, code in known["quoted as evidence"]}


def test_verified_rows_left_out_have_no_record_or_are_inferred() -> None:
    known = case("identifiers")
    left_out = {row["entity"] for row in verified()} - {*known["identified"]}
    inferred = {row["entity"] for row in verified() if "INFERENCE" in row["confidence"]}
    assert left_out - inferred == {*known["without a record"]}


def test_every_link_says_where_it_was_seen() -> None:
    for key, statement in all_statements():
        if statement["property"] in LINKING:
            assert "evidence" in statement, key


def test_what_is_not_verified_is_a_task() -> None:
    objects = {data["object"] for data in of_type("Task").values()}
    known = case("identifiers")
    for row in table("identifiers.csv", ","):
        if re.search("UNVERIFIED|DERIVED|INFERENCE", row["confidence"]):
            record = {**known["identified"], **known["to be identified"]}[row["entity"]]
            assert record in objects, row["entity"]


# The graph: what follows, and what must not.


@pytest.mark.parametrize(
    ("what", "expected"), case("plain-values").items(), ids=case("plain-values")
)
def test_plain_values_are_the_best_of_what_is_asserted(
    reference_archive: Source, what: str, expected: list[str]
) -> None:
    subject, predicate = what.split()
    assert sorted(values(reference_archive, f"<{subject}> {predicate} ?x")) == sorted(expected)


@pytest.mark.parametrize(("trap", "pattern"), case("traps").items(), ids=case("traps"))
def test_trap_is_avoided(reference_archive: Source, trap: str, pattern: str) -> None:
    assert not holds(reference_archive, pattern), trap


def test_alleged_sabotage_has_a_name_and_nothing_else_that_is_plain(
    reference_archive: Source,
) -> None:
    plain = values(
        reference_archive,
        """<event/sabotage-alleged> ?predicate [] .
        FILTER NOT EXISTS { [] wikibase:claim ?predicate }
        BIND(STR(?predicate) AS ?x)""",
    )
    assert {name.rpartition("/")[2] for name in plain} == {
        "22-rdf-syntax-ns#type",
        "name",
        "description",
    }


def test_weak_stances_are_those_of_the_ontology(reference_archive: Source) -> None:
    weak = "?stance arc:isAssertion false . BIND(STRAFTER(STR(?stance), '#') AS ?x)"
    assert values(reference_archive, weak) == WEAK


def test_weak_claims_alone_never_make_a_plain_triple(reference_archive: Source) -> None:
    stances = " ".join(f"arc:{stance}" for stance in sorted(WEAK))
    stated = f"""
        ?property wikibase:claim ?p ; wikibase:statementProperty ?ps ; wikibase:directClaim ?plain .
        ?x ?p ?weak . ?weak ?ps ?value ; prov:wasDerivedFrom ?claim . ?claim arc:stance ?stance .
        ?x ?plain ?value .
        VALUES ?stance {{ {stances} }}
        FILTER NOT EXISTS {{
          ?x ?p ?strong . ?strong ?ps ?value .
          {{ ?strong arc:evidence [] }} UNION {{ ?strong arc:derivation [] }} UNION {{
            ?strong prov:wasDerivedFrom/arc:stance/arc:isAssertion true }}
        }}"""
    assert values(reference_archive, stated) == set()


def test_deprecated_values_are_never_plain(reference_archive: Source) -> None:
    assert not holds(
        reference_archive,
        """?property wikibase:claim ?p ;
          wikibase:statementProperty ?ps ; wikibase:directClaim ?plain .
        ?thing ?p ?set_aside . ?set_aside ?ps ?value ; wikibase:rank wikibase:DeprecatedRank .
        ?thing ?plain ?value .""",
    )


def test_birth_is_kept_in_both_calendars(reference_archive: Source) -> None:
    birth = "<person/aleksei-stakhanov> p:birthDate ?statement . ?statement"
    assert values(reference_archive, f"{birth} ps:birthDate ?x") == {"1906-01-03"}
    assert values(reference_archive, f"{birth} arc:stated ?x ; arc:calendar arc:julian") == {
        "1905-12-21"
    }
    assert holds(
        reference_archive,
        f"{birth} prov:wasDerivedFrom <enc-ukraine/birth-date> ; arc:stated '1905-12-21'",
    )


@pytest.mark.parametrize(
    ("place", "day", "expected"),
    [
        ("place/central-irmino-mine", "1935-08-31", "place/donetsk-oblast"),
        ("place/irmino", "1935-08-31", "place/donetsk-oblast"),
        ("place/irmino", "2020-01-01", "place/luhansk-oblast"),
        ("place/kadiivka", "1935-08-31", "place/donetsk-oblast"),
        ("place/kadiivka", "2020-01-01", "place/luhansk-oblast"),
    ],
)
def test_region_of_a_place_depends_on_the_day(
    reference_archive: Source, place: str, day: str, expected: str
) -> None:
    dated = f"""<{place}> p:within ?statement . ?statement ps:within ?x ; pq:date ?date .
        ?statement arc:earliest ?from . OPTIONAL {{ ?statement arc:latest ?to }}
        FILTER(?from <= "{day}"^^xsd:date && COALESCE(?to >= "{day}"^^xsd:date, true))"""
    assert values(reference_archive, dated) - {"place/donets-basin"} == {expected}
