"""Where data may lie: files, folders, publications, stores, archives."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from lod_archive.errors import ArchiveError, ShapesError, SourceError
from lod_archive.pipeline import Archive
from lod_archive.shacl import Revalidation, validate
from lod_archive.shacl.rdf_files import rdf_files
from lod_archive.store import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lod_archive.shacl.opening import AnyData

ARCHIVE = Path(__file__).parent / "archives" / "strike"


def touched(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return [file.removeprefix(f"{folder}/") for file in rdf_files([folder])]


def test_folder_gives_the_files_of_rdf_below_it(tmp_path: Path) -> None:
    touched(tmp_path, "b.ttl", "a/c.nt.gz", "a/d.jsonld", "notes.txt", "e.gz", "f.csv")
    assert names(tmp_path) == ["a/c.nt.gz", "a/d.jsonld", "b.ttl"]


def test_publication_gives_the_dump_that_holds_everything_once(tmp_path: Path) -> None:
    touched(tmp_path, "manifest.json", "dumps/archive.nq", "dumps/archive.ttl", "doc/x.ttl")
    assert names(tmp_path) == ["dumps/archive.nq"]


def test_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    odd = touched(tmp_path, "odd.name") / "odd.name"
    assert rdf_files([odd, odd]) == [str(odd), str(odd)]


@pytest.mark.parametrize("blame", [SourceError, ShapesError])
def test_folder_without_rdf_is_refused(tmp_path: Path, blame: type[ArchiveError]) -> None:
    with pytest.raises(blame, match="no file of RDF") as caught:
        rdf_files([touched(tmp_path, "notes.txt")], blame=blame)
    assert ".ttl" in str(caught.value.hint)


PREFIXES = "@prefix ex: <http://a.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
DATA = PREFIXES + "ex:good a ex:C ; ex:p 1 . ex:bad a ex:C ."
SHAPES = PREFIXES + "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def lines() -> str:
    triples = (quad.triple for quad in ox.parse(DATA.encode(), format=ox.RdfFormat.TURTLE))
    return (ox.serialize(triples, format=ox.RdfFormat.N_QUADS) or b"").decode()


def publication(folder: Path) -> Path:
    written(folder / "manifest.json", "{}")
    written(folder / "doc/extra.ttl", DATA + "ex:worse a ex:C .")
    written(folder / "dumps/archive.nq", lines())
    return folder


def store(folder: Path) -> Path:
    with closing(EmbeddedStore.create(folder)) as made:
        made.load_nquads(written(folder.parent / "all.nq", lines()))
        made.oxigraph.flush()
    return folder


@dataclass
class Assembling:
    """Something that makes its graphs when asked to, and only then."""

    folder: Path
    is_over: bool = False

    @contextmanager
    def assembled(self) -> Iterator[tuple[None, Ours]]:
        yield None, Ours(written(self.folder / "made.nq", lines()))
        self.is_over = True


@dataclass(frozen=True)
class Ours:
    nquads: Path


FORMS: dict[str, Callable[[Path], AnyData]] = {
    "folder of files": lambda folder: written(folder / "data/d.ttl", DATA).parent,
    "name of a folder": lambda folder: str(written(folder / "data/d.ttl", DATA).parent),
    "publication": lambda folder: publication(folder / "dist"),
    "store": lambda folder: store(folder / "store"),
    "what assembles": Assembling,
    "file and folder": lambda folder: [
        written(folder / "e.ttl", PREFIXES + "ex:one a ex:D ."),
        written(folder / "data/d.ttl", DATA).parent,
    ],
}


@pytest.mark.parametrize("form", FORMS)
def test_data_is_validated_wherever_it_lies(form: str, tmp_path: Path) -> None:
    shapes = written(tmp_path / "shapes/s.ttl", SHAPES)
    report = validate(FORMS[form](tmp_path), shapes)
    assert [str(result.focus_node) for result in report.results] == ["<http://a.example/bad>"]
    assert report.is_complete


def test_blank_node_is_the_same_from_the_first_line_of_a_file_to_the_last(tmp_path: Path) -> None:
    def line(value: str) -> str:
        return f"_:b <http://a.example/p> {value} .\n"

    between = f'<http://a.example/a> <http://a.example/q> "{"a" * 400}" .\n' * 10_000
    node = "_:b <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://a.example/C> .\n"
    data = written(tmp_path / "data.nt", node + line('"1"') + between + line('"2"'))
    shapes = written(tmp_path / "shapes.ttl", SHAPES.replace("minCount 1", "maxCount 1"))
    report = validate(data, shapes, engine="compiled")
    assert report.checked == {"http://a.example/S": 1}
    assert [result.focus_node for result in report.results] == [ox.BlankNode("b")]


def test_triple_in_two_graphs_of_a_file_with_blank_nodes_is_one(tmp_path: Path) -> None:
    def graph(name: str) -> str:
        triples = ["a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://a.example/C>"]
        triples += ['a <http://a.example/p> "1"', "a <http://a.example/q> _:b"]
        return "".join(f"<http://a.example/{t.replace(' ', '> ', 1)} <{name}> .\n" for t in triples)

    data = written(tmp_path / "data.nq", graph("http://g.example/1") + graph("http://g.example/2"))
    select = "SELECT $this ?value WHERE { $this <http://a.example/p> ?value }"
    text = f"{PREFIXES} ex:S sh:targetClass ex:C ; sh:sparql [ sh:select '{select}' ] ."
    shapes = written(tmp_path / "shapes.ttl", text)
    found = [
        validate(data, shapes, engine=engine, strict=False).total
        for engine in ("compiled", "pyshacl")
    ]
    assert found == [1, 1]


def test_archive_is_validated_with_shapes_of_ones_own(tmp_path: Path) -> None:
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .
        <urn:s> sh:targetClass schema:Event ; sh:property [
            sh:path schema:none ; sh:minCount 1 ] ."""
    archive = Archive.open(ARCHIVE)
    report = validate(archive, written(tmp_path / "s.ttl", shapes))
    assert report.checked["urn:s"] == len(report.results) > 0


