"""Records that are of an archive's own classes alone are what records of ours are, by each profile.

Of the reference archive a copy is made in which each class of a record is one of the archive's own,
two steps below the built-in one.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest

from lod_archive.pipeline import Archive
from lod_archive.publish.profiles import find_profile, profiles, records_of
from lod_archive.query import Prologue, Source
from lod_archive.store import EmbeddedStore
from lod_archive.vocab.namespaces import RDF
from tests.exports import exported, reference_source
from tests.reference import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OWN: Final = "https://example.org/terms#"
BUILT_IN: Final = json.loads((ROOT / "ontology" / "context.jsonld").read_text("utf-8"))["@context"]
KINDS: Final = {
    key: value
    for key, value in BUILT_IN.items()
    if key[:1].isupper()
    and key not in ("GeoCoordinates", "Quantity", "Identifier", "Statement", "TextPosition")
}
"""The classes of records, with their names with prefixes."""
FORMS: Final = [
    (name, form.extension)
    for name, profile in profiles().items()
    for form in profile.outputs
    if not profile.of_dataset and not form.is_description
]
WITH_CLASSES: Final = {("openrefine", "csv"), ("wikibase", "json"), ("wikibase", "nt")}
"""The forms that say of which class a record is, whatever the class."""
TURTLE: Final = "".join(
    [
        f"@prefix {key}: <{value}> .\n"
        for key, value in BUILT_IN.items()
        if isinstance(value, str) and value.endswith(("#", "/"))
    ]
    + [
        f'{one} a owl:Class ; rdfs:label "{key}"@en ; rdfs:comment "Ours."@en ;\n'
        f"    rdfs:subClassOf {other} .\n"
        for key, value in KINDS.items()
        for one, other in ((f"<{OWN}{key}>", f"<{OWN}Some{key}>"), (f"<{OWN}Some{key}>", value))
    ]
)
TYPE: Final = re.compile(r"(?<=type: )(\w+|\[.*\])$", re.MULTILINE)


def own_kinds(kinds: re.Match[str]) -> str:
    """The classes of a record with own ones in place of ours."""
    return re.sub(r"\w+", lambda kind: f"Own{kind[0]}" if kind[0] in KINDS else kind[0], kinds[0])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder: Path = tmp_path_factory.mktemp("own")
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "archive.toml", folder)
    (folder / "ontology").mkdir()
    context = {"@context": {f"Own{key}": f"{OWN}{key}" for key in KINDS}}
    (folder / "ontology" / "own.jsonld").write_text(json.dumps(context), "utf-8")
    (folder / "ontology" / "own.ttl").write_text(TURTLE, "utf-8")
    for path in (folder / "data").rglob("*.yaml"):
        path.write_text(TYPE.sub(own_kinds, path.read_text("utf-8")), "utf-8")
    return Archive.open(folder)


@pytest.fixture(scope="module")
def own(archive: Archive) -> Source:
    store = ox.Store()
    with archive.source() as source:
        assert isinstance(source.store, EmbeddedStore)
        store.extend(source.store.oxigraph)
    return Source(EmbeddedStore(store), Prologue(archive.settings.base))


def test_the_records_are_of_own_classes(own: Source) -> None:
    for record in records_of(find_profile("crm"), reference_source()):
        kinds = own.store.query(f"SELECT ?kind {{ <{record}> a ?kind }}")
        assert isinstance(kinds, ox.QuerySolutions)
        assert any(row["kind"].value.startswith(OWN) for row in kinds), record


def test_own_classes_are_judged_by_the_shapes_of_those_above_them(archive: Archive) -> None:
    found = archive.validate()
    usual = Archive.open(ROOT).validate()
    assert not found.violations
    assert {*map(str, (one.message() for one in found.results))} == {
        *map(str, (one.message() for one in usual.results))
    }


@pytest.mark.parametrize(("name", "extension"), FORMS)
def test_what_is_of_an_own_class_is_exported_as_what_is_of_the_class_above_it(
    name: str, extension: str, own: Source
) -> None:
    made, usual = exported(name, extension, own), exported(name, extension)
    assert made.records == usual.records > 0
    if (name, extension) not in WITH_CLASSES:
        assert made.content == usual.content


@pytest.mark.parametrize("name", sorted({name for name, _ in FORMS}))
def test_a_profile_has_the_same_records(name: str, own: Source) -> None:
    profile = find_profile(name)
    assert records_of(profile, own) == records_of(profile, reference_source())


def test_the_classes_above_are_published(own: Source) -> None:
    wanted = "SELECT ?thing ?kind { ?thing rdf:type ?kind }"
    rows = own.store.query(wanted, prefixes={"rdf": RDF})
    usual = reference_source().store.query(wanted, prefixes={"rdf": RDF})
    assert isinstance(rows, ox.QuerySolutions)
    assert isinstance(usual, ox.QuerySolutions)
    said = {(row["thing"], row["kind"]) for row in rows}
    assert {(row["thing"], row["kind"]) for row in usual} <= said
