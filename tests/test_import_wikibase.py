"""Entities of a Wikibase become records: those of an archive, and those of Wikidata."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from lod_archive.archive import ArchiveFolder
from lod_archive.cli import main
from lod_archive.errors import ArchiveError, PublicationError, SourceError
from lod_archive.imports.wikibase import Imported, entities, import_entities
from lod_archive.pipeline import Archive
from lod_archive.publish.profiles import export, find_profile
from lod_archive.publish.profiles.wikibase.datatypes import (
    EARTH,
    GREGORIAN,
    JULIAN,
    VALUE_TYPES,
    item_value,
)
from lod_archive.publish.profiles.wikibase.items import SAME
from lod_archive.publish.profiles.wikibase.properties import Property
from lod_archive.publish.profiles.wikibase.references import ID
from lod_archive.vocab.namespaces import RDF
from tests.exports import exported, reference_source
from tests.records import make_archive

NEW = "https://example.org/again/"
SETTINGS = f'base = "{NEW}"\ntitle = {{ en = "Again" }}\n'
_ID, _SAME = Property(ID, "external-id").id, Property(SAME, "url").id


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An empty archive."""
    folder = tmp_path / "archive"
    (folder / "data").mkdir(parents=True)
    (folder / "archive.toml").write_text(SETTINGS, "utf-8")
    return folder


def imported(archive: Path, content: Any, **options: Any) -> Imported:
    """What an import of entities gives."""
    file = archive.parent / "entities.json"
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return import_entities(ArchiveFolder.open(archive), file, **options)


def records(archive: Path) -> dict[str, Any]:
    """All records of an archive, as they are written."""
    return {
        record["id"]: record
        for path in (archive / "data").rglob("*.yaml")
        for record in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    }


def snak(name: str, datatype: str, value: Any) -> Any:
    datavalue = {"value": value, "type": VALUE_TYPES[datatype]}
    return {"snaktype": "value", "property": name, "datatype": datatype, "datavalue": datavalue}


def time(text: str, precision: int = 11, model: str = GREGORIAN) -> Any:
    return {
        "time": text,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": model,
    }


def claim(main_snak: Any, *, rank: str = "normal", **more: Any) -> Any:
    return {"id": "Q1$x", "type": "statement", "rank": rank, "mainsnak": main_snak, **more}


def entity(number: str, label: str, *claims: Any, **more: Any) -> Any:
    """An item as Wikidata has it."""
    grouped: Any = {}
    for each in claims:
        grouped.setdefault(each["mainsnak"]["property"], []).append(each)
    labels = {"en": {"language": "en", "value": label}}
    terms = {"labels": labels, "descriptions": {}, "aliases": {}}
    return {"type": "item", "id": number, **terms, "claims": grouped, "sitelinks": {}, **more}


HUMAN = claim(snak("P31", "wikibase-item", item_value("Q5")))


def canonical(content: bytes, base: str) -> dict[str, Any]:
    """Items by the ids of their records, without what differs from wiki to wiki."""
    found = [each for each in json.loads(content) if each["type"] == "item"]
    names = {each["id"]: each["claims"][_ID][0]["mainsnak"]["datavalue"]["value"] for each in found}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            if value.get("entity-type") == "item":
                return names[value["id"]]
            return {key: plain(each) for key, each in value.items() if key not in ("id", "hash")}
        if isinstance(value, list):
            return sorted((plain(each) for each in value), key=repr)
        return value.replace(base, "") if isinstance(value, str) else value

    for each in found:
        del each["claims"][_SAME]
    return {names[each["id"]]: plain(each) for each in found}


def test_what_was_exported_comes_back_whole_and_conforms(archive: Path) -> None:
    before = exported("wikibase", "json").content
    done = imported(archive, json.loads(before))
    assert done.losses == ()
    again = Archive.open(archive)
    with again.source() as source:
        file, profile = io.BytesIO(), find_profile("wikibase")
        export(profile, source, profile.output("json"), file)
    base = reference_source().prologue.base or ""
    assert canonical(file.getvalue(), NEW) == canonical(before, base)
    assert not again.validate().violations


