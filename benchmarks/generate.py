"""Synthetic archives of any size, in the record format, as JSON Lines.

What an archive has, these have: names in two languages and a transliteration, statements of three
ranks that rest on claims of every stance, dates of all kinds in both calendars, quantities,
qualifiers, derived figures, coordinates. Same size and seed, same bytes; every reference leads
to a record. Records are written one by one, so memory does not grow with their number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks import dates
from benchmarks.words import (
    EVENTS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    PLACES,
    SENTENCES,
    TOPICS,
    Word,
)

Record = dict[str, Any]

TRIPLES_A_UNIT: Final = 2927
"""About how many triples a unit of records becomes; those of the ontologies come on top."""
ONTOLOGY_TRIPLES: Final = 1364

_ESSAYS, _TOPICS, _PLACES, _PEOPLE, _EVENTS, _CLAIMS = 1, 2, 5, 12, 20, 40
"""How many records of each kind a unit has."""

_STANCES: Final = (
    *("asserted", "asserted", "asserted", "documentary", "quoted", "interpretive"),
    *("attributed", "reported", "hedged", "alleged", "distanced"),
)
_SETTINGS: Final = """\
base = "https://example.org/colliery/"
title = {{ en = "Colliery archive", ru = "Архив шахты" }}
description = {{ en = "A synthetic archive of about {triples} triples; its seed is {seed}." }}
keywords = ["benchmark"]
exports = []
"""
"""Exports through profiles are measured by themselves."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A synthetic archive of so many units of records."""

    units: int
    seed: int

    @classmethod
    def of_size(cls, triples: int, *, seed: int = 1935) -> Archive:
        """The archive that comes nearest to this number of triples.

        >>> Archive.of_size(800_000).units
        273
        """
        units = round((triples - ONTOLOGY_TRIPLES) / TRIPLES_A_UNIT)
        return cls(max(1, units), seed)

    def files(self) -> Iterator[tuple[str, Iterator[Record]]]:
        """The name of each file of the archive, and its records as they are made."""
        for name, count, make in (
            ("claims/essays.jsonl", _CLAIMS, self.claim),
            ("essays.jsonl", _ESSAYS, self.essay),
            ("events.jsonl", _EVENTS, self.event),
            ("people.jsonl", _PEOPLE, self.person),
            ("places.jsonl", _PLACES, self.place),
            ("topics.jsonl", _TOPICS, self.topic),
        ):
            yield name, self._records(name, count * self.units, make)

    def _records(
        self, name: str, count: int, make: Callable[[Random, int], Record]
    ) -> Iterator[Record]:
        random = Random(f"{self.seed} {name}")
        if name == "topics.jsonl":
            yield {
                "id": "scheme/topics",
                "type": "ConceptScheme",
                "prefLabel": {"en": "Topics", "ru": "Темы"},
            }
        for number in range(count):
            yield make(random, number)

    def essay(self, random: Random, number: int) -> Record:
        """A text that claims are taken from."""
        return {
            "id": _essay(number),
            "type": "Essay",
            "name": {"en": f"Essay {number}", "ru": f"Очерк {number}"},
            "description": _texts(random, 3),
            "inLanguage": "ru",
            "issued": dates.day(random),
            "author": self.any_person(random),
            "about": self.any_topic(random),
            "mentions": [self.any_person(random), self.any_place(random)],
        }

    def claim(self, random: Random, number: int) -> Record:
        """What an essay says at one passage; every eighth contradicts the one before."""
        start = 40 * (number % _CLAIMS)
        record: Record = {
            "id": _claim(number),
            "type": "Claim",
            "source": _essay(number // _CLAIMS),
            "passage": {"start": start, "end": start + random.randint(10, 39)},
            "stance": random.choice(_STANCES),
            "paraphrase": _texts(random, 1),
            "about": [self.any_event(random), self.any_person(random)],
        }
        if number % 2:
            record["temporalCoverage"] = dates.any_date(random)
        if number % 8 == 7:
            record["conflictsWith"] = _claim(number - 1)
        return record

    def event(self, random: Random, number: int) -> Record:
        """What happened, with sources that disagree on when, and on how much."""
        kind = EVENTS[number % len(EVENTS)]
        record: Record = {
            "id": _event(number),
            "type": "Event",
            "name": _name(kind, number),
            "description": _texts(random, 2),
            "about": self.any_topic(random),
            "statements": [
                self.statement(random, "date", dates.any_date(random), rank="preferred"),
                self.statement(random, "date", dates.day(random)),
                self.statement(random, "place", self.any_place(random)),
                self.statement(
                    random,
                    "agent",
                    self.any_person(random),
                    qualifiers={"note": _texts(random, 1), "date": dates.any_date(random)},
                ),
                self.statement(random, "participant", self.any_person(random)),
                self.statement(random, "outputMass", _quantity(random, "tonne")),
            ],
        }
        if number % 4 == 0:
            record["statements"].append(self._derived_figure(random))
        if number % 5 == 0:
            record["statements"].append(self._julian_date(random))
        if number:
            record["partOf"] = _event(random.randrange(number))
        return record

    def _derived_figure(self, random: Random) -> Record:
        return {
            "property": "quotaMultiple",
            "value": _quantity(random, "one"),
            "derivation": {"en": "102 t ÷ 7 t", "ru": "102 т ÷ 7 т"},
            "derivedFrom": [self.any_claim(random), self.any_claim(random)],
        }

    def _julian_date(self, random: Random) -> Record:
        return self.statement(
            random,
            "date",
            dates.before_1918(random),
            calendar="julian",
            rank="deprecated",
            verbatim={"en": "by the old calendar", "ru": "по старому стилю"},
        )

    def person(self, random: Random, number: int) -> Record:
        """Somebody, with names in two languages and a transliteration."""
        given = GIVEN_NAMES[number % len(GIVEN_NAMES)]
        family = FAMILY_NAMES[number % len(FAMILY_NAMES)]
        name = Word(*(f"{one} {other}" for one, other in zip(given, family, strict=True)))
        viaf = f"https://viaf.org/viaf/{100_000 + number}"
        return {
            "id": _person(number),
            "type": "Person",
            "name": _name(name, number),
            "givenName": {"en": given.english, "ru": given.russian},
            "familyName": {"en": family.english, "ru": family.russian},
            "alternateName": {"ru-Latn-alalc97": [name.latin, family.latin]},
            "description": _texts(random, 1),
            "statements": [
                self.statement(random, "birthDate", dates.any_date(random)),
                self.statement(random, "birthDate", dates.day(random), rank="deprecated"),
                self.statement(random, "birthPlace", self.any_place(random)),
                self.statement(random, "age", _quantity(random, "year")),
                {"property": "sameAs", "value": viaf, "evidence": f"the authority file, {number}"},
            ],
        }

    def place(self, random: Random, number: int) -> Record:
        """A place with coordinates, within an earlier one."""
        record: Record = {
            "id": _place(number),
            "type": "Place",
            "name": _name(PLACES[number % len(PLACES)], number),
            "description": _texts(random, 1),
            "geo": {
                "type": "GeoCoordinates",
                "latitude": _decimal(random, 45, 60, places=5),
                "longitude": _decimal(random, 25, 60, places=5),
                "uncertainty": _quantity(random, "kilometre"),
            },
        }
        if number:
            within = _place(random.randrange(number))
            years = {"date": f"{random.randint(1900, 1930)}/{random.randint(1931, 1990)}"}
            record["statements"] = [self.statement(random, "within", within, qualifiers=years)]
        return record

    def topic(self, random: Random, number: int) -> Record:
        """A concept, narrower than an earlier one."""
        word = TOPICS[number % len(TOPICS)]
        record: Record = {
            "id": _topic(number),
            "type": "Topic",
            "inScheme": "scheme/topics",
            "prefLabel": {"en": f"{word.english} {number}", "ru": f"{word.russian} {number}"},
            "altLabel": {"ru-Latn-alalc97": word.latin},
            "definition": _texts(random, 1),
        }
        if number:
            record["broader"] = _topic(random.randrange(number))
        return record

    def statement(self, random: Random, property_key: str, value: object, **more: object) -> Record:
        """A statement that rests on one claim, or on two."""
        claims = [self.any_claim(random) for _ in range(1 + (random.random() < 0.2))]
        return {"property": property_key, "value": value, "claim": claims, **more}

    def any_claim(self, random: Random) -> str:
        """The id of one of the archive's claims."""
        return _claim(random.randrange(_CLAIMS * self.units))

    def any_event(self, random: Random) -> str:
        """The id of one of the archive's events."""
        return _event(random.randrange(_EVENTS * self.units))

    def any_person(self, random: Random) -> str:
        """The id of one of the archive's people."""
        return _person(random.randrange(_PEOPLE * self.units))

    def any_place(self, random: Random) -> str:
        """The id of one of the archive's places."""
        return _place(random.randrange(_PLACES * self.units))

    def any_topic(self, random: Random) -> str:
        """The id of one of the archive's topics."""
        return _topic(random.randrange(_TOPICS * self.units))


def generate(folder: Path, *, triples: int, seed: int = 1935) -> Archive:
    """Write the archive of about so many triples into a folder; what is there is overwritten."""
    archive = Archive.of_size(triples, seed=seed)
    for name, records in archive.files():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for record in records:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    settings = _SETTINGS.format(triples=triples, seed=seed)
    (folder / "archive.toml").write_text(settings, "utf-8", newline="\n")
    return archive


def _claim(number: int) -> str:
    return f"essay-{number // _CLAIMS}/c{number % _CLAIMS:02}"


def _essay(number: int) -> str:
    return f"essay/essay-{number}"


def _event(number: int) -> str:
    return f"event/{EVENTS[number % len(EVENTS)].english}-{number}"


def _person(number: int) -> str:
    return f"person/{FAMILY_NAMES[number % len(FAMILY_NAMES)].english.lower()}-{number}"


def _place(number: int) -> str:
    return f"place/{PLACES[number % len(PLACES)].english}-{number}"


def _topic(number: int) -> str:
    return f"topic/topic-{number}"


def _name(word: Word, number: int) -> Record:
    return {"en": f"{word.english} {number}", "ru": f"{word.russian} {number}"}


def _texts(random: Random, sentences: int) -> Record:
    """The same sentences in both languages."""
    chosen = [random.choice(SENTENCES) for _ in range(sentences)]
    return {
        "en": " ".join(sentence.english for sentence in chosen),
        "ru": " ".join(sentence.russian for sentence in chosen),
    }


def _quantity(random: Random, unit: str) -> Record:
    return {"amount": _decimal(random, 1, 500, places=random.randint(1, 2)), "unit": unit}


def _decimal(random: Random, low: int, high: int, *, places: int) -> str:
    """A number as an archivist writes it, zeros at its end included.

    It has places, as rdflib would make 38.0 of 38 when it writes Turtle, and graphs are compared.
    """
    return f"{random.uniform(low, high):.{places}f}"