@pytest.mark.parametrize(
    ("data", "message", "remedy"),
    [
        (str(ARCHIVE), "this is an archive", "Archive.open"),
        (["http://localhost/sparql", "d.ttl"], "an endpoint", "nothing else"),
    ],
)
def test_what_cannot_be_validated_so_is_refused_with_the_remedy(
    tmp_path: Path, data: AnyData, message: str, remedy: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        validate(data, written(tmp_path / "s.ttl", SHAPES))
    assert remedy in str(caught.value.hint)


def test_folder_of_shapes_is_read_whole(tmp_path: Path) -> None:
    """So that what one of its files imports from another is there."""
    written(tmp_path / "shapes/a.ttl", "<> <http://www.w3.org/2002/07/owl#imports> <b.ttl> .")
    written(tmp_path / "shapes/b.ttl", SHAPES)
    report = validate(written(tmp_path / "d.ttl", DATA), tmp_path / "shapes")
    assert len(report.results) == 1


def naming_file(folder: Path) -> AnyData:
    written(folder / "s.ttl", SHAPES)
    return written(folder / "d.ttl", DATA + "<> sh:shapesGraph <s.ttl> .")


def naming_itself(folder: Path) -> AnyData:
    both = DATA + SHAPES.removeprefix(PREFIXES) + "<> sh:shapesGraph <> ."
    return written(folder / "d.ttl", both)


def quads_with_shapes() -> list[ox.Quad]:
    name = ox.NamedNode("http://a.example/shapes")
    shapes = ox.parse(SHAPES.encode(), format=ox.RdfFormat.TURTLE)
    data = list(ox.parse(DATA.encode(), format=ox.RdfFormat.TURTLE))
    predicate = ox.NamedNode("http://www.w3.org/ns/shacl#shapesGraph")
    data.append(ox.Quad(ox.NamedNode("http://a.example/data"), predicate, name))
    return data + [ox.Quad(q.subject, q.predicate, q.object, name) for q in shapes]


def naming_graph(folder: Path) -> AnyData:
    path = folder / "d.nq"
    ox.serialize(quads_with_shapes(), path, format=ox.RdfFormat.N_QUADS)
    return path


def store_naming_graph(folder: Path) -> AnyData:
    made = ox.Store()
    made.extend(quads_with_shapes())
    return made


def rdflib_dataset(folder: Path) -> AnyData:
    made = rdflib.Dataset()
    name = rdflib.URIRef("http://a.example/shapes")
    made.graph(name).parse(data=SHAPES)
    made.graph(rdflib.URIRef("http://a.example/data")).parse(
        data=f"{DATA} <http://a.example/data> sh:shapesGraph {name.n3()} ."
    )
    return made


NAMING: dict[str, Callable[[Path], AnyData]] = {
    "file beside": naming_file,
    "itself": naming_itself,
    "graph of a file": naming_graph,
    "graph of quads": lambda folder: quads_with_shapes(),
    "graph of a generator": lambda folder: iter(quads_with_shapes()),
    "graph of a store": store_naming_graph,
    "graph of a dataset": lambda folder: ox.Dataset(quads_with_shapes()),
    "graph of an rdflib dataset": rdflib_dataset,
}


@pytest.mark.parametrize("form", NAMING)
def test_shapes_are_those_that_the_data_names(form: str, tmp_path: Path) -> None:
    report = validate(NAMING[form](tmp_path))
    assert [str(result.focus_node) for result in report.results] == ["<http://a.example/bad>"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("<http://a.example/none>", "not at hand: <http://a.example/none>"),
        ("<../elsewhere.ttl>", "not at hand"),
        ("'s.ttl'", "not at hand"),
        (None, "the data names none"),
    ],
)
def test_shapes_graph_that_is_not_at_hand_is_refused(
    tmp_path: Path, name: str | None, message: str
) -> None:
    written(tmp_path / "elsewhere.ttl", SHAPES)
    text = DATA + (f"<> sh:shapesGraph {name} ." if name else "")
    with pytest.raises(ShapesError, match=message):
        validate(written(tmp_path / "data/d.ttl", text))


