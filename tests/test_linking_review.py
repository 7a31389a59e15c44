"""Candidates on their way to decisions: found, shown, decided, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from lod_archive.errors import ArchiveErrors, SettingsError
from lod_archive.linking import DecisionFile, Person, Review, Suggested, open_target, suggest
from lod_archive.linking.reviewing import Case
from lod_archive.linking.service import Asking
from lod_archive.linking.showing import compared, doubts, evidence
from lod_archive.linking.suggesting import read_candidates
from lod_archive.linking.target import NOTHING_SETTLED, Settled
from lod_archive.matching import Entity, Name, read_entities
from lod_archive.pipeline import Archive
from lod_archive.sources.sssom import Match, Verdict, read_decisions
from lod_archive.vocab.namespaces import SKOS
from tests.mappings import FILE, MOLOTOV, STALIN, WIKIDATA, linked_archive, mapping_set
from tests.records import BASE

TABLE = """\
id,label,description,born,died
Q855,Joseph Stalin,leader of the Soviet Union,1878,1953
Q2,Josif Stalin,a namesake,1950,
Q132899,Vyacheslav Molotov,,1890,1986
"""
ANNA = Person("https://orcid.org/0000-0002-1825-0097", "Anna Petrova")


def entities_of(archive: Archive) -> dict[str, Entity]:
    with archive.source() as source:
        return {entity.iri: entity for entity in read_entities(source)}


def suggested(
    archive: Archive, *, least: float = 0.5, table: str = TABLE, limit: int = 5
) -> Suggested:
    entities = list(entities_of(archive).values())
    path = archive.root / "wikidata.csv"
    path.write_text(table, "utf-8")
    asking = Asking(limit=limit)
    target = open_target(str(path), entities, asking, archive.root, namespace=WIKIDATA)
    try:
        return suggest(archive, entities, target, least=least)
    finally:
        target.close()


def review_of(archive: Archive, *, again: bool = False) -> Review:
    return Review(archive, entities_of(archive), ANNA, lambda: date(2026, 11, 29), again=again)


def pairs(review: Review) -> list[tuple[str, str]]:
    return [
        (case.match.subject.rpartition("/")[2], case.match.target.rpartition("/")[2])
        for case in review.waiting()
    ]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = linked_archive(tmp_path)
    suggested(archive)
    return archive


def test_candidates_are_written_by_entity_and_score(archive: Archive) -> None:
    assert pairs(review_of(archive)) == [
        ("molotov", "Q132899"),
        ("stalin", "Q855"),
        ("stalin", "Q2"),
    ]


def test_the_same_candidates_are_the_same_bytes(archive: Archive) -> None:
    path = archive.root / "candidates/wikidata.sssom.tsv"
    first = path.read_bytes()
    suggested(archive)
    assert path.read_bytes() == first


def test_candidates_are_not_published(archive: Archive) -> None:
    built = archive.build()
    assert "Q855" not in (built.publication.root / "dumps/archive.nq").read_text("utf-8")
    assert built.notices == ()


def test_what_was_decided_or_is_linked_is_not_suggested_again(tmp_path: Path) -> None:
    rejected = {"predicate_modifier": "Not"}
    archive = linked_archive(tmp_path, rejected, {"subject_id": "archive:person/molotov",
                                                  "object_id": "wikidata:Q132899"})  # fmt: skip
    found = suggested(archive)
    assert [each.target for each in read_candidates(archive, found.path)] == [f"{WIKIDATA}Q2"]


NAMESAKES = "id,label\n" + "".join(f"Q{n},Joseph Stalin\n" for n in range(1, 7))
REJECTED = {"object_id": "wikidata:Q1", "predicate_modifier": "Not"}
UNSURE = {"object_id": "wikidata:Q2", "confidence": "0.0"}
BROADER = {"object_id": "wikidata:Q3", "predicate_id": "skos:broadMatch"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), ["Q1", "Q2"]),
        ((REJECTED,), ["Q2", "Q3"]),
        ((REJECTED, UNSURE), ["Q3", "Q4"]),
        ((REJECTED, UNSURE, BROADER), ["Q4", "Q5"]),
        ((BROADER,), ["Q1", "Q2"]),
    ],
)
def test_the_next_best_come_in_the_places_of_those_that_were_decided_on(
    rows: tuple[dict[str, str], ...], expected: list[str], tmp_path: Path
) -> None:
    archive = linked_archive(tmp_path, *rows)
    found = suggested(archive, table=NAMESAKES, limit=2)
    assert found.candidates == 2
    targets = [each.target for each in read_candidates(archive, found.path)]
    assert targets == [f"{WIKIDATA}{each}" for each in expected]


def test_candidates_for_other_entities_stay(archive: Archive) -> None:
    entity = entities_of(archive)[MOLOTOV]
    path = archive.root / "wikidata.csv"
    path.write_text("id,label\nQ9,Molotov Vyacheslav\n", "utf-8")
    target = open_target(str(path), [entity], Asking(), archive.root, namespace=WIKIDATA)
    suggest(archive, [entity], target)
    target.close()
    assert pairs(review_of(archive)) == [
        ("molotov", "Q9"),
        ("stalin", "Q855"),
        ("stalin", "Q2"),
    ]


def test_what_cannot_be_linked_to_is_counted_and_not_written(archive: Archive) -> None:
    table = (
        f"id,label\n100%,Joseph Stalin\n{STALIN},Joseph Stalin\n"
        f"Q\u00a01,Joseph Stalin\n{'Q' * 2000},Joseph Stalin\n"
        "Q855,Joseph \x07 Stalin\n"
    )
    found = suggested(archive, table=table)
    assert (found.candidates, found.unusable) == (1, 4)
    assert [match.target_label for match in read_candidates(archive, found.path)] == [
        "Joseph Stalin"
    ]
    assert pairs(review_of(archive)) == [("stalin", "Q855")]


@dataclass
class Answers:
    """A dataset that has these candidates for Stalin."""

    found: list[Match]
    name: str = "wikidata"

    def matches(
        self, entities: Sequence[Entity], settled: Settled = NOTHING_SETTLED
    ) -> Iterator[tuple[Entity, list[Match]]]:
        for entity in entities:
            passed = settled.get(entity.iri, ())
            found = (match for match in self.found if match.subject == entity.iri)
            yield entity, [match for match in found if match.target not in passed]

    def namespace(self) -> str:
        return ""

    def close(self) -> None:
        """Nothing is held."""


def test_what_is_below_the_least_score_is_counted_unless_it_is_safe(archive: Archive) -> None:
    safe = (("match", 1.0),)
    target = Answers(
        [
            Match(STALIN, SKOS.exactMatch, f"{WIKIDATA}Q1", score=0.9),
            Match(STALIN, SKOS.exactMatch, f"{WIKIDATA}Q2", score=0.3),
            Match(STALIN, SKOS.exactMatch, f"{WIKIDATA}Q3", score=0.2, features=safe),
        ]
    )
    found = suggest(archive, entities_of(archive).values(), target)
    assert (found.candidates, found.below) == (2, 1)
    assert pairs(review_of(archive)) == [("stalin", "Q1"), ("stalin", "Q3")]


@pytest.mark.parametrize(
    ("born", "year", "expected"),
    [
        ("190X", 1907, []),
        ("190X", 1910, []),
        ("190X", 1915, ["begins 1900–1909 here, 1915 there"]),
        ("1878-12-18", 1950, ["begins 1878 here, 1950 there"]),
    ],
)
def test_a_decade_is_doubted_only_beyond_it(born: str, year: int, expected: list[str]) -> None:
    facts = {"https://schema.org/birthDate": (born,)}
    entity = Entity(STALIN, (Name("Stalin"),), begin=1900, facts=facts)
    match = Match(STALIN, SKOS.exactMatch, f"{WIKIDATA}Q1", begin=year)
    assert list(doubts(Case(match, entity, "wikidata"), BASE)) == expected


def test_an_accepted_pair_is_written_at_once_with_who_and_when(archive: Archive) -> None:
    review = review_of(archive)
    review.decide(review.waiting()[1], Verdict.ACCEPTED, comment="the same years")
    (match,) = read_decisions(archive)
    assert match.pair == (STALIN, f"{WIKIDATA}Q855")
    assert (match.people, match.names) == ((ANNA.iri,), (ANNA.name,))
    assert (match.date, match.comment) == ("2026-11-29", "the same years")
    assert (match.justification, match.verdict) == ("MappingReview", Verdict.ACCEPTED)
    assert (match.begin, match.end, match.score is not None) == (1878, 1953, True)
    assert pairs(review) == [("molotov", "Q132899")]


def test_one_that_is_nearly_the_same_leaves_others_to_be_decided(archive: Archive) -> None:
    review = review_of(archive)
    review.decide(review.waiting()[1], Verdict.ACCEPTED, SKOS.closeMatch)
    assert pairs(review) == [("molotov", "Q132899"), ("stalin", "Q2")]
    assert read_decisions(archive)[0].predicate == SKOS.closeMatch


def test_what_somebody_was_unsure_of_is_shown_again_only_if_asked(archive: Archive) -> None:
    review = review_of(archive)
    review.decide(review.waiting()[0], Verdict.UNSURE)
    assert ("molotov", "Q132899") not in pairs(review)
    again = review_of(archive, again=True)
    assert ("molotov", "Q132899") in pairs(again)
    again.decide(again.waiting()[0], Verdict.REJECTED)
    (match,) = read_decisions(archive)
    assert match.verdict is Verdict.REJECTED


def test_who_is_unsure_again_is_not_asked_without_end(archive: Archive) -> None:
    first = review_of(archive)
    for case in first.waiting():
        first.decide(case, Verdict.UNSURE)
    again = review_of(archive, again=True)
    (before, *others) = again.waiting()
    again.decide(before, Verdict.UNSURE)
    assert [case.match.pair for case in again.waiting()] == [case.match.pair for case in others]
    assert again.undo() is not None
    assert len(again.waiting()) == len(others) + 1


def test_what_somebody_was_unsure_of_is_shown_again_without_its_candidates(
    archive: Archive,
) -> None:
    first = review_of(archive)
    first.decide(first.waiting()[1], Verdict.UNSURE)
    suggested(archive)
    assert ("stalin", "Q855") not in pairs(review_of(archive))
    (archive.root / "candidates/wikidata.sssom.tsv").unlink()
    again = review_of(archive, again=True)
    (case,) = again.waiting()
    assert pairs(again) == [("stalin", "Q855")]
    assert (case.match.begin, case.match.end, case.set) == (1878, 1953, "wikidata")
    again.decide(case, Verdict.REJECTED)
    assert again.waiting() == []
    assert [match.verdict for match in read_decisions(archive)] == [Verdict.REJECTED]


def test_a_pair_is_decided_in_the_mapping_set_that_has_it(archive: Archive) -> None:
    first = review_of(archive)
    first.decide(first.waiting()[0], Verdict.UNSURE)
    candidates = archive.root / "candidates/wikidata.sssom.tsv"
    candidates.rename(candidates.with_name("another.sssom.tsv"))
    again = review_of(archive, again=True)
    assert again.decide(again.waiting()[0], Verdict.ACCEPTED) == archive.root / FILE
    assert [match.verdict for match in read_decisions(archive)] == [Verdict.ACCEPTED]


def test_two_people_who_decide_at_once_lose_no_decision(archive: Archive) -> None:
    reviews = [review_of(archive) for _ in range(3)]
    shown = [review.waiting()[number] for number, review in enumerate(reviews)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda r, case: r.decide(case, Verdict.REJECTED), reviews, shown))
    assert len(read_decisions(archive)) == 3


def test_what_somebody_else_has_decided_meanwhile_stays(archive: Archive) -> None:
    first, second = review_of(archive), review_of(archive)
    case = second.waiting()[0]
    first.decide(first.waiting()[0], Verdict.REJECTED)
    assert second.decide(case, Verdict.ACCEPTED) is None
    assert [match.verdict for match in read_decisions(archive)] == [Verdict.REJECTED]
    assert second.undo() is None


def test_a_row_with_a_mistake_is_told_and_not_deleted(archive: Archive) -> None:
    review = review_of(archive)
    first, second = review.waiting()[:2]
    review.decide(first, Verdict.REJECTED)
    path = archive.root / FILE
    written = path.read_text("utf-8") + "archive:person/stalin\t" * 30 + "\n"
    path.write_text(written, "utf-8")
    with pytest.raises(ArchiveErrors, match="the row has 31 cells"):
        review.decide(second, Verdict.ACCEPTED)
    file = DecisionFile(path, "wikidata", "https://example.org/", "https://example.org/l")
    with pytest.raises(ArchiveErrors, match="the row has 31 cells"):
        file.put(second.match)
    with pytest.raises(ArchiveErrors):
        review.undo()
    assert path.read_text("utf-8") == written
    path.write_text(written.rpartition("archive:person/stalin\t" * 30)[0], "utf-8")
    assert review.undo() is not None


def test_a_control_character_in_a_note_or_a_name_is_left_out(archive: Archive) -> None:
    person = Person.parse("An\x07na")
    review = Review(archive, entities_of(archive), person, lambda: date(2026, 1, 2))
    review.decide(review.waiting()[0], Verdict.REJECTED, comment="\x1b[Ano \x00doubt")
    (match,) = read_decisions(archive)
    assert (match.names, match.comment) == (("Anna",), "[Ano doubt")


def test_a_record_that_is_nearly_the_same_as_one_is_asked_about_others(tmp_path: Path) -> None:
    close = {"predicate_id": "skos:closeMatch"}
    archive = linked_archive(tmp_path, close)
    found = suggested(archive)
    assert [each.target for each in read_candidates(archive, found.path)] == [
        f"{WIKIDATA}Q132899",
        f"{WIKIDATA}Q2",
    ]
    assert pairs(review_of(archive)) == [("molotov", "Q132899"), ("stalin", "Q2")]


def test_the_last_decision_can_be_taken_back_and_the_one_before(archive: Archive) -> None:
    review = review_of(archive)
    before = pairs(review)
    review.decide(review.waiting()[0], Verdict.REJECTED)
    review.decide(review.waiting()[0], Verdict.UNSURE)
    taken_back = review.undo()
    assert taken_back is not None
    assert taken_back.pair == (STALIN, f"{WIKIDATA}Q855")
    assert len(read_decisions(archive)) == 1
    assert review.undo() is not None
    assert review.undo() is None
    assert read_decisions(archive) == ()
    assert pairs(review) == before


def test_taking_back_restores_what_was_decided_before(archive: Archive) -> None:
    first = review_of(archive)
    first.decide(first.waiting()[0], Verdict.UNSURE, comment="look at the register")
    path = archive.root / FILE
    written = path.read_bytes()
    again = review_of(archive, again=True)
    again.decide(again.waiting()[0], Verdict.ACCEPTED)
    again.undo()
    assert path.read_bytes() == written


def test_rows_remarks_and_columns_of_others_are_kept(archive: Archive) -> None:
    path = archive.root / FILE
    path.parent.mkdir()
    remarks = "#comment: made by hand\n#license: https://example.org/l\n#curie_map:\n"
    header = f"{remarks}#  archive: https://example.org/\n#  wikidata: {WIKIDATA}\n"
    row = {"object_id": "wikidata:Q7", "predicate_modifier": "Not", "author_id": ""}
    path.write_text(mapping_set(row, header=header), "utf-8")
    review = Review(archive, entities_of(archive), Person("", "Ivan"), lambda: date(2026, 1, 2))
    review.decide(review.waiting()[0], Verdict.REJECTED)
    text = path.read_text("utf-8")
    assert text.startswith(header)
    assert mapping_set(row, header=header).splitlines()[-1] in text
    assert [match.names for match in read_decisions(archive)] == [("Anna Petrova",), ("Ivan",)]


def test_a_broken_file_of_decisions_is_not_overwritten(archive: Archive) -> None:
    path = archive.root / FILE
    path.parent.mkdir()
    path.write_text("subject_id\n", "utf-8")
    review = Review(archive, {}, ANNA, lambda: date(2026, 11, 29))
    with pytest.raises(ArchiveErrors, match="there is no column predicate_id"):
        review.waiting()
    assert path.read_text("utf-8") == "subject_id\n"


def test_both_sides_the_reasons_and_the_doubts_are_shown(archive: Archive) -> None:
    stalin = review_of(archive).waiting()[1:]
    rows = {row.what: (row.here, row.there) for row in compared(stalin[0], BASE)}
    assert rows["id"] == ("person/stalin", f"{WIKIDATA}Q855")
    assert rows["years"] == ("1878–", "1878–1953")
    assert rows["also"] == ("Иосиф Сталин", "")
    assert "name 1.0" in evidence(stalin[0])
    assert list(doubts(stalin[0], BASE)) == []
    assert list(doubts(stalin[1], BASE)) == ["begins 1878 here, 1950 there"]


@pytest.mark.parametrize("stated", [True, False])
def test_that_another_entity_is_the_same_already_is_a_doubt(stated: bool, tmp_path: Path) -> None:
    people = """\