def test_statements_of_wikidata_keep_their_sources_dates_and_ranks(archive: Path) -> None:
    reference = {
        "hash": "x",
        "snaks": {
            "P854": [snak("P854", "url", "https://gazette.example/7")],
            "P1683": [snak("P1683", "monolingualtext", {"text": "born", "language": "en"})],
        },
    }
    born = claim(
        snak("P569", "time", time("+1905-12-21T00:00:00Z", 11, JULIAN)),
        rank="preferred",
        references=[reference],
    )
    works = claim(
        snak("P108", "wikibase-item", item_value("Q2")),
        qualifiers={
            "P580": [snak("P580", "time", time("+1927-00-00T00:00:00Z", 9))],
            "P582": [snak("P582", "time", time("+1935-08-00T00:00:00Z", 10))],
        },
    )
    mine = entity("Q2", "Mine", claim(snak("P571", "time", time("+1900-00-00T00:00:00Z", 9))))
    imported(archive, [entity("Q1", "Ivan Petrov", HUMAN, born, works), mine])
    found = records(archive)
    birth, work = found["person/ivan-petrov"]["statements"]
    assert (birth["property"], birth["value"]) == ("birthDate", "1905-12-21")
    assert (birth["calendar"], birth["rank"]) == ("julian", "preferred")
    source_claim = found[birth["claim"][0]]
    assert source_claim["about"] == "person/ivan-petrov"
    assert birth["verbatim"] == {"en": "born"}
    assert found[source_claim["source"]]["url"] == "https://gazette.example/7"
    assert work["value"] == "organization/mine"
    assert work["qualifiers"] == {"date": "1927/1935-08"}
    assert not Archive.open(archive).validate().violations


@pytest.mark.parametrize(
    ("said", "pages", "lost"),
    [
        (["12"], "12", {}),
        (["12–15"], "12–15", {}),
        (["xii", "12-15"], "xii, 12-15", {}),
        (["p. 12"], None, {"“page(s)” of a reference": 1}),
        (["p. 12", "13"], "13", {"“page(s)” of a reference": 1}),
    ],
)
def test_the_pages_of_a_reference_are_those_of_the_claim(
    archive: Path, said: list[str], pages: str | None, lost: dict[str, int]
) -> None:
    reference = {
        "hash": "x",
        "snaks": {
            "P854": [snak("P854", "url", "https://gazette.example/7")],
            "P304": [snak("P304", "string", each) for each in said],
        },
    }
    born = claim(snak("P569", "time", time("+1905-00-00T00:00:00Z", 9)), references=[reference])
    done = imported(archive, [entity("Q1", "Ivan", HUMAN, born)])
    found = records(archive)
    (statement,) = found["person/ivan"]["statements"]
    assert found[statement["claim"][0]].get("pages") == pages
    assert {loss.what: loss.values for loss in done.losses} == lost
    assert not Archive.open(archive).validate().violations


@pytest.mark.parametrize(
    ("said", "pages", "lost"),
    [
        ("12–15", "12–15", {}),
        ("pp. 12–15", None, {"values of “page(s)”": 1}),
        ("12 bis", None, {"values of “page(s)”": 1}),
    ],
)
def test_the_pages_of_an_item_are_taken_if_they_are_written_as_here(
    archive: Path, said: str, pages: str | None, lost: dict[str, int]
) -> None:
    paged = claim(snak("P304", "string", said))
    done = imported(archive, [entity("Q1", "Ivan", HUMAN, paged)])
    assert records(archive)["person/ivan"].get("pages") == pages
    assert {loss.what: loss.values for loss in done.losses} == lost


PAGED = """
- {id: source/book, type: Source, name: {en: The pit}, citation: "A. Lee, The Pit, 1936"}
- id: event/opening
  type: Event
  name: {en: Opening}
  statements: [{property: date, value: 1898, claim: book/opening}]
"""
ON_PAGES = """
id: book/opening
type: Claim
source: source/book
stance: asserted
pages: 12–15
paraphrase: {en: The pit was opened.}
"""


