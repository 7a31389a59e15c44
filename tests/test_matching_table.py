"""Names of a spreadsheet matched, and the statements of what they mean, as data frames."""

from __future__ import annotations

import math

import pytest

from lod_archive import Archive, QueryError
from lod_archive.query import Rows

ARCHIVE = Archive.open("tests/archives/strike")


def values(rows: Rows) -> list[dict[str, str | None]]:
    return [
        {key: None if term is None else getattr(term, "value", None) for key, term in row.items()}
        for row in rows
    ]


def test_each_name_has_a_row_in_its_place() -> None:
    frame = ARCHIVE.reconcile(["nobody", "Zabastovka", "", "the strike"]).to_pandas()
    assert list(frame.columns) == ["name", "iri", "label", "score", "match", "why"]
    assert frame["name"].to_list() == ["nobody", "Zabastovka", "", "the strike"]
    assert frame["match"].to_list() == [False, True, False, True]
    assert frame["label"].dropna().to_list() == ["The strike", "The strike"]
    assert frame["score"].dropna().min() > 90
    assert frame["why"].dropna().str.startswith("name “").all()


def test_classes_and_evidence_are_given_by_prefixed_names() -> None:
    names = ["Zabastovka", "Zabastovka", "Zabastovka", "Zabastovka"]
    dates = {"dcterms:date": ["1936", 1936.0, math.nan, "1905"]}
    events = values(ARCHIVE.reconcile(names, types=["schema:Event"], evidence=dates))
    assert [row["match"] for row in events] == ["true", "true", "true", "false"]
    persons = values(ARCHIVE.reconcile(names[:1], types=["schema:Person"]))
    assert [row["iri"] for row in persons] == [None]
    assert values(ARCHIVE.reconcile(names[:1], types="schema:Event"))[0]["iri"] is not None


def test_several_candidates_of_a_name_are_given_if_wanted() -> None:
    names = [row["label"] for row in values(ARCHIVE.reconcile(["a leaflet strike"], limit=5))]
    assert {*names} == {"A leaflet", "The strike"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"types": ["two words"]}, "is no class or property"),
        ({"evidence": {"nothing:known here": ["x"]}}, "is no class or property"),
        ({"evidence": {"schema:birthDate": ["1900", "1901"]}}, "1 names, and 2 values"),
    ],
)
def test_what_cannot_be_asked_is_told(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        ARCHIVE.reconcile(["x"], **arguments)  # type: ignore[arg-type]
    assert caught.value.hint


def test_statements_have_ranks_stances_dates_sources_and_passages() -> None:
    rows = values(ARCHIVE.statements("event/strike"))
    dates = [row for row in rows if row["property"] == "date"]
    assert [(row["value"], row["rank"], row["best"]) for row in dates] == [
        ("1936-03-02", "preferred", "true"),
        ("1936-02", "normal", "false"),
    ]
    assert [(row["earliest"], row["latest"]) for row in dates] == [
        ("1936-03-02", "1936-03-02"),
        ("1936-02-01", "1936-02-29"),
    ]
    first = dates[0]
    assert (first["stance"], first["source"], first["passage"]) == ("asserted", "A leaflet", "0–12")
    assert str(first["claim"]).endswith("/leaflet/date")
    assert str(first["paraphrase"]).startswith("The leaflet calls")
    [mass] = [row for row in rows if row["property"] == "outputMass"]
    assert mass["value"] == "102.5 tonne"
    [cause] = [row for row in rows if row["property"] == "causes"]
    assert str(cause["iri"]).endswith("/event/strike")
    assert (cause["stance"], cause["pages"], cause["passage"]) == ("alleged", "2", None)


def test_statements_make_a_frame_with_dates_in_the_language_asked_for() -> None:
    frame = ARCHIVE.statements("event/strike", language="ru").to_pandas()
    assert frame.loc[frame["property"] == "causes", "value"].to_list() == ["Забастовка"]
    assert frame["best"].dtype == "boolean"


def test_what_is_said_plainly_has_neither_rank_nor_claim() -> None:
    rows = values(ARCHIVE.statements("source/leaflet"))
    assert [(row["value"], row["rank"], row["claim"]) for row in rows] == [
        ("Leaflet, 1936", None, None)
    ]


def test_statements_of_nothing_are_an_error_with_the_nearest_ids() -> None:
    with pytest.raises(QueryError, match="no record of") as caught:
        ARCHIVE.statements("event/strke")
    assert "event/strike" in str(caught.value.hint)
