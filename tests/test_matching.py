"""Names are matched whatever their alphabet and spelling, with reasons, and safely."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import iuliia  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod_archive.errors import PublicationError
from lod_archive.matching import Candidate, Entity, MatchingIndex, Name, Query, write_matching
from lod_archive.matching.comparison import compare
from lod_archive.matching.words import MOST_CHARACTERS, MOST_WORDS, words_of
from lod_archive.vocab.namespaces import DCTERMS, SCHEMA

BASE: Final = "https://example.org/"
MINER: Final = Entity(
    iri=BASE + "person/miner",
    names=(
        Name("Ivan Kovalenko", "en", is_preferred=True),
        Name("Иван Степанович Коваленко", "ru"),
        Name("Kovalenko", "en", part="family"),
        Name("Ivan", "en", part="given"),
        Name("Petro", "en", part="given"),
    ),
    types=(SCHEMA.Person,),
    description="A miner.",
    begin=1901,
    end=1970,
    facts={
        SCHEMA.birthDate: ("1901-02-03",),
        SCHEMA.deathDate: ("1970",),
        SCHEMA.birthPlace: (BASE + "place/town",),
    },
    disputed={SCHEMA.birthDate: ("1899",)},
)
WOMAN: Final = Entity(
    BASE + "person/woman", (Name("Maria Kovalenko", "en", is_preferred=True),), (SCHEMA.Person,)
)
TOWN: Final = Entity(
    iri=BASE + "place/town",
    names=(
        Name("Donetsk", "en", is_preferred=True),
        Name("Сталино", "ru", since=1929, until=1961),
        Name("Юзовка", "ru", until=1924),
    ),
    types=(SCHEMA.Place,),
    facts={SCHEMA.containedInPlace: (BASE + "place/region",)},
)
REGION: Final = Entity(
    iri=BASE + "place/region",
    names=(Name("Donetsk Oblast", "en", is_preferred=True),),
    types=(SCHEMA.Place,),
    facts={SCHEMA.containedInPlace: (BASE + "place/country",)},
)
COUNTRY: Final = Entity(
    BASE + "place/country", (Name("Україна", "uk", is_preferred=True),), (SCHEMA.Place,)
)
UNIVERSITY: Final = Entity(
    BASE + "organization/university",
    (Name("National Endowment for the Mines", "en", is_preferred=True),),
    (SCHEMA.Organization,),
)
SIMILAR: Final = Entity(BASE + "topic/coal", (Name("Kovalenko method", "en"),))
ENTITIES: Final = (MINER, WOMAN, TOWN, REGION, COUNTRY, UNIVERSITY, SIMILAR)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MatchingIndex]:
    path = tmp_path_factory.mktemp("matching") / "matching.sqlite"
    assert write_matching(ENTITIES, path) == len(ENTITIES)
    index = MatchingIndex.open(path)
    yield index
    index.close()


def ids(candidates: list[Candidate]) -> list[str]:
    return [candidate.iri.removeprefix(BASE) for candidate in candidates]


def safe(candidates: list[Candidate]) -> list[str]:
    return [each.iri.removeprefix(BASE) for each in candidates if each.is_match]


@pytest.mark.parametrize(
    "text",
    [
        "Ivan Kovalenko",
        "KOVALENKO, IVAN",
        "Коваленко Иван",
        "Iwan Kowalenko",
        "Ivan Stepanovich Kovalenko",
        "Коваленко Іван Степанович",
        "Petro Kovalenko",
        "comrade Ivan Kovalenko",
        "Kovalenko, Ivan, 1901-1970",
        "Ivan Kovalenko (1901)",
        "Ιβάν Κοβαλένκο",
    ],
)
def test_a_person_is_matched_by_all_of_the_name(index: MatchingIndex, text: str) -> None:
    assert safe(index.match(Query(text))) == ["person/miner"]


@pytest.mark.parametrize(
    "text",
    [
        "Kovalenko",
        "I. Kovalenko",
        "I. S. Kovalenko",
        "Ivan Kovalenka",
        "Vania Kovalenko",
        "Ivan K.",
    ],
)
def test_part_of_a_name_or_a_misspelt_one_is_a_candidate_only(
    index: MatchingIndex, text: str
) -> None:
    found = index.match(Query(text, types=(SCHEMA.Person,)))
    assert "person/miner" in ids(found)
    assert safe(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ivan Petrovich Kovalenko",
        "Ivan Kovalenko (1850–1920)",
        "Oleg Kovalenko",
        "Ivan Kovalev",
        "O. Kovalenko",
    ],
)
def test_a_stranger_is_never_safe(index: MatchingIndex, text: str) -> None:
    assert safe(index.match(Query(text))) == []


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({SCHEMA.birthDate: ("1901",)}, ["person/miner"]),
        ({SCHEMA.birthDate: ("1902",)}, ["person/miner"]),
        ({SCHEMA.birthDate: ("1899",)}, ["person/miner"]),
        ({SCHEMA.birthDate: ("born about 1901",)}, ["person/miner"]),
        ({SCHEMA.birthDate: ("1840",)}, []),
        ({SCHEMA.deathDate: ("1970-05",)}, ["person/miner"]),
        ({SCHEMA.deathDate: ("1937",)}, []),
        ({SCHEMA.birthDate: ("1901",), SCHEMA.deathDate: ("1937",)}, []),
        ({SCHEMA.birthPlace: ("Сталино",)}, ["person/miner"]),
        ({SCHEMA.birthPlace: (BASE + "place/town",)}, ["person/miner"]),
        ({SCHEMA.birthPlace: ("Ukraine", "Україна")}, ["person/miner"]),
        ({SCHEMA.birthPlace: ("Vladivostok",)}, []),
        ({SCHEMA.birthDate: ("no idea",)}, []),
        ({SCHEMA.knows: ("somebody",)}, ["person/miner"]),
        ({SCHEMA.birthPlace: ("  ", "")}, ["person/miner"]),
    ],
)
def test_what_is_known_beside_the_name_decides(
    index: MatchingIndex, evidence: dict[str, tuple[str, ...]], expected: list[str]
) -> None:
    query = Query("Ivan Kovalenko", types=(SCHEMA.Person,), evidence=evidence)
    assert safe(index.match(query)) == expected


def test_evidence_makes_an_initial_safe(index: MatchingIndex) -> None:
    query = Query("I. Kovalenko", evidence={SCHEMA.birthDate: ("1901",)})
    assert safe(index.match(query)) == ["person/miner"]


def test_a_year_within_a_long_life_makes_nothing_safe(index: MatchingIndex) -> None:
    query = Query("I. Kovalenko", evidence={DCTERMS["date"]: ("1935",)})
    assert safe(index.match(query)) == []


def test_a_person_of_unknown_dates_is_not_safe_if_dates_are_known(index: MatchingIndex) -> None:
    assert safe(index.match(Query("Maria Kovalenko"))) == ["person/woman"]
    query = Query("Maria Kovalenko", evidence={SCHEMA.birthDate: ("1901",)})
    assert safe(index.match(query)) == []


@pytest.mark.parametrize(
    ("text", "year", "is_safe", "in_use"),
    [
        ("Stalino", None, True, None),
        ("Stalino", "1935", True, 1.0),
        ("Stalino", "1930/1940", True, 1.0),
        ("Stalino", "1991", False, 0.4),
        ("Yuzovka", "1900", True, 1.0),
        ("Yuzovka", "1935", False, 0.4),
        ("Donetsk", "1935", True, None),
    ],
)
def test_a_former_name_is_held_against_the_year(
    index: MatchingIndex, text: str, year: str | None, is_safe: bool, in_use: float | None
) -> None:
    evidence = {DCTERMS["date"]: (year,)} if year else {}
    first, *_ = index.match(Query(text, types=(SCHEMA.Place,), evidence=evidence))
    assert (first.iri, first.is_match) == (TOWN.iri, is_safe)
    use = {feature.id: feature.value for feature in first.features}.get("use")
    assert use == in_use


def test_a_year_beside_a_former_name_is_of_its_use(index: MatchingIndex) -> None:
    [first, *_] = index.match(Query("Stalino (1935)"))
    assert (first.iri, first.is_match) == (TOWN.iri, True)


def test_types_restrict_and_include_subclasses_as_the_entity_has_them(
    index: MatchingIndex,
) -> None:
    everything = ids(index.match(Query("Kovalenko")))
    assert {"person/miner", "person/woman", "topic/coal"} == {*everything}
    persons = index.match(Query("Kovalenko", types=(SCHEMA.Person, SCHEMA.Place)))
    assert ids(persons) == ["person/miner", "person/woman"]
    assert index.match(Query("Kovalenko", types=(BASE + "unknown",))) == []


def test_the_limit_is_kept_and_the_rival_beyond_it_still_counts(index: MatchingIndex) -> None:
    [first] = index.match(Query("Kovalenko", types=(SCHEMA.Person,), limit=1))
    assert not first.is_match
    assert index.match(Query("Kovalenko", limit=0)) == []
    assert index.match(Query("Kovalenko", limit=-3)) == []


def test_a_candidate_says_why(index: MatchingIndex) -> None:
    query = Query("Kowalenko, Iwan", evidence={SCHEMA.birthDate: ("1902",)})
    first = index.match(query)[0]
    assert first.name == "Ivan Kovalenko"
    assert first.description == "A miner."
    told = {feature.id: (feature.name, feature.value) for feature in first.features}
    assert told["begin"] == ("year of birth, or of the beginning", 0.8)
    assert "transliterated" in told["name"][0]
    assert 90 < first.score <= 100


def test_an_acronym_is_a_candidate_only(index: MatchingIndex) -> None:
    found = index.match(Query("NEM"))
    assert (ids(found), safe(found)) == (["organization/university"], [])


def test_many_queries_are_answered_as_each_alone(index: MatchingIndex) -> None:
    queries = [Query("Stalino"), Query("nobody"), Query("Kovalenko"), Query("")]
    assert index.match_all(queries) == [index.match(query) for query in queries]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("Kov", ["topic/coal", "person/miner", "person/woman"]),
        ("Ков", ["topic/coal", "person/miner", "person/woman"]),
        ("iv kov", ["person/miner"]),
        ("Stal", ["place/town"]),
        ("Юз", ["place/town"]),
        ("D", ["place/town", "place/region"]),
        ("xyz", []),
        ("", []),
        ("…!", []),
    ],
)
def test_names_are_suggested_by_their_beginnings(
    index: MatchingIndex, prefix: str, expected: list[str]
) -> None:
    assert ids(index.suggest(prefix)) == expected


def test_suggestions_come_in_pages_and_by_type(index: MatchingIndex) -> None:
    everything = ids(index.suggest("Kov"))
    assert ids(index.suggest("Kov", limit=1, offset=1)) == everything[1:2]
    assert ids(index.suggest("Kov", types=[SCHEMA.Person])) == ["person/miner", "person/woman"]
    assert index.suggest("Kov", offset=99) == []
    assert index.suggest("Kov", limit=-1, offset=-1) == []


def test_an_entity_is_given_as_it_was_written(index: MatchingIndex) -> None:
    assert [index.entity(entity.iri) for entity in ENTITIES] == [*ENTITIES]
    assert index.entity(BASE + "nothing") is None


def test_types_are_counted(index: MatchingIndex) -> None:
    assert index.types() == [
        (SCHEMA.Place, 3),
        (SCHEMA.Person, 2),
        (SCHEMA.Organization, 1),
    ]


SYSTEMS: Final = sorted(name for name in dir(iuliia) if name.isupper() and name != "UZ")
PEOPLE: Final = (
    "Алексей Стаханов",
    "Гавриил Щиголев",
    "Мария Виноградова",
    "Вячеслав Молотов",
    "Дмитрий Концедалов",
    "Юрий Хрущёв",
)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_name_in_any_system_of_transliteration_agrees(system: str) -> None:
    """Against iuliia, which knows the systems, and which the matcher does not use."""
    schema = getattr(iuliia, system)
    values = {
        name: compare(words_of(schema.translate(name)), words_of(name)).value for name in PEOPLE
    }
    assert min(values.values()) > 0.85, values


def test_one_name_in_two_cyrillic_spellings_is_not_two_names_that_sound_alike() -> None:
    assert compare(words_of("Иван Шишкин"), words_of("Иван Шишкінъ")).is_full
    assert not compare(words_of("Иван Зорин"), words_of("Иван Сорин")).is_full
    assert not compare(words_of("Ivan Zorin"), words_of("Иван Сорин")).is_full


HOSTILE: Final = {
    "empty": "",
    "spaces": " \t\n",
    "punctuation": "…!?—“”",
    "emoji": "😀" * 1000 + "👩‍🚒",
    "right to left": "\u202eستالين\u202c 'סטאלין",
    "combining": "а" + "\u0301\u0489" * 100_000,
    "long": "Стаханов" * 1_000_000,
    "many words": "Иван Коваленко " * 200_000,
    "many letters": "sch" * 100_000,
    "expanding": "ﷺ" * 100_000,
    "zero bytes": "Ivan\0Kovalenko",
    "surrogate": "Ivan \udcff Kovalenko",
    "wildcards": "% _ * \" ' ; DROP TABLE name --",
    "digits": "1" * 10_000,
    "Chinese": "斯大林" * 1000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_asked_is_cut_and_answered(index: MatchingIndex, text: str) -> None:
    words = words_of(text)
    assert len(words) <= MOST_WORDS
    assert sum(len(word.plain) for word in words) <= 2 * MOST_CHARACTERS
    query = Query(text, evidence={SCHEMA.birthDate: (text,), SCHEMA.birthPlace: (text,)})
    assert len(index.match(replace(query, limit=10**9))) <= len(ENTITIES)
    assert len(index.suggest(text)) <= len(ENTITIES)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_any_text_is_answered_within_its_bounds(index: MatchingIndex, text: str) -> None:
    for candidate in index.match(Query(text)):
        assert 0 < candidate.score <= 100
        assert all(0 <= feature.value <= 1 for feature in candidate.features)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=30), st.text(max_size=30))
def test_a_name_agrees_with_itself_and_no_agreement_is_beyond_it(one: str, other: str) -> None:
    mine, its = words_of(one), words_of(other)
    assert 0 <= compare(mine, its).value <= 1
    if mine:
        assert compare(mine, mine).value == pytest.approx(1)
        assert compare(mine, mine).is_full


def test_threads_get_the_same_answers(index: MatchingIndex) -> None:
    queries = [Query(f"{name} Kovalenko") for name in ("Ivan", "Maria", "I.", "Petro")] * 5
    expected = index.match_all(queries)
    found: list[list[list[Candidate]]] = []
    threads = [
        threading.Thread(target=lambda: found.append(index.match_all(queries))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_the_same_entities_give_the_same_bytes(tmp_path: Path) -> None:
    write_matching(ENTITIES, tmp_path / "one")
    write_matching(reversed(ENTITIES), tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["one", "other"]


def test_an_archive_without_names_has_an_index_that_finds_nothing(tmp_path: Path) -> None:
    assert write_matching((), tmp_path / "empty") == 0
    index = MatchingIndex.open(tmp_path / "empty")
    assert not index.match(Query("anything"))
    assert not index.suggest("a")
    assert not index.types()
    index.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no index"),
        (b"", "is not an index"),
        (b"no database at all, " * 100, "cannot read the index"),
        ("foreign", "is not an index"),
        ("newer", "has version 99"),
    ],
)
def test_what_is_no_index_is_told(tmp_path: Path, content: bytes | str | None, said: str) -> None:
    path = tmp_path / "matching.sqlite"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "foreign":
        _execute(path, "CREATE TABLE t (x)")
    elif content == "newer":
        write_matching(ENTITIES, path)
        _execute(path, "PRAGMA user_version = 99")
    with pytest.raises(PublicationError, match=said) as caught:
        MatchingIndex.open(path)
    assert caught.value.hint


def _execute(path: Path, sql: str) -> None:
    database = sqlite3.connect(path)
    database.execute(sql)
    database.commit()
    database.close()


def test_an_index_is_not_written_over_another(tmp_path: Path) -> None:
    write_matching(ENTITIES, tmp_path / "x")
    with pytest.raises(PublicationError, match="exists already"):
        write_matching(ENTITIES, tmp_path / "x")


def test_an_index_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="cannot write the index"):
        write_matching(ENTITIES, tmp_path / "no folder" / "x")