def test_the_pages_of_a_claim_come_back_from_a_wikibase(archive: Path, tmp_path: Path) -> None:
    files = {"data/all.yaml": PAGED, "data/claims/book.yaml": ON_PAGES}
    with Archive.open(make_archive(tmp_path / "before", files).root).source() as source:
        content = exported("wikibase", "json", source).content
    assert imported(archive, json.loads(content)).losses == ()
    assert records(archive)["book/opening"]["pages"] == "12–15"


TONNE = "http://www.wikidata.org/entity/Q191118"


@pytest.mark.parametrize(
    ("unit", "word"),
    [
        (TONNE, "tonne"),
        ("http://www.wikidata.org/entity/Q25235", "hour"),
        ("http://www.wikidata.org/entity/Q199", "one"),
        ("1", "one"),
        ("http://qudt.org/vocab/unit/TONNE", "tonne"),
        ("http://www.wikidata.org/entity/Q3710", None),
        ("https://wiki.example/entity/Q191118", None),
    ],
)
def test_units_of_wikidata_are_words_and_no_amount_is_converted(
    archive: Path, unit: str, word: str | None
) -> None:
    (archive / "ontology").mkdir()
    (archive / "ontology/wikidata-properties.yaml").write_text(
        "evidence: {e: a page}\nproperties:\n"
        "  quota: {number: P8, label: amount required, datatype: quantity, evidence: e}\n"
    )
    amount = claim(snak("P8", "quantity", {"amount": "+7.50", "unit": unit}))
    done = imported(archive, [entity("Q1", "Shift", amount)], kind="Event")
    found = records(archive)["event/shift"].get("quota")
    assert found == (word and {"amount": "7.50", "unit": word})
    assert [loss.what for loss in done.losses] == ([] if word else ["values of “amount required”"])
    assert not Archive.open(archive).validate().violations


def test_languages_of_wikidata_are_tags(archive: Path) -> None:
    spoken = [claim(snak("P407", "wikibase-item", item_value(item))) for item in ("Q7737", "Q1")]
    imported(archive, [entity("Q2", "Pravda", *spoken)], kind="Periodical")
    (found,) = records(archive).values()
    assert found["inLanguage"] == "ru"


def test_what_cannot_be_expressed_is_counted(archive: Path) -> None:
    unknown = claim(snak("P99999", "string", "x"))
    elsewhere = claim(snak("P19", "wikibase-item", item_value("Q404")))
    retrieved = {
        "hash": "x",
        "snaks": {"P813": [snak("P813", "time", time("+2020-01-01T00:00:00Z"))]},
    }
    born = claim(snak("P569", "time", time("+1905-00-00T00:00:00Z", 9)), references=[retrieved])
    items = [entity("Q1", "Ivan", HUMAN, unknown, elsewhere, born), entity("Q2", "What?")]
    lost = {loss.what: loss.values for loss in imported(archive, items).losses}
    assert lost == {
        "statements on P99999 (P99999)": 1,
        "values of “place of birth”": 1,
        "“P813” of a reference": 1,
        "references without a source that is in the file": 1,
        "items whose class is not known: say --type": 1,
    }


def test_an_item_that_does_not_say_what_it_is_gets_the_class_that_is_given(archive: Path) -> None:
    imported(archive, [entity("Q2", "Irmino")], kind="Place")
    assert records(archive)["place/irmino"]["type"] == "Place"


def test_ids_come_from_labels_and_none_is_given_twice(archive: Path) -> None:
    (archive / "data/people.yaml").write_text(
        "- id: person/ivan\n  type: Person\n  name: {en: Ivan}\n", "utf-8"
    )
    cyrillic = entity("Q3", "", HUMAN)
    cyrillic["labels"] = {"ru": {"language": "ru", "value": "Иван"}}
    imported(archive, [entity("Q1", "Ivan", HUMAN), entity("Q2", "Ivan", HUMAN), cyrillic])
    assert set(records(archive)) == {"person/ivan", "person/ivan-2", "person/ivan-3", "person/q3"}


