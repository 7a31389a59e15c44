"""Vague dates stay ranges: of records that are read, and of entities elsewhere."""

from __future__ import annotations

import pytest

from lod_archive.linking.years import year_of
from lod_archive.matching import Entity, read_entities
from lod_archive.matching.dates import Years
from lod_archive.matching.lives import begins_of, dates_of, ends_of, life_of
from lod_archive.matching.model import Name
from lod_archive.vocab.namespaces import SCHEMA
from tests.exports import source_of

PERSON = """
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
<doc/x> foaf:primaryTopic <x> ; dcterms:isPartOf <dataset> .
<x> a schema:Person ; schema:name "Ivan Kovalenko" .
"""


@pytest.mark.parametrize(
    ("said", "begin", "end"),
    [
        ('schema:birthDate "1901-02-03" ; schema:deathDate "1970"', 1901, 1970),
        ('schema:birthDate "190X" ; schema:deathDate "1970"', None, 1970),
        ('schema:birthDate "19XX"', None, None),
        ('schema:birthDate "1890/1905"', None, None),
        ('schema:birthDate "1905-08/1905-11"', 1905, None),
        ('schema:birthDate "1905", "1906"', None, None),
        ('schema:birthDate "1906~"', 1906, None),
        ('schema:temporalCoverage "1929/1961"', 1929, 1961),
        ('schema:temporalCoverage "1929/.."', 1929, None),
        ('schema:temporalCoverage "192X/1961"', None, 1961),
    ],
)
def test_a_record_has_a_year_only_if_it_is_known_which(
    said: str, begin: int | None, end: int | None
) -> None:
    [entity] = read_entities(source_of(f"{PERSON} <x> {said} ."))
    assert (entity.begin, entity.end) == (begin, end)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1903", 1903),
        ("1903-05", 1903),
        ("18 Dec 1878", 1878),
        ("+1878-12-18T00:00:00Z", 1878),
        ("190X", None),
        ("19XX", None),
        ("1890/1905", None),
        ("1890/..", None),
        ("between 1890 and 1905", None),
        ("unknown", None),
    ],
)
def test_a_vague_date_elsewhere_is_no_year(text: str, year: int | None) -> None:
    assert year_of(text) == year


def test_a_life_is_read_from_the_dates_or_else_from_the_years_of_an_entity() -> None:
    names = (Name("Ivan Kovalenko"),)
    facts = {SCHEMA.birthDate: ("190X",)}
    vague = Entity("https://example.org/a", names, end=1970, facts=facts)
    assert begins_of(vague) == [Years(1900, 1909)]
    assert ends_of(vague) == [Years.of(1970)]
    assert life_of(begins_of(vague), ends_of(vague)) == Years(1900, 1970)
    assert ends_of(Entity("https://example.org/b", names)) == []
    assert life_of([Years(None, 1936)], []) == Years(None, None)


def test_disputed_dates_are_among_those_that_are_said() -> None:
    facts, disputed = {SCHEMA.birthDate: ("1901", "?")}, {SCHEMA.birthDate: ("1899",)}
    entity = Entity("https://example.org/a", (), facts=facts, disputed=disputed)
    assert [*dates_of(entity, [SCHEMA.birthDate])] == [Years.of(1901), Years.of(1899)]
