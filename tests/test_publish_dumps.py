"""All dumps say the same, are the same at every build, and their checksums hold."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_isomorphic

from lod_archive.errors import PublicationError
from lod_archive.publish import canonical, canonical_hash, dumps, serialization, write_dumps
from lod_archive.publish.sorting import LineSorter
from lod_archive.vocab import formats
from lod_archive.vocab.formats import DUMP_FORMATS, Format
from tests.publications import CASES, dataset, union, valid

if TYPE_CHECKING:
    from lod_archive.publish.dumps import Dumps

SAMPLES = pytest.mark.parametrize("case", sorted(CASES.glob("*.nq")), ids=lambda path: path.stem)
ALL_FORMATS = pytest.mark.parametrize("written_in", DUMP_FORMATS, ids=lambda known: known.name)
ROOT = Path(__file__).resolve().parents[1]


def dumped(case: Path, folder: Path) -> Dumps:
    return write_dumps(valid(case), folder)


def text(folder: Path, written_in: Format) -> str:
    return (folder / f"dumps/archive.{written_in.extension}").read_text("utf-8")


@SAMPLES
@ALL_FORMATS
def test_a_dump_holds_the_dataset_or_the_union_of_its_graphs(
    case: Path, written_in: Format, tmp_path: Path
) -> None:
    dumped(case, tmp_path)
    file = tmp_path / f"dumps/archive.{written_in.extension}"
    if written_in.has_graphs:
        assert dataset(file, written_in) == dataset(case, formats.N_QUADS)
    else:
        assert union(file, written_in) == union(case, formats.N_QUADS)


@SAMPLES
def test_rdflib_reads_the_same_graph_from_turtle_and_rdf_xml_as_from_n_triples(
    case: Path, tmp_path: Path
) -> None:
    """Other parsers, with their own view of escapes, relative IRIs and white space."""
    dumped(case, tmp_path)
    names = ("nt", "ttl", "rdf")
    read = [
        rdflib.Graph().parse(tmp_path / f"dumps/archive.{name}", format=kind)
        for name, kind in zip(names, ("nt", "turtle", "xml"), strict=True)
    ]
    assert to_isomorphic(read[1]) == to_isomorphic(read[0])
    assert to_isomorphic(read[2]) == to_isomorphic(read[0])


@SAMPLES
@ALL_FORMATS
def test_no_statement_is_written_twice(case: Path, written_in: Format, tmp_path: Path) -> None:
    dumped(case, tmp_path)
    file = tmp_path / f"dumps/archive.{written_in.extension}"
    quads = list(ox.parse(path=file))
    assert len(quads) == len(set(quads))


@SAMPLES
def test_counts_and_hash_are_those_of_the_dataset(case: Path, tmp_path: Path) -> None:
    written = dumped(case, tmp_path)
    assert written.dataset == canonical_hash(case)
    assert written.triples == len(union(case, formats.N_QUADS))
    assert written.dataset.quads == len(dataset(case, formats.N_QUADS))


@SAMPLES
def test_two_builds_give_the_same_bytes(case: Path, tmp_path: Path) -> None:
    """In processes of their own, with other hash seeds."""
    script = (
        "import sys; from pathlib import Path; from tests.publications import valid; "
        "from lod_archive.publish import write_dumps; "
        "write_dumps(valid(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", script, case, tmp_path / seed],
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    contents = [
        {path.name: path.read_bytes() for path in (tmp_path / seed / "dumps").iterdir()}
        for seed in ("1", "2")
    ]
    assert len(contents[0]) == 13
    assert contents[0] == contents[1]


def test_sha256sum_finds_every_file_as_described(tmp_path: Path) -> None:
    written = dumped(CASES / "strike.nq", tmp_path)
    program = shutil.which("sha256sum") or pytest.skip("there is no sha256sum")
    checked = subprocess.run(
        [program, "--check", "--strict", "SHA256SUMS"],
        cwd=tmp_path / "dumps",
        check=True,
        capture_output=True,
        text=True,
    )
    assert checked.stdout.count(": OK") == len(written.files) == 12
    listed = {path.name for path in (tmp_path / "dumps").iterdir()} - {"SHA256SUMS"}
    assert {Path(file.path).name for file in written.files} == listed


def test_compressed_twins_hold_the_same_and_no_time_or_name(tmp_path: Path) -> None:
    for file in dumped(CASES / "strike.nq", tmp_path).files:
        assert (tmp_path / file.path).stat().st_size == file.size
        if file.is_compressed:
            content = (tmp_path / file.path).read_bytes()
            assert content[3:8] == bytes(5), "flags, time"
            plain = tmp_path / file.path.removesuffix(".gz")
            assert gzip.decompress(content) == plain.read_bytes()


def test_trig_has_one_block_for_each_graph(tmp_path: Path) -> None:
    dumped(CASES / "shared-triples.nq", tmp_path)
    assert text(tmp_path, formats.TRIG).count("\n}\n") == 2


def test_graphs_stay_in_the_order_of_the_records(tmp_path: Path) -> None:
    dumped(CASES / "strike.nq", tmp_path)
    quads = ox.parse(path=tmp_path / "dumps/archive.nq")
    graphs = list(dict.fromkeys(quad.graph_name for quad in quads))
    names = ["doc/event/strike", "doc/place/pit", "doc/organization/museum"]
    assert [str(graph) for graph in graphs] == [f"<https://example.org/{name}>" for name in names]


def test_turtle_names_each_subject_once(tmp_path: Path) -> None:
    dumped(CASES / "shared-triples.nq", tmp_path)
    lines = text(tmp_path, formats.TURTLE).splitlines()
    subjects = [line.split()[0] for line in lines if line.startswith("<")]
    assert subjects == ["<place/pit>", "<place/shaft>"]


def test_turtle_is_relative_below_the_base_alone(tmp_path: Path) -> None:
    dumped(CASES / "strike.nq", tmp_path)
    turtle = text(tmp_path, formats.TURTLE)
    assert "<https://viaf.org/viaf/12/>" in turtle
    assert "<place/pit>" in turtle
    assert "</" not in turtle
    assert "@prefix ps: <https://example.org/prop/statement/> ." in turtle
    assert "@prefix bibo:" not in turtle, "a prefix that is not used"


def test_an_archive_adds_its_own_prefixes(tmp_path: Path) -> None:
    own = {"wd": "http://www.wikidata.org/entity/", "unused": "https://unused.example/"}
    write_dumps(valid(CASES / "strike.nq"), tmp_path, prefixes=own)
    turtle = text(tmp_path, formats.TURTLE)
    assert "wd:Q1" in turtle
    assert "unused" not in turtle


def test_json_ld_has_a_node_a_line(tmp_path: Path) -> None:
    dumped(CASES / "strike.nq", tmp_path)
    content = text(tmp_path, formats.JSON_LD)
    nodes = [node for graph in json.loads(content) for node in graph["@graph"]]
    graphs = len(json.loads(content))
    assert len(content.splitlines()) == len(nodes) == 5
    assert graphs == 3


def test_dumps_larger_than_a_chunk_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dumped(CASES / "odd-text.nq", tmp_path / "one")
    monkeypatch.setattr(dumps, "LineSorter", lambda folder: LineSorter(folder, chunk_size=100))
    dumped(CASES / "odd-text.nq", tmp_path / "many")
    for file in (tmp_path / "one/dumps").iterdir():
        assert file.read_bytes() == (tmp_path / "many/dumps" / file.name).read_bytes()


@SAMPLES
def test_graphs_stay_at_the_same_bytes(case: Path, tmp_path: Path) -> None:
    dumped(case, tmp_path)
    copies = [case.read_bytes(), (tmp_path / "dumps/archive.nq").read_bytes()]
    ends = [{match["graph"]: match.end() for match in canonical.lines(copy)} for copy in copies]
    assert ends[0] == ends[1]


def test_only_the_formats_that_are_asked_for_follow_from_the_first_two(tmp_path: Path) -> None:
    write_dumps(
        valid(CASES / "strike.nq"), tmp_path, written_in=[formats.JSON_LD], compressed=False
    )
    names = {path.name for path in (tmp_path / "dumps").iterdir()}
    assert names == {"archive.nq", "archive.nt", "archive.jsonld", "SHA256SUMS"}


def test_nothing_temporary_is_left(tmp_path: Path) -> None:
    dumped(CASES / "strike.nq", tmp_path)
    assert all(path.is_file() for path in (tmp_path / "dumps").iterdir())


def test_a_blank_node_stops_the_dumps(tmp_path: Path) -> None:
    data = tmp_path / "blank.nq"
    data.write_text("<https://e.org/s> <https://e.org/p> _:b <https://e.org/g> .\n")
    with pytest.raises(PublicationError, match="blank node"):
        dumped(data, tmp_path / "dist")


@pytest.mark.parametrize(
    ("quad", "message"),
    [
        ('<https://e.org/s> <https://e.org/1936> "x"', "the property https://e.org/1936"),
        ("<https://e.org/s> <https://e.org/p/> <https://e.org/o>", "the property https://e.org/p/"),
        ('<https://e.org/s> <https://schema.org/> "x"', "the property https://schema.org/"),
        ('<https://e.org/s> <https://e.org/p> "a\\bz"', "of https://e.org/s holds .* U[+]0008"),
        ('<https://e.org/s> <https://e.org/p> "\\uFFFE"', "of https://e.org/s holds .* U[+]FFFE"),
    ],
)
def test_what_rdf_xml_cannot_express_is_an_error_that_names_it(
    quad: str, message: str, tmp_path: Path
) -> None:
    data = tmp_path / "odd.nq"
    data.write_text(f"{quad} <https://e.org/g> .\n")
    with pytest.raises(PublicationError, match=message) as caught:
        dumped(data, tmp_path / "dist")
    assert caught.value.hint
    assert caught.value.spec


def test_a_class_without_a_name_is_written_as_a_type() -> None:
    kind = ox.NamedNode("http://vocab.getty.edu/aat/300024987")
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    subjects = [ox.NamedNode(f"https://e.org/{name}") for name in "ab"]
    quads = [ox.Quad(subject, rdf_type, kind) for subject in subjects]
    for prefixes in ({}, {"aat": kind.value}):
        written = serialization.to_bytes(quads, formats.RDF_XML, prefixes=prefixes)
        read = rdflib.Graph().parse(data=written, format="xml")
        assert set(read.objects()) == {rdflib.URIRef(kind.value)}
        assert len(read) == 2