def test_nothing_is_overwritten(archive: Path) -> None:
    imported(archive, [entity("Q1", "Ivan", HUMAN)])
    before = (archive / "data/wikibase/person.yaml").read_bytes()
    with pytest.raises(PublicationError, match="is there already"):
        imported(archive, [entity("Q2", "Petr", HUMAN)])
    assert (archive / "data/wikibase/person.yaml").read_bytes() == before
    assert sorted(path.name for path in (archive / "data").rglob("*.unfinished")) == []


def test_a_record_that_the_archive_has_stays_as_it_is(archive: Path) -> None:
    content = json.loads(exported("wikibase", "json").content)
    people = [each for each in content if each["type"] == "property"]
    people += [
        each
        for each in content
        if each["labels"].get("en", {}).get("value") in ("Moscow", "Aleksei Stakhanov")
    ]
    imported(archive, people, into="data/first")
    again = imported(archive, people, into="data/second")
    assert again.records == 0
    assert "items whose records the archive has already" in {loss.what for loss in again.losses}


@pytest.mark.parametrize("form", ["dump", "lines", "answer", "pretty", "packed"])
def test_every_form_of_file_is_read(archive: Path, form: str) -> None:
    items = [entity("Q1", "Ivan", HUMAN), entity("Q2", "Petr", HUMAN)]
    lines = [json.dumps(each) for each in items]
    answer = json.dumps({"entities": {each["id"]: each for each in items}})
    written = {
        "dump": "[\n" + ",\n".join(lines) + "\n]\n",
        "lines": "\n".join(lines),
        "answer": answer,
        "pretty": json.dumps(items, indent=2),
        "packed": "[\n" + ",\n".join(lines) + "\n]\n",
    }[form].encode()
    file = archive.parent / "entities"
    file.write_bytes(gzip.compress(written) if form == "packed" else written)
    assert import_entities(ArchiveFolder.open(archive), file).records == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[\n{"id": "Q1", \n', "entities.json:3:1: not JSON"),
        (
            '{"id": "Q1", "type": "item"}\n{"id": }\n',
            "entities.json:2:8: not JSON: Expecting value",
        ),
        ('{"id": 1}', "entities.json:1: not an entity"),
        ("", "entities.json: there are no entities in it"),
        ("[]", "entities.json: there are no entities in it"),
        ("\x00", "entities.json:1:1: not JSON"),
    ],
)
def test_a_file_that_is_not_right_is_told_with_its_place(
    archive: Path, text: str, problem: str
) -> None:
    file = archive.parent / "entities.json"
    file.write_text(text, "utf-8")
    with pytest.raises(SourceError) as caught:
        import_entities(ArchiveFolder.open(archive), file, name="entities.json")
    assert problem in str(caught.value)
    assert list((archive / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"into": "elsewhere"}, "elsewhere is not below data/"),
        ({"into": "data/../.."}, "is not below data/"),
        ({"kind": "Persn"}, "did you mean “Person”?"),
    ],
)
def test_a_wrong_option_is_told(archive: Path, options: Any, problem: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        imported(archive, [entity("Q1", "Ivan", HUMAN)], **options)
    assert problem in str(caught.value)


def test_the_command_reads_standard_input_and_says_what_comes_next(archive: Path) -> None:
    text = json.dumps([entity("Q1", "Ivan", HUMAN, claim(snak("P99999", "string", "x")))])
    result = CliRunner().invoke(
        main, ["import", "wikibase", "-", "--archive", str(archive), "--losses", "-"], input=text
    )
    assert result.exit_code == 0, result.output
    assert "1 record from wikibase" in result.stderr
    assert "lod-archive validate" in result.stderr
    assert "statements on P99999" in result.stdout
    assert "person/ivan" in records(archive)


def test_the_command_names_standard_input_in_errors(archive: Path) -> None:
    arguments = ["import", "wikibase", "-", "--archive", str(archive)]
    result = CliRunner().invoke(main, arguments, input="{")
    assert result.exit_code == 2
    assert "standard input:1:" in result.output


def test_a_statement_without_a_source_says_where_it_comes_from(archive: Path) -> None:
    deprecated = claim(snak("P569", "time", time("+1905-00-00T00:00:00Z", 9)), rank="deprecated")
    imported(archive, [entity("Q1", "Ivan", HUMAN, deprecated)])
    (statement,) = records(archive)["person/ivan"]["statements"]
    assert statement["evidence"] == "statement Q1$x of a Wikibase, which names no source"
    assert not Archive.open(archive).validate().violations


def test_a_value_and_nothing_else_is_a_plain_value(archive: Path) -> None:
    born = claim(snak("P569", "time", time("+1905-00-00T00:00:00Z", 9)))
    imported(archive, [entity("Q1", "Ivan", HUMAN, born)])
    assert records(archive)["person/ivan"]["birthDate"] == "1905"


@pytest.mark.parametrize(
    "broken",
    [
        {"claims": {"P569": [{}]}},
        {"claims": {"P569": "x"}},
        {"labels": {"en": "Ivan"}},
        {"aliases": {"en": [1]}},
        {"claims": {"P569": [claim(snak("P569", "time", {"time": "soon"}))]}},
    ],
)
def test_an_entity_that_is_not_whole_is_told_and_nothing_is_written(
    archive: Path, broken: Any
) -> None:
    good, bad = entity("Q1", "Ivan", HUMAN), {**entity("Q2", "Petr", HUMAN), **broken}
    with pytest.raises(SourceError) as caught:
        imported(archive, [good, bad], kind="Person", name="entities.json")
    assert "entities.json:1: Q2 is not as Wikibase writes entities" in str(caught.value)
    assert not list((archive / "data").rglob("*.*"))


def test_a_nested_bomb_is_told(archive: Path) -> None:
    file = archive.parent / "bomb.json"
    file.write_text("[" * 200_000 + "]" * 200_000, "utf-8")
    with pytest.raises(SourceError, match="nested too deeply"):
        import_entities(ArchiveFolder.open(archive), file)


def test_a_name_of_any_length_and_alphabet_gives_an_id(archive: Path) -> None:
    names = ["x" * 100_000, "🙂", "سلام", "a/b/../c", "  "]
    items = [entity(f"Q{number}", name, HUMAN) for number, name in enumerate(names, 1)]
    imported(archive, items)
    found = set(records(archive))
    assert found == {f"person/{'x' * 60}", "person/q2", "person/q3", "person/a-b-c", "person/q5"}


EARLY, LATE = "+1901-00-00T00:00:00Z", "+1910-00-00T00:00:00Z"


@pytest.mark.parametrize(
    ("qualifiers", "date", "lost"),
    [
        ({"P580": time("+1905-12-21T00:00:00Z", 11, JULIAN)}, "1906-01-03/..", 0),
        ({"P582": time("+1905-12-21T00:00:00Z", 11, JULIAN)}, "../1906-01-03", 0),
        ({"P580": time("+1900-00-00T00:00:00Z", 7)}, None, 1),
        ({"P580": time("+1935-02-30T00:00:00Z")}, None, 1),
        ({"P1319": time(EARLY, 9), "P1326": time(LATE, 9)}, "[1901..1910]", 0),
    ],
)
def test_start_and_end_and_bounds_are_dates_or_counted(
    archive: Path, qualifiers: Any, date: str | None, lost: int
) -> None:
    said = {name: [snak(name, "time", value)] for name, value in qualifiers.items()}
    born = claim(snak("P569", "time", time("+1905-00-00T00:00:00Z", 9)), qualifiers=said)
    done = imported(archive, [entity("Q1", "Ivan", HUMAN, born)])
    assert sum(loss.values for loss in done.losses) == lost
    record = records(archive)["person/ivan"]
    if date is None:
        assert record["birthDate"] == "1905"
    else:
        (statement,) = record["statements"]
        assert (statement["value"], statement["qualifiers"]) == ("1905", {"date": date})
    assert not Archive.open(archive).validate().violations


def test_bounds_are_the_value_where_there_is_none(archive: Path) -> None:
    unknown = {"snaktype": "somevalue", "property": "P569", "datatype": "time"}
    bounds = {
        "P1319": [snak("P1319", "time", time(EARLY, 9))],
        "P1326": [snak("P1326", "time", time(LATE, 9))],
    }
    imported(archive, [entity("Q1", "Ivan", HUMAN, claim(unknown, qualifiers=bounds))])
    assert records(archive)["person/ivan"]["birthDate"] == "[1901..1910]"


@pytest.mark.parametrize("model", [GREGORIAN, JULIAN])
def test_a_day_that_no_calendar_has_is_counted(archive: Path, model: str) -> None:
    born = claim(snak("P569", "time", time("+1935-02-30T00:00:00Z", 11, model)))
    done = imported(archive, [entity("Q1", "Ivan", HUMAN, born)])
    assert [loss.what for loss in done.losses] == ["values of “date of birth”"]
    assert records(archive)["person/ivan"].keys() & {"birthDate", "statements"} == set()


@pytest.mark.parametrize(
    ("label", "is_known"), [("date of accession", False), ("Date of birth", True)]
)
def test_a_number_is_what_the_file_says_it_is(archive: Path, label: str, is_known: bool) -> None:
    described = {**entity("P569", label), "type": "property", "datatype": "time"}
    born = claim(snak("P569", "time", time("+1905-00-00T00:00:00Z", 9)))
    done = imported(archive, [described, entity("Q1", "Ivan", HUMAN, born)])
    assert ("birthDate" in records(archive)["person/ivan"]) == is_known
    lost = [] if is_known else ["statements on P569 (date of accession)"]
    assert [loss.what for loss in done.losses] == lost


def test_a_class_that_is_not_known_names_no_file(archive: Path) -> None:
    described = json.loads(exported("wikibase", "json").content)
    properties = [each for each in described if each["type"] == "property"]
    kind = Property(RDF.type, "url").id
    typed = claim(snak(kind, "url", "https://example.org/Robot"))
    items = [*properties, entity("Q1", "Ivan", typed), entity("Q2", "Petr", typed, HUMAN)]
    done = imported(archive, items)
    assert {key: each["type"] for key, each in records(archive).items()} == {
        "person/petr": ["Person", "https://example.org/Robot"]
    }
    assert "items whose class is not known: say --type" in {loss.what for loss in done.losses}


def test_an_item_that_comes_again_is_written_once_and_counted(archive: Path) -> None:
    done = imported(archive, [entity("Q1", "Ivan", HUMAN), entity("Q1", "Ivan", HUMAN)])
    assert done.records == 1
    assert [loss.what for loss in done.losses] == ["items that the file has again"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (gzip.compress(b"[" * 9999)[:12] + b"\xff" * 30, "entities.json: cannot unpack it"),
        (gzip.compress(b"[" * 9999)[:-9], "entities.json: the file ends too early"),
        (b'{\n"id":' + b"[" * 200_000, "entities.json: nested too deeply"),
        (
            b'{"id": "Q1", "type": "item", "labels": {"en": {"value": "\\ud800"}}}',
            r"json:1: \ud800",
        ),
        (b'{"id": "Q1", "a": ' + b"9" * 5000 + b"}", "json:1: a number has more digits"),
        (b'{\n"id": "Q1", "a": ' + b"9" * 5000 + b"}", "json:1: a number has more digits"),
        (b'{"id": "Q1", "a": "\\ud83d\\ude00",\n"b": "\\udc00"}', r"json: \udc00 is half of a"),
    ],
    ids=[
        "damaged",
        "cut",
        "nested",
        "half of a character",
        "digits",
        "digits in lines",
        "another half",
    ],
)
def test_a_file_that_is_damaged_is_told(archive: Path, content: bytes, problem: str) -> None:
    file = archive.parent / "entities.json"
    file.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        import_entities(ArchiveFolder.open(archive), file, name="entities.json")
    assert problem in str(caught.value)
    assert list((archive / "data").iterdir()) == []


