"""Profiles as such: what all of them do."""

from __future__ import annotations

import io
import re

import pytest
from click.testing import CliRunner

from lod_archive.cli import main
from lod_archive.errors import ArchiveErrors, QueryError
from lod_archive.publish.profiles import export, export_records, find_profile, profiles
from lod_archive.publish.profiles.profile import read_profile
from tests.exports import exported, source_of
from tests.reference import ROOT

ALL = sorted(profiles())
FORMS = [(name, each.extension) for name in ALL for each in profiles()[name].outputs]
PREFIXES = """
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
"""
NAMELESS = f"""{PREFIXES}
GRAPH <doc/event/x> {{
  <doc/event/x> foaf:primaryTopic <event/x> ; dcterms:source "data/events/x.yaml" .
  <event/x> a schema:Event ; schema:description "A strike."@en .
}}"""


@pytest.mark.parametrize(("name", "extension"), FORMS)
def test_writes_the_reference_archive_and_the_same_bytes_each_time(
    name: str, extension: str
) -> None:
    first, second = exported(name, extension), exported(name, extension)
    assert first.content
    assert first.content == second.content


@pytest.mark.parametrize("name", ALL)
def test_says_what_it_loses(name: str) -> None:
    losses = exported(name).losses
    assert losses
    assert all(loss.values > 0 and loss.what and loss.example for loss in losses)


@pytest.mark.parametrize("name", ALL)
def test_has_shapes_that_look_only_at_the_predicates_they_name(name: str) -> None:
    text = profiles()[name].shapes.read_text("utf-8")
    assert not re.search(r"sh:(closed|sparql|select|ask|expression|rule)\b", text)


@pytest.mark.parametrize("name", ALL)
def test_has_a_crosswalk(name: str) -> None:
    text = (profiles()[name].folder / "README.md").read_text("utf-8")
    assert "|---|---|" in text
    assert "lost" in text


def test_a_record_that_a_consumer_would_refuse_is_told_with_its_place() -> None:
    profile = find_profile("dc")
    with pytest.raises(ArchiveErrors) as caught:
        export(profile, source_of(NAMELESS), profile.output(), io.BytesIO())
    assert "data/events/x.yaml: event/x, as dc: has no title" in str(caught.value)


def test_takes_only_the_records_it_is_asked_for_and_is_for() -> None:
    profile, file = find_profile("dc"), io.BytesIO()
    source = source_of(NAMELESS.replace("schema:description", "schema:name"))
    wanted = ["https://example.org/event/x", "https://example.org/event/unknown"]
    assert export_records(profile, source, profile.output(), wanted, file) == 1
    assert b"A strike." in file.getvalue()


@pytest.mark.parametrize(
    ("front_matter", "problem"),
    [
        ("# description: no title", "the query has no title"),
        ("# title: T\n# classes: schema:Event", "the profile has no “iri”"),
        ("# title: T\n# iri: http://a.example/", "the profile has no “classes”"),
        ("# title: T\n# iri: http://a.example/\n# classes: ex:Event", "no prefix “ex:”"),
        ("# title: T\n# iri: http://a.example/\n# classes:\n# formats: doc", "no RDF format"),
        ("# titel: T", "did you mean “title”?"),
    ],
)
def test_a_profile_that_is_not_right_is_told(
    tmp_path_factory: pytest.TempPathFactory, front_matter: str, problem: str
) -> None:
    folder = tmp_path_factory.mktemp("profile")
    query = "CONSTRUCT { ?record a ?class }\nWHERE { ?record a ?class }\n"
    (folder / "construct.rq").write_text(f"{front_matter}\n{query}", "utf-8")
    with pytest.raises(QueryError) as caught:
        read_profile(folder)
    assert problem in str(caught.value)


def test_an_unknown_profile_or_form_is_told_with_the_nearest() -> None:
    with pytest.raises(QueryError, match="no profile “dcc”"):
        find_profile("dcc")
    with pytest.raises(QueryError, match="has no form “xlm”"):
        find_profile("dc").output("xlm")


def test_the_command_writes_a_file_and_says_what_was_lost(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("export")
    archive = ROOT / "tests" / "archives" / "strike"
    arguments = ["export", "dc", str(archive), "-o", str(folder / "dc.xml")]
    result = CliRunner().invoke(main, [*arguments, "--losses", str(folder / "lost.csv")])
    assert result.exit_code == 0, result.output
    assert b"<oai_dc:dc" in (folder / "dc.xml").read_bytes()
    assert (folder / "lost.csv").read_bytes().startswith(b"what,values,example\r\n")
    assert "records as Dublin Core" in result.stderr


def test_the_command_lists_the_profiles() -> None:
    result = CliRunner().invoke(main, ["export", "--list"])
    assert result.exit_code == 0
    assert [name for name in ALL if f"\n{name} " in f"\n{result.output}"] == ALL