@pytest.mark.parametrize("data", ["http://localhost/sparql", Archive.open(ARCHIVE)])
def test_shapes_are_not_looked_for_far_away(data: AnyData) -> None:
    with pytest.raises(ShapesError, match="no shapes are given"):
        validate(data)


REPEATED = "".join(
    f"<http://a.example/x> <http://a.example/p> {value} {graph} .\n"
    for value in ('"1"', '"2"')
    for graph in ("", "<http://a.example/g>", "<http://a.example/h>")
)
SOLUTIONS = """sh:targetSubjectsOf ex:p ;
    sh:sparql [ sh:select "SELECT $this ?value WHERE { $this <http://a.example/p> ?value }" ] ."""
COUNTED = """sh:targetSubjectsOf ex:p ; sh:sparql [
    sh:select "SELECT $this { $this <http://a.example/p> ?v } GROUP BY $this HAVING (COUNT(?v) > 2)"
] ."""


def repeated_store(folder: Path) -> ox.Store:
    kept = ox.Store()
    kept.load(REPEATED, format=ox.RdfFormat.N_QUADS)
    return kept


@pytest.mark.parametrize(("query", "number"), [(SOLUTIONS, 2), (COUNTED, 0)])
@pytest.mark.parametrize(
    "form",
    [
        lambda folder: written(folder / "d.nq", REPEATED),
        lambda folder: written(folder / "d.nq", REPEATED + '_:b <http://a.example/q> "3" .\n'),
        repeated_store,
        lambda folder: list(repeated_store(folder)),
    ],
    ids=["N-Quads", "N-Quads with blank nodes", "store", "quads"],
)
def test_a_triple_in_several_graphs_counts_once(
    form: Callable[[Path], AnyData], query: str, number: int, tmp_path: Path
) -> None:
    shapes = written(tmp_path / "s.ttl", f"{PREFIXES} ex:S a sh:NodeShape ; {query}")
    data = form(tmp_path)
    assert validate(data, shapes).total == number
    assert Revalidation(data, shapes).report.total == number