@pytest.mark.parametrize(
    "text", ['[{"id": "Q1", "x": "' + "x" * 2000, "[" + "\n" * 2000, "{\n" * 2000]
)
def test_what_is_not_divided_into_lines_is_read_no_further_than_the_limit(
    archive: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entities, "_LONGEST", 1000)
    file = archive.parent / "entities.json"
    file.write_text(text, "utf-8")
    with pytest.raises(SourceError, match="not divided into lines of entities") as caught:
        import_entities(ArchiveFolder.open(archive), file)
    assert caught.value.hint == "write an entity on each line, as the dumps of Wikidata do"


def referring(*references: Any) -> Any:
    born = snak("P569", "time", time("+1905-00-00T00:00:00Z", 9))
    return claim(born, references=[{"hash": "x", "snaks": each} for each in references])


def test_an_address_that_is_none_is_counted(archive: Path) -> None:
    born = referring({"P854": [snak("P854", "url", "http://[bad")]})
    done = imported(archive, [entity("Q1", "Ivan", HUMAN, born)])
    assert "addresses of sources that are none" in {loss.what for loss in done.losses}
    assert not Archive.open(archive).validate().violations


def test_any_number_of_addresses_takes_one_file_of_claims(archive: Path) -> None:
    addresses = [f"https://gazette.example/{number}" for number in range(50)]
    born = referring(*({"P854": [snak("P854", "url", each)]} for each in addresses))
    done = imported(archive, [entity("Q1", "Ivan", HUMAN, born)])
    written = [path.relative_to(archive / "data").as_posix() for path in done.files]
    assert written == ["claims/wikibase.yaml", "wikibase/person.yaml", "wikibase/source.yaml"]
    assert not Archive.open(archive).validate().violations


