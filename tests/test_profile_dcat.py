"""The dataset as portals harvest it, judged by the shapes of DCAT-AP 3.0.1, all of them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pyshacl
import pytest
import rdflib
from click.testing import CliRunner
from rdflib import DCAT, DCTERMS, FOAF, RDF, Literal, URIRef

from lod_archive import shacl
from lod_archive.cli import main
from lod_archive.pipeline import Archive
from lod_archive.server import application
from lod_archive.vocab import formats
from tests.publications import union
from tests.suites import suite_path
from tests.web import ask

STRIKE = Path(__file__).parent / "archives" / "strike"
SHAPES = ("dcat-ap-SHACL.ttl", "shapes.ttl", "range.ttl", "ranges.ttl", "shapes_recommended.ttl")
REFUSED = "ranges.ttl"
"""Which pySHACL does not read, for it names property shapes that are not in it."""
MUSEUM = """
- id: organization/museum
  type: Organization
  name: {en: The museum, ru: Музей}
"""
SETTINGS = """
publisher = "organization/museum"
creator = "https://orcid.org/0000-0002-1825-0097"
contact = "archive@example.org"
exports = ["dc", "dcat"]
"""


@pytest.fixture(scope="module")
def folders(
    tmp_path_factory: pytest.TempPathFactory, reference_publication: Path
) -> dict[str, Path]:
    """The exports of the reference archive, and of one that names its publisher."""
    folder: Path = tmp_path_factory.mktemp("archives")
    shutil.copytree(STRIKE, folder / "strike")
    with (folder / "strike/archive.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    (folder / "strike/data/museum.yaml").write_text(MUSEUM, "utf-8")
    Archive.open(folder / "strike").build(folder / "published")
    return {
        "published": folder / "published" / "exports",
        "reference": reference_publication / "exports",
    }


@pytest.fixture(scope="module")
def published(folders: dict[str, Path]) -> rdflib.Graph:
    return rdflib.Graph().parse(folders["published"] / "dcat.ttl")


def iri(path: str) -> URIRef:
    return URIRef(Archive.open(STRIKE).settings.base + path)


@pytest.mark.parametrize("name", ["published", "reference"])
@pytest.mark.parametrize("shapes", SHAPES)
def test_it_conforms_to_every_file_of_shapes(
    folders: dict[str, Path], name: str, shapes: str
) -> None:
    """https://semiceu.github.io/DCAT-AP/releases/3.0.1/#validation-of-dcat-ap."""
    path, data = suite_path("dcat-ap-3.0.1") / shapes, folders[name] / "dcat.ttl"
    if shapes != REFUSED:
        constraints, graph = rdflib.Graph().parse(path), rdflib.Graph().parse(data)
        conforms, _, text = pyshacl.validate(graph, shacl_graph=constraints, allow_warnings=True)
        assert conforms, text
    report = shacl.validate([str(data)], shacl.Shapes.read([str(path)]), strict=False)
    assert not list(report.violations), report


@pytest.mark.parametrize("name", ["published", "reference"])
def test_it_says_the_same_in_every_format(folders: dict[str, Path], name: str) -> None:
    turtle = rdflib.Graph().parse(folders[name] / "dcat.ttl")
    expected = union(folders[name] / "dcat.ttl", formats.TURTLE)
    assert union(folders[name] / "dcat.jsonld", formats.JSON_LD) == expected
    assert union(folders[name] / "dcat.rdf", formats.RDF_XML) == expected
    assert not [node for node in turtle.all_nodes() if isinstance(node, rdflib.BNode)]


def test_the_catalogue_has_the_dataset_and_its_publisher(published: rdflib.Graph) -> None:
    catalogue, dataset, museum = (
        iri("dataset#catalogue"),
        iri("dataset"),
        iri("organization/museum"),
    )
    assert (catalogue, RDF.type, DCAT.Catalog) in published
    assert (catalogue, DCAT.dataset, dataset) in published
    for thing in (catalogue, dataset):
        assert published.value(thing, DCTERMS.publisher) == museum
    assert {FOAF.Agent, FOAF.Organization} == set(published.objects(museum, RDF.type))
    names = {Literal("The museum", lang="en"), Literal("Музей", lang="ru")}
    assert set(published.objects(museum, FOAF.name)) == names


def test_nobody_is_named_of_whom_no_name_is_known(published: rdflib.Graph) -> None:
    assert not list(published.objects(iri("dataset"), DCTERMS.creator))


def test_the_reference_archive_is_in_a_catalogue(folders: dict[str, Path]) -> None:
    reference = rdflib.Graph().parse(folders["reference"] / "dcat.ttl")
    assert len(list(reference.subjects(RDF.type, DCAT.Catalog))) == 1
    assert len(list(reference.subjects(RDF.type, DCAT.Dataset))) == 1


def test_every_file_is_a_distribution(folders: dict[str, Path], published: rdflib.Graph) -> None:
    root, base = folders["published"].parent, str(iri(""))
    urls = {str(url).removeprefix(base) for url in published.objects(predicate=DCAT.downloadURL)}
    files = [*(root / "dumps").glob("archive.*"), *(root / "exports").glob("*")]
    expected = {path.relative_to(root).as_posix() for path in files}
    assert urls == {path for path in expected if not path.endswith(("losses.csv", "places.tsv"))}


def test_what_has_no_place_is_told(folders: dict[str, Path]) -> None:
    losses = (folders["reference"] / "dcat.losses.csv").read_text("utf-8")
    assert "void:triples" in losses


def test_an_archive_that_is_not_built_has_no_description() -> None:
    result = CliRunner().invoke(main, ["export", "dcat", str(STRIKE), "-o", os.devnull])
    assert result.exit_code == 0
    assert "is in a publication: name that as SOURCE" in result.stderr


def test_the_dataset_is_served_so(folders: dict[str, Path]) -> None:
    served = application(folders["published"].parent)
    answer = ask(served, "/doc/dataset.dcat.ttl")
    assert answer.status == 200
    assert answer.body == (folders["published"] / "dcat.ttl").read_bytes()
    assert ask(served, "/", query="_profile=dcat").body == answer.body
