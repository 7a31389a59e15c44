"""Entities of a Wikibase, generated; and what an independent library reads in them."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import strategies as st
from wikibaseintegrator.entities import ItemEntity, PropertyEntity

from lod_archive.publish.profiles.wikibase.datatypes import (
    GREGORIAN,
    JULIAN,
    RANKS,
    VALUE_TYPES,
    item_value,
    snak,
)
from lod_archive.publish.profiles.wikibase.ordering import (
    grouped,
    reference,
    sorted_references,
    sorted_snaks,
)
from lod_archive.publish.profiles.wikibase.times import DAY, DECADE, MONTH, YEAR
from lod_archive.vocab.edtf.days import month_length

Json = dict[str, Any]
DATATYPES = dict(zip(VALUE_TYPES, (f"P{n}" for n in range(1, 100)), strict=False))
"""A property for each datatype."""
OF_SERVERS = {"title": "x", "pageid": 1, "lastrevid": 1, "modified": "2026-01-01T00:00:00Z"}
"""What only a running Wikibase knows of an entity."""

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20
) | st.sampled_from(['"quoted"', "back\\slash", "two\nlines", "Стаханов", "💎", "سلام"])
languages = st.sampled_from(["en", "ru", "uk", "ru-latn-alalc97", "mul"])
item_ids = st.integers(1, (1 << 31) - 1).map(lambda number: f"Q{number}")
addresses = st.text(string.ascii_letters + "/?=&А", max_size=12).map(
    lambda path: f"https://example.org/{path}"
)
units = st.sampled_from(
    ["1", "http://qudt.org/vocab/unit/TONNE", "http://www.wikidata.org/entity/Q191118"]
)


@st.composite
def times(draw: st.DrawFn) -> Json:
    """A time as Wikibase writes it: no month or day where the precision has none."""
    precision = draw(st.sampled_from([DAY, MONTH, YEAR, DECADE]))
    model = draw(st.sampled_from([GREGORIAN, JULIAN]))
    year = draw(st.integers(-2000, 2100).filter(bool))
    astronomical = year if year > 0 else year + 1
    month = draw(st.integers(1, 12))
    calendar = "julian" if model == JULIAN else "gregorian"
    day = draw(st.integers(1, month_length(astronomical, month, calendar)))  # type: ignore[arg-type]
    month, day = month if precision >= MONTH else 0, day if precision >= DAY else 0
    sign = "+" if year > 0 else "-"
    return {
        "time": f"{sign}{abs(year):04}-{month:02}-{day:02}T00:00:00Z",
        "timezone": draw(st.sampled_from([0, 60])),
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": model,
    }


amounts = st.decimals(-10_000, 10_000, places=2).map(lambda number: f"{number:+f}")


@st.composite
def quantities(draw: st.DrawFn) -> Json:
    """A quantity, with bounds or without."""
    value = {"amount": draw(amounts), "unit": draw(units)}
    if draw(st.booleans()):
        value |= {"upperBound": draw(amounts), "lowerBound": draw(amounts)}
    return value


positions = st.fixed_dictionaries(
    {
        "latitude": st.floats(-90, 90),
        "longitude": st.floats(-180, 180),
        "altitude": st.none(),
        "precision": st.none() | st.floats(1e-6, 10),
        "globe": st.just("http://www.wikidata.org/entity/Q2"),
    }
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "wikibase-item": item_ids.map(item_value),
    "url": addresses,
    "string": texts,
    "external-id": texts,
    "monolingualtext": st.fixed_dictionaries({"text": texts, "language": languages}),
    "time": times(),
    "quantity": quantities(),
    "globe-coordinate": positions,
}


@st.composite
def snaks(draw: st.DrawFn) -> Json:
    """A snak of any datatype: a value, some value, no value."""
    datatype = draw(st.sampled_from(sorted(VALUES)))
    name = DATATYPES[datatype]
    kind = draw(st.sampled_from(["value"] * 8 + ["somevalue"]))
    return snak(name, datatype, draw(VALUES[datatype]) if kind == "value" else None)


@st.composite
def main_snaks(draw: st.DrawFn) -> Json:
    """A snak that a statement can have."""
    found = draw(snaks())
    if draw(st.integers(0, 9)) == 0:
        return {**{k: found[k] for k in ("property", "datatype")}, "snaktype": "novalue"}
    return found


@st.composite
def statements(draw: st.DrawFn) -> Json:
    """A statement with qualifiers and references."""
    claim: Json = {
        "id": f"Q1${draw(st.uuids())}",
        "type": "statement",
        "rank": draw(st.sampled_from(sorted(RANKS))),
        "mainsnak": draw(main_snaks()),
    }
    qualifiers = sorted_snaks(draw(st.lists(snaks(), max_size=3)))
    if qualifiers:
        claim |= {"qualifiers": qualifiers, "qualifiers-order": list(qualifiers)}
    references = draw(st.lists(st.lists(snaks(), min_size=1, max_size=3), max_size=2))
    if references:
        claim["references"] = sorted_references(reference(each) for each in references)
    return claim


@st.composite
def items(draw: st.DrawFn) -> Json:
    """An item, in the order that exports have."""
    labels = draw(st.dictionaries(languages, texts, max_size=3))
    aliases = draw(st.dictionaries(languages, st.sets(texts, min_size=1, max_size=3), max_size=2))
    return {
        "type": "item",
        "id": "Q1",
        "labels": _terms(labels),
        "descriptions": _terms(draw(st.dictionaries(languages, texts, max_size=2))),
        "aliases": {
            language: [{"language": language, "value": text} for text in sorted(aliases[language])]
            for language in sorted(aliases)
        },
        "claims": grouped(draw(st.lists(statements(), max_size=4))),
        "sitelinks": {},
    }


def _terms(texts_: dict[str, str]) -> Json:
    return {
        language: {"language": language, "value": texts_[language]} for language in sorted(texts_)
    }


def properties() -> list[Json]:
    """The entities of the properties that generated items use."""
    return [
        {
            "type": "property",
            "id": name,
            "datatype": datatype,
            "labels": {},
            "descriptions": {},
            "aliases": {},
            "claims": {},
        }
        for datatype, name in DATATYPES.items()
    ]


def read_by_another(entity: Json) -> Any:
    """The entity as WikibaseIntegrator has it, which knows nothing of this library."""
    kind = ItemEntity if entity["type"] == "item" else PropertyEntity
    return kind().from_json(entity | OF_SERVERS)