def test_all_quotations_are_kept(archive: Path) -> None:
    def reference(number: int, *words: str) -> Any:
        quotes = [snak("P1683", "monolingualtext", {"text": w, "language": "en"}) for w in words]
        page = snak("P854", "url", f"https://gazette.example/{number}")
        return {"P854": [page], "P1683": quotes}

    born = referring(reference(1, "born in 1905"), reference(2, "in 1905", "a miner"))
    done = imported(archive, [entity("Q1", "Ivan", HUMAN, born)])
    assert done.losses == ()
    (statement,) = records(archive)["person/ivan"]["statements"]
    assert statement["verbatim"] == {"en": ["born in 1905", "in 1905", "a miner"]}
    assert not Archive.open(archive).validate().violations


def test_an_item_keeps_its_number_and_its_pages_elsewhere_are_counted(archive: Path) -> None:
    pages = {"enwiki": {"site": "enwiki", "title": "Ivan"}, "ruwiki": {"site": "ruwiki"}}
    done = imported(archive, [entity("Q7", "Ivan", HUMAN, sitelinks=pages)])
    assert records(archive)["person/ivan"]["identifier"]["code"] == "Q7"
    assert {loss.what: loss.values for loss in done.losses} == {"links to pages of other wikis": 2}
    assert not Archive.open(archive).validate().violations


