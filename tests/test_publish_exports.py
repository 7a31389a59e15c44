"""A publication brings its records as consumers take them."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, URIRef

from lod_archive.errors import ArchiveErrors
from lod_archive.pipeline import Archive
from lod_archive.publish.exports import digest_of_profiles, export_path
from lod_archive.publish.profiles import export, find_profile, profiles
from lod_archive.query import open_source
from lod_archive.server.site import media_type

STRIKE = Path(__file__).parent / "archives" / "strike"
ALL = [(name, each.extension) for name, profile in profiles().items() for each in profile.outputs]
STRICT = """
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:x:s> a sh:NodeShape ; sh:targetSubjectsOf dc:type ; sh:property <urn:x:p> .
<urn:x:p> sh:path dc:subject ; sh:minCount 1 ;
  sh:message "has no subject; say what it is about"@en .
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("publication") / "dist"
    Archive.open(STRIKE).build(folder)
    return folder


def copy(folder: Path, setting: str) -> Archive:
    shutil.copytree(STRIKE, folder)
    path = folder / "archive.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{setting}", "utf-8")
    return Archive.open(folder)


@pytest.mark.parametrize(("name", "extension"), ALL)
def test_every_form_is_there_as_the_command_writes_it(
    built: Path, name: str, extension: str
) -> None:
    profile, file = find_profile(name), io.BytesIO()
    export(profile, open_source(built), profile.output(extension), file)
    path = export_path(profile, extension)
    assert (built / path).read_bytes() == file.getvalue()
    assert media_type(path) != "application/octet-stream"


@pytest.mark.parametrize("name", sorted(profiles()))
def test_what_is_lost_is_told(built: Path, name: str) -> None:
    text = (built / f"exports/{name}.losses.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["what", "values", "example"]


@pytest.mark.parametrize(("name", "extension"), ALL)
def test_every_form_is_a_distribution_of_the_dataset(
    built: Path, name: str, extension: str
) -> None:
    graph, profile = rdflib.Graph().parse(built / "void.ttl"), find_profile(name)
    base = Archive.open(STRIKE).settings.base
    distribution = URIRef(f"{base}dataset#export-{name}.{extension}")
    assert (URIRef(f"{base}dataset"), DCAT.distribution, distribution) in graph
    assert (distribution, DCTERMS.conformsTo, URIRef(profile.iri)) in graph
    assert (URIRef(profile.iri), RDF.type, DCTERMS.Standard) in graph
    path = export_path(profile, extension)
    assert graph.value(distribution, DCAT.downloadURL) == URIRef(base + path)
    size = graph.value(distribution, DCAT.byteSize)
    if profile.of_dataset:
        assert size is None  # it lists itself
    else:
        assert int(str(size)) == (built / path).stat().st_size
        checksum = graph.value(URIRef(f"{distribution}-checksum"), _CHECKSUM)
        assert str(checksum) == hashlib.sha256((built / path).read_bytes()).hexdigest()


def test_an_archive_names_the_profiles_it_is_exported_by(tmp_path: Path) -> None:
    copy(tmp_path / "some", 'exports = ["dc"]').build(tmp_path / "dist")
    exports = sorted(path.name for path in (tmp_path / "dist/exports").iterdir())
    assert exports == ["dc.losses.csv", "dc.xml", "places.tsv"]


def test_an_archive_may_be_exported_by_none(tmp_path: Path) -> None:
    copy(tmp_path / "none", "exports = []").build(tmp_path / "dist")
    assert not (tmp_path / "dist/exports").exists()
    assert "#export-" not in (tmp_path / "dist/void.ttl").read_text("utf-8")


@pytest.fixture
def strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One profile, whose consumer refuses the records."""
    profile = replace(find_profile("dc"), folder=tmp_path / "strict")
    profile.folder.mkdir()
    profile.shapes.write_text(STRICT, "utf-8")
    monkeypatch.setattr("lod_archive.publish.exports.profiles", lambda: {"dc": profile})


@pytest.mark.usefixtures("strict")
def test_what_a_consumer_would_refuse_stops_the_build_of_an_archive_that_asks_for_it(
    tmp_path: Path,
) -> None:
    archive = copy(tmp_path / "asking", 'exports = ["dc"]')
    with pytest.raises(ArchiveErrors) as caught:
        archive.build(tmp_path / "dist")
    assert str(caught.value) == (
        "data/strike.yaml:1:3: event/strike, as dc: has no subject; say what it is about\n"
        "data/strike.yaml:9:3: source/leaflet, as dc: has no subject; say what it is about"
    )
    assert not (tmp_path / "dist").exists()


@pytest.mark.usefixtures("strict")
def test_what_a_consumer_would_refuse_is_left_out_and_told_if_nobody_asks_for_it(
    tmp_path: Path,
) -> None:
    built = Archive.open(STRIKE).build(tmp_path / "dist")
    assert [*(tmp_path / "dist/exports").iterdir()] == []
    assert [notice for notice in built.notices if "lod-archive export dc says which" in notice]
    assert "#export-" not in (tmp_path / "dist/void.ttl").read_text("utf-8")


def test_a_changed_profile_is_published_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest_of_profiles()
    monkeypatch.setattr(
        "lod_archive.publish.exports.profiles", lambda: {"dc": find_profile("dc")}, raising=True
    )
    alone = digest_of_profiles()
    assert alone == digest_of_profiles()
    assert (alone == before) == (len(profiles()) == 1)


_CHECKSUM = URIRef("http://spdx.org/rdf/terms#checksumValue")