- {id: person/one, type: Person, name: {en: Joseph Stalin}, description: {en: One.}}
- {id: person/two, type: Person, name: {en: Joseph Stalin}, description: {en: Two.}}
"""
    link = f"exactMatch: {WIKIDATA}Q855"
    if stated:
        people = people.replace("{en: One.}", f"{{en: One.}}, {link}")
    rows = [] if stated else [{"subject_id": "archive:person/one"}]
    archive = linked_archive(tmp_path, *rows, people=people)
    suggested(archive)
    (case, *_) = review_of(archive).waiting()
    assert case.match.pair == (f"{BASE}person/two", f"{WIKIDATA}Q855")
    assert list(doubts(case, BASE)) == ["it is the same as person/one already"]


@pytest.mark.parametrize(
    ("written", "iri", "name"),
    [
        ("Anna Petrova", "", "Anna Petrova"),
        ("0000-0002-1825-0097", ANNA.iri, ""),
        ("Anna  Petrova <orcid:0000-0002-1825-0097>", ANNA.iri, "Anna Petrova"),
        ("https://example.org/anna", "https://example.org/anna", ""),
        ("person/anna", "https://example.org/person/anna", ""),
    ],
)
def test_whoever_decides_is_named_in_several_ways(written: str, iri: str, name: str) -> None:
    assert Person.parse(written, "https://example.org/") == Person(iri, name)


@pytest.mark.parametrize(
    "written", ["", " ", "0000-0002-1825-0098", "Anna <nobody>", "Anna <https://e.org/100%>"]
)
def test_who_is_nobody_cannot_decide(written: str) -> None:
    with pytest.raises(SettingsError):
        Person.parse(written)
