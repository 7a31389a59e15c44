"""Reports written down: for people, for GitHub, for code scanning, for programs."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest

from lod_archive.errors import Location
from lod_archive.shacl import FORMATS, Report, Result, Rule, read_report
from lod_archive.shacl.findings import collect
from lod_archive.shacl.formats.text import write_text
from lod_archive.shacl.paths import Inverse, Predicate
from lod_archive.vocab.namespaces import SCHEMA, SH, XSD
from tests.graphs import assert_same_graph

EX = "http://example.org/"
NAME = Predicate(SCHEMA.name)
SARIF = (
    Path(__file__).parents[1]
    / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
)
"""The schema, once ``npm ci`` has installed it."""


def result(**changes: object) -> Result:
    basis = Result(
        focus_node=ox.NamedNode(f"{EX}event"),
        constraint_component=SH.MinCountConstraintComponent,
        source_shape=ox.NamedNode(f"{EX}Event-name"),
        path=NAME,
        messages=(ox.Literal("нет имени", language="ru"), ox.Literal("no name", language="en")),
        at=Location("data/событие 1.yaml", 14, 9),
        hint="add a name",
    )
    return replace(basis, **changes)  # type: ignore[arg-type]  # any field


def report(*results: Result) -> Report:
    rules = (Rule(f"{EX}Event-name", "name", "Every event has a name."),)
    return Report(results, {f"{EX}Event": 3}, "pyshacl", rules)


def write(form: str, written: Report) -> str:
    out = io.StringIO()
    FORMATS[form](written, out)
    return out.getvalue()


def mixed() -> Report:
    return report(
        result(),
        result(
            severity=SH.Warning, value=ox.Literal("01", datatype=ox.NamedNode(XSD.integer)), at=None
        ),
        result(severity=SH.Info, source_shape=ox.BlankNode("b"), path=Inverse(NAME), hint=None),
    )


def test_text_begins_with_a_summary_and_gives_place_message_and_remedy() -> None:
    assert write("text", report(result())) == (
        "1 violation: 3 nodes checked against 1 shape by pyshacl\n"
        "\nby shape\n  1  <http://example.org/Event-name>\n"
        "\nby constraint\n  1  sh:minCount\n"
        "\ndata/событие 1.yaml:14:9: violation: no name\n"
        "  of:    <http://example.org/event> schema:name\n"
        "  shape: <http://example.org/Event-name>\n"
        "  hint:  add a name\n"
    )


def test_text_of_a_conforming_report_says_what_was_checked() -> None:
    assert write("text", report()) == "conforms: 3 nodes checked against 1 shape by pyshacl\n"


def test_text_cuts_huge_values_and_says_so() -> None:
    text = write("text", report(result(value=ox.Literal("я" * 100_000))))
    assert len(text) < 1000
    assert "(100,000 characters)" in text


def test_text_cannot_be_rewritten_by_the_data() -> None:
    text = write("text", report(result(value=ox.Literal("\x1b[2J\n\u202efake"))))
    assert r'value: "\u001B[2J\n\u202Efake"' in text


def test_text_summary_lists_the_commonest_shapes_only() -> None:
    shapes = [result(source_shape=ox.NamedNode(f"{EX}s{n:02}")) for n in range(30)]
    summary, _, _ = write("text", report(*shapes)).partition("by constraint")
    assert "  20  in 20 more" in summary.replace("\n   ", "\n  ")


def test_github_command_escapes_what_would_end_it() -> None:
    message = ox.Literal("50 % done, and: more", language="en")
    line = write("github", report(result(messages=(message,), at=Location("a,b:c%.yaml", 1, 2))))
    assert line == (
        "::error file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=<http%3A//example.org/Event-name>"
        "::50 %25 done, and: more (<http://example.org/event> schema:name) Hint: add a name\n"
    )


def test_github_command_is_one_line_each_with_its_level() -> None:
    multiline = result(messages=(ox.Literal("two\r\nlines"),), severity=f"{EX}Own")
    lines = write("github", report(*mixed().results, multiline)).splitlines()
    levels = [line.split()[0] for line in lines]
    assert sorted(levels) == ["::error", "::error", "::notice", "::warning"]


def test_sarif_has_what_the_standard_requires() -> None:
    """https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"""
    log = json.loads(write("sarif", mixed()))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "lod_archive"
    assert len({rule["id"] for rule in rules}) == len(rules) == 2
    for found in run["results"]:
        assert found["message"]["text"]
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
        for location in found["locations"]:
            assert location["logicalLocations"][0]["fullyQualifiedName"] == f"{EX}event"
    assert [found["level"] for found in run["results"]] == ["error", "note", "warning"]


def test_sarif_is_as_its_schema_wants_it() -> None:
    if not SARIF.exists():
        refuse = pytest.fail if "CI" in os.environ else pytest.skip
        refuse(f"did not run: {SARIF.name} is absent, npm ci installs it")
    schema = json.loads(SARIF.read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    told = replace(mixed(), notes=("shapes:x: why",), unchecked=("shapes:y: why",))
    for written in (mixed(), report(), told.first(1)):
        assert list(validator.iter_errors(json.loads(write("sarif", written)))) == []
    (run,) = json.loads(write("sarif", told.first(1)))["runs"]
    said = run["invocations"][0]
    assert said["executionSuccessful"] is False
    assert [each["message"]["text"] for each in said["toolExecutionNotifications"]] == [
        *("shapes:y: why", "shapes:x: why", "2 more results are not listed"),
    ]


def test_sarif_gives_the_place_as_an_encoded_uri_with_its_region() -> None:
    log = json.loads(write("sarif", report(result())))
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {
            "uri": "data/%D1%81%D0%BE%D0%B1%D1%8B%D1%82%D0%B8%D0%B5%201.yaml",
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": 14, "startColumn": 9},
    }


def test_sarif_rule_helps_in_the_words_of_the_shape() -> None:
    log = json.loads(write("sarif", report()))
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["help"] == {"text": "Every event has a name."}
    assert rule["shortDescription"] == {"text": "name"}


def test_sarif_fingerprint_stays_when_lines_move() -> None:
    first, moved = (
        json.loads(write("sarif", report(result(at=Location("x.yaml", line)))))["runs"][0][
            "results"
        ][0]
        for line in (3, 8)
    )
    assert first["partialFingerprints"] == moved["partialFingerprints"]


def test_json_has_the_documented_structure() -> None:
    content = json.loads(write("json", mixed()))
    assert content["conforms"] is False
    assert content["counts"] == {"violation": 1, "warning": 1, "information": 1}
    assert content["checked"] == {f"{EX}Event": 3}
    violation, information, warning = content["results"]
    assert violation["messages"] == {"ru": ["нет имени"], "en": ["no name"]}
    assert (violation["file"], violation["line"], violation["column"]) == (
        *("data/событие 1.yaml", 14, 9),
    )
    assert "file" not in warning
    assert warning["value"] == {"type": "literal", "value": "01", "datatype": XSD.integer}
    assert information["path"] == f"^<{SCHEMA.name}>"
    assert information["sourceShape"] == {"type": "bnode", "value": "b"}


def test_csv_has_one_row_for_each_result() -> None:
    rows = list(csv.DictReader(io.StringIO(write("csv", mixed()))))
    assert [row["level"] for row in rows] == ["violation", "information", "warning"]
    assert rows[2]["value"] == "01"
    assert rows[0]["path"] == SCHEMA.name


@pytest.mark.parametrize(("form", "extension"), [("turtle", "ttl"), ("jsonld", "jsonld")])
def test_rdf_is_the_standard_report(form: str, extension: str) -> None:
    parser = ox.RdfFormat.from_extension(extension)
    again = read_report(ox.parse(write(form, mixed()).encode(), format=parser))
    assert_same_graph(again.graph(), mixed().graph())


def test_turtle_declares_only_the_prefixes_it_uses() -> None:
    lines = write("turtle", report(result())).splitlines()
    prefixes = [line.split()[1] for line in lines if line.startswith("@prefix")]
    assert prefixes == ["sh:", "schema:"]


@pytest.mark.parametrize("form", FORMATS)
def test_equal_reports_give_equal_bytes(form: str) -> None:
    backwards = replace(mixed(), results=tuple(reversed(mixed().results)))
    assert write(form, mixed()) == write(form, backwards)


def told() -> Report:
    return replace(
        mixed().first(1),
        notes=("ex:S: pySHACL checked it",),
        unchecked=("ex:T: the endpoint cannot be relied on",),
    )


def test_text_says_what_was_left_out_and_left_to_others() -> None:
    lines = write("text", told()).splitlines()
    assert lines[:3] == [
        "1 violation, 1 warning, 1 for information: 3 nodes checked against 1 shape by pyshacl",
        "not checked: ex:T: the endpoint cannot be relied on",
        "note: ex:S: pySHACL checked it",
    ]
    assert lines[-1] == "… and 2 more"
    assert "  2  <http://example.org/Event-name>" in lines


def test_text_tells_how_to_see_more() -> None:
    out = io.StringIO()
    write_text(mixed().first(0), out, more="; turn the page")
    assert out.getvalue().endswith("\n\n3 more; turn the page\n")


def test_text_of_what_could_not_be_checked_does_not_say_that_it_conforms() -> None:
    text = write("text", replace(report(), unchecked=("ex:T: why",)))
    assert text.startswith("not everything could be checked: 3 nodes")


def test_json_counts_what_it_does_not_list() -> None:
    content = json.loads(write("json", told()))
    assert (content["omitted"], len(content["results"])) == (2, 1)
    assert content["counts"] == {"violation": 1, "warning": 1, "information": 1}
    assert content["byShape"] == {f"{EX}Event-name": 2, "_:b": 1}
    assert content["byComponent"] == {SH.MinCountConstraintComponent: 3}
    assert content["notes"] == ["ex:S: pySHACL checked it"]
    assert content["unchecked"] == ["ex:T: the endpoint cannot be relied on"]


def test_github_tells_what_is_not_there() -> None:
    first, *_, last = write("github", told()).splitlines()
    assert first == "::warning title=not checked::ex:T: the endpoint cannot be relied on"
    assert last == "::notice title=not shown::2 more results"


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_result_is_on_one_line(form: str) -> None:
    lines = write(form, mixed()).splitlines()
    assert sum("no name" in line for line in lines) == 3


class Counted(io.StringIO):
    """Remembers the longest text that it was given at once."""

    longest = 0

    def write(self, text: str, /) -> int:
        self.longest = max(self.longest, len(text))
        return len(text)


@pytest.mark.parametrize("form", FORMATS)
def test_many_results_are_written_as_they_come(form: str) -> None:
    def results() -> Iterator[Result]:
        for number in range(3000):
            yield result(focus_node=ox.NamedNode(f"{EX}{number}"), at=None)

    findings = collect(results(), in_memory=500)
    assert not isinstance(findings.results, tuple)
    written = Report(findings.results, tally=findings.tally)
    out = Counted()
    FORMATS[form](written, out)
    assert out.longest < 20_000
    assert len(write(form, written)) > 100 * 3000
    assert write(form, written) == write(form, Report(tuple(findings.results)))