MOON = "http://www.wikidata.org/entity/Q405"


@pytest.mark.parametrize(
    ("globe", "precision", "is_kept", "lost"),
    [
        (EARTH, 0.01, True, []),
        (EARTH, None, True, []),
        (EARTH, 0.5, True, ["the precision of positions, where it is not that of their digits"]),
        (MOON, 0.01, False, ["values of “coordinate location”"]),
    ],
)
def test_a_position_is_on_earth_and_its_precision_is_not_lost_in_silence(
    archive: Path, globe: str, precision: float | None, is_kept: bool, lost: list[str]
) -> None:
    value = {"latitude": 48.57, "longitude": 38.6, "precision": precision, "globe": globe}
    done = imported(
        archive,
        [entity("Q1", "Irmino", claim(snak("P625", "globe-coordinate", value)))],
        kind="Place",
    )
    assert ("geo" in records(archive)["place/irmino"]) == is_kept
    assert [loss.what for loss in done.losses] == lost


def test_where_losses_cannot_be_written_nothing_is_imported(archive: Path) -> None:
    text = json.dumps([entity("Q1", "Ivan", HUMAN)])
    losses = archive / "nowhere" / "losses.csv"
    arguments = ["import", "wikibase", "-", "--archive", str(archive), "--losses", str(losses)]
    result = CliRunner().invoke(main, arguments, input=text)
    assert result.exit_code == 2
    assert "cannot write" in result.output
    assert list((archive / "data").iterdir()) == []
