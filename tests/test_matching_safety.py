"""What is nearly the same is no safe match: another gender, name, kind of thing, or year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from lod_archive.matching import Candidate, Entity, MatchingIndex, Name, Query, write_matching
from lod_archive.matching.evidence import weigh
from lod_archive.vocab.namespaces import DCTERMS, SCHEMA

BASE: Final = "https://example.org/"
Evidence: TypeAlias = dict[str, tuple[str, ...]]
Indexed: TypeAlias = Callable[..., MatchingIndex]


@pytest.fixture
def indexed(tmp_path: Path) -> Iterator[Indexed]:
    """Gives an index of some entities."""
    with ExitStack() as opened:

        def index(*entities: Entity) -> MatchingIndex:
            path = tmp_path / "matching.sqlite"
            write_matching(entities, path)
            index = MatchingIndex.open(path)
            opened.callback(index.close)
            return index

        yield index


def thing(kind: str, *names: str, **facts: str) -> Entity:
    """Something with these names and facts."""
    said = {str(SCHEMA[key]): (value,) for key, value in facts.items()}
    return Entity(f"{BASE}{kind}", tuple(map(Name, names)), (str(SCHEMA[kind]),), facts=said)


def person(*names: str, **facts: str) -> Entity:
    """Somebody with these names and facts."""
    return thing("Person", *names, **facts)


def first(index: MatchingIndex, text: str, evidence: Evidence | None = None) -> Candidate:
    """The best candidate."""
    return index.match(Query(text, evidence=evidence or {}))[0]


BORN: Final[Evidence] = {SCHEMA.birthDate: ("1914",)}


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Aleksandra Petrova", "Aleksandr Petrov"),
        ("Aleksandr Petrov", "Aleksandra Petrova"),
        ("Александра Петрова", "Александр Петров"),
        ("Alexandra Kovalenko", "Alexander Kovalenko"),
        ("Evgeniia Kovalenko", "Evgenii Kovalenko"),
        ("Evgenia Kovalenko", "Евгений Коваленко"),
        ("A. Petrova", "Aleksandr Petrov"),
        ("Valentina Dostoevskaia", "Valentin Dostoevskii"),
        ("Maria Petrova", "Maria Petrov"),
        ("Aleksandra Kovalenko", "Aleksandr Kovalenko"),
        ("Sasha Ivanovna Kovalenko", "Sasha Ivanovich Kovalenko"),
    ],
)
def test_the_form_of_the_other_gender_is_no_misspelling(
    indexed: Indexed, asked: str, name: str
) -> None:
    index = indexed(person(name, birthDate="1914"))
    found = index.match(Query(asked, evidence=BORN))
    assert [each.is_match for each in found] in ([], [False])
    assert first(index, name, BORN).is_match


def test_a_candidate_of_the_other_gender_says_so(indexed: Indexed) -> None:
    found = first(indexed(person("Aleksandr Petrov")), "Aleksandra Petrova")
    assert "in the form of the other gender" in found.features[0].name


@pytest.mark.parametrize(
    "asked", ["Aleksandr Petrof", "Aleksander Petrov", "Aleksadr Petrov", "Petrow, Alexander"]
)
def test_a_misspelling_is_safe_with_a_year_still(indexed: Indexed, asked: str) -> None:
    index = indexed(person("Aleksandr Petrov", birthDate="1914"))
    assert first(index, asked, BORN).is_match


@pytest.mark.parametrize(
    ("asked", "name", "is_safe"),
    [
        ("Алексей Мишкин", "Алексей Мышкин", False),
        ("Алексей Мышкин", "Алексей Мишкин", False),
        ("Алексей Мишкін", "Алексей Мышкин", True),
        ("Алексѣй Мышкинъ", "Алексей Мышкин", True),
        ("Олексій Рибін", "Алексей Рыбин", True),
        ("Марія Мишкинъ", "Мария Мышкинъ", False),
    ],
)
def test_another_vowel_is_another_name_but_for_a_ukrainian_word(
    indexed: Indexed, asked: str, name: str, is_safe: bool
) -> None:
    assert first(indexed(person(name)), asked).is_match is is_safe


@pytest.mark.parametrize(
    ("asked", "name", "is_safe"),
    [
        ("Юрий Димитров", "Георгий Димитров", False),
        ("Iurii Dimitrov", "Georgi Dimitrov", False),
        ("Myroslav Koval", "Myron Koval", False),
        ("Мирослав Коваль", "Мирон Коваль", False),
        ("Леон Коваль", "Лев Коваль", False),
        ("Степан Коваль", "Стефан Коваль", False),
        ("Осип Коваль", "Иосиф Коваль", False),
        ("James Koval", "Jacob Koval", False),
        ("George Dimitrov", "Георгий Димитров", True),
        ("Leon Koval", "Лев Коваль", True),
        ("Олександр Коваль", "Александр Коваль", True),
        ("Jean Koval", "Иван Коваль", True),
        ("Мирослав Коваль", "Myroslav Koval", True),
        ("Yuri Dimitrov", "Юрий Димитров", True),
        ("Fyodor Koval", "Fedor Koval", True),
    ],
)
def test_two_names_of_one_language_are_two(
    indexed: Indexed, asked: str, name: str, is_safe: bool
) -> None:
    found = indexed(person(name)).match(Query(asked))
    assert [each.is_match for each in found] in ([[True]] if is_safe else [[], [False]])


@pytest.mark.parametrize(
    ("asked", "name", "is_safe"),
    [
        ("Moscow Oblast", "Moscow", False),
        ("Moscow river", "Moscow", False),
        ("Московская область", "Moscow", False),
        ("Moscow", "Moscow Oblast", False),
        ("Moscow", "Moscow", True),
        ("Moscow region", "Moscow Oblast", True),
    ],
)
def test_a_kind_of_thing_on_one_side_alone_is_not_the_same(
    indexed: Indexed, asked: str, name: str, is_safe: bool
) -> None:
    index = indexed(thing("Place", name, containedInPlace="Russia"))
    found = index.match(Query(asked, evidence={SCHEMA.containedInPlace: ("Russia",)}))
    assert [each.is_match for each in found] in ([[True]] if is_safe else [[], [False]])


@pytest.mark.parametrize(
    ("kind", "asked", "facts", "is_safe"),
    [
        ("Event", "Congress of Soviets 1936", {}, False),
        ("Event", "Congress of Soviets", {}, True),
        ("Event", "Congress of Soviets 1936", {"startDate": "1936-11-25"}, True),
        ("Event", "Congress of Soviets 1936", {"startDate": "1922"}, False),
        ("Event", "Congress of Soviets 1936", {"temporalCoverage": "1936"}, True),
        ("Organization", "Congress of Soviets 1936", {}, False),
        ("Organization", "Congress of Soviets 1936", {"foundingDate": "1922"}, True),
        ("Organization", "Congress of Soviets 1936", {"foundingDate": "1950"}, False),
    ],
)
def test_a_year_beside_the_name_of_what_has_none_makes_it_unsafe(
    indexed: Indexed, kind: str, asked: str, facts: dict[str, str], is_safe: bool
) -> None:
    index = indexed(thing(kind, "Congress of Soviets", **facts))
    assert first(index, asked).is_match is is_safe


@pytest.mark.parametrize(
    ("born", "asked", "year", "is_safe", "value"),
    [
        ("1903", "Ivan Kovalenko", "1903", True, 1.0),
        ("1903", "I. Kovalenko", "1903", True, 1.0),
        ("190X", "Ivan Kovalenko", "1903", True, 0.7),
        ("190X", "I. Kovalenko", "1903", False, 0.7),
        ("190X", "I. Kovalenko", "1900", False, 0.7),
        ("190X", "Ivan Kovalenko", "1912", False, 0.4),
        ("1903", "I. Kovalenko", "190X", False, 0.7),
        ("19XX", "Ivan Kovalenko", "1900", True, 0.7),
        ("1890/1905", "I. Kovalenko", "1890", False, 0.7),
        ("1902/1904", "I. Kovalenko", "1903", True, 1.0),
    ],
)
def test_a_vague_year_agrees_as_a_range(
    indexed: Indexed, born: str, asked: str, year: str, is_safe: bool, value: float
) -> None:
    index = indexed(person("Ivan Kovalenko", birthDate=born))
    found = first(index, asked, {SCHEMA.birthDate: (year,)})
    agreed = {feature.id: feature.value for feature in found.features}["begin"]
    assert (found.is_match, agreed) == (is_safe, value)


@pytest.mark.parametrize(
    ("text", "begins"), [("Ivan Kovalenko, 1900-1970", 0.7), ("Ivan Kovalenko, 1915-1970", 0.0)]
)
def test_years_beside_a_name_are_held_against_a_vague_date(
    indexed: Indexed, text: str, begins: float
) -> None:
    index = indexed(person("Ivan Kovalenko", birthDate="190X", deathDate="1970"))
    values = {feature.id: feature.value for feature in first(index, text).features}
    assert (values["begin"], values["end"]) == (begins, 1.0)


def test_a_date_within_a_time_that_begins_vaguely_agrees(indexed: Indexed) -> None:
    index = indexed(thing("Event", "Congress of Soviets", startDate="192X", endDate="1936"))
    found = first(index, "Congress of Soviets", {DCTERMS["date"]: ("1925",)})
    assert {feature.id: feature.value for feature in found.features}["date"] == 0.7


def test_of_very_many_values_few_are_compared_and_the_same_one_is_found() -> None:
    """A hub, such as a party with its members, costs whoever asks for it no more than others."""
    members = tuple(f"https://example.org/person/{number}" for number in range(5000))
    hub = Entity("https://example.org/organization/party", (Name("Party"),),
                 facts={SCHEMA.member: members, SCHEMA.location: members})  # fmt: skip
    looked_up: list[str] = []

    def known(iri: str) -> Entity:
        looked_up.append(iri)
        return Entity(iri, (Name("Ivan Petrov"),))

    def worth(*asked: str) -> list[float]:
        evidence = {SCHEMA.member: asked, SCHEMA.location: asked}
        return [feature.value for feature in weigh(hub, evidence, known)]

    assert worth(*["Nobody at all"] * 100) == [0.0, 0.0]
    assert len(looked_up) < 2000
    assert worth("Иван Петров") == [0.98, 0.98]
    assert worth(members[-1]) == [1.0, 1.0]
