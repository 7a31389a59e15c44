"""The hash of a dataset is that of RDFC-1.0, whatever the order and the size of the input."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lod_archive.errors import PublicationError
from lod_archive.publish import canonical_hash
from lod_archive.publish.sorting import LineSorter
from tests.publications import CASES

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = pytest.mark.parametrize("case", sorted(CASES.glob("*.nq")), ids=lambda path: path.stem)


def reference(nquads: bytes) -> str:
    """The hash by pyoxigraph's RDFC-1.0, in memory."""
    quads = ox.Dataset(ox.parse(nquads, ox.RdfFormat.N_QUADS))
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return hashlib.sha256(b"".join(sorted(text.splitlines(keepends=True)))).hexdigest()


@SAMPLES
def test_the_hash_is_that_of_rdfc_1_0(case: Path) -> None:
    assert canonical_hash(case).sha256 == reference(case.read_bytes())


@SAMPLES
def test_order_repetition_and_spelling_do_not_change_the_hash(case: Path, tmp_path: Path) -> None:
    lines = case.read_text("utf-8").split("\n")
    other = tmp_path / "other.nq"
    spelled = [line.replace("№", "\\u2116") for line in lines]
    spelled = [re.sub(r'@ru-latn(?=[a-z0-9-]* <[^"]*$)', "@ru-Latn", line) for line in spelled]
    other.write_text("\n\n".join([*reversed(spelled), *lines, "# end", ""]), "utf-8")
    assert canonical_hash(other) == canonical_hash(case)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("\b", "\\b"), ("\t", "\\t"), ("\n", "\\n"), ("\f", "\\f"), ("\r", "\\r"), ('"', '\\"'),
     ("\\", "\\\\"), ("\x00", "\\u0000"), ("\x0b", "\\u000B"), ("\x1f", "\\u001F"),
     ("\x7f", "\\u007F"), ("\x85", "\x85"), ("ж", "ж"), ("\U0001f6a9", "\U0001f6a9")],
)  # fmt: skip
def test_literals_are_escaped_as_canonical_n_quads_say(
    text: str, escaped: str, tmp_path: Path
) -> None:
    """https://www.w3.org/TR/rdf-canon/#canonical-quads, its table written down here."""
    terms = ox.NamedNode("a:s"), ox.NamedNode("a:p")
    file = tmp_path / "one.nq"
    ox.serialize([ox.Quad(*terms, ox.Literal(text))], file, ox.RdfFormat.N_QUADS)
    expected = f'<a:s> <a:p> "{escaped}" .\n'
    assert canonical_hash(file).sha256 == hashlib.sha256(expected.encode()).hexdigest()


@pytest.mark.parametrize(
    "line",
    [
        "_:b <a:p> <a:o> .",
        "<a:s> <a:p> _:b .",
        '<a:s> <a:p> "_:x" _:b .',
        "<a:s> <a:p> _:b <a:g> .",
    ],
)
def test_a_blank_node_is_an_error_that_shows_its_quad(line: str, tmp_path: Path) -> None:
    file = tmp_path / "blank.nq"
    file.write_text(f'<a:s> <a:p> "_:x" .\n{line}\n')
    with pytest.raises(PublicationError, match="blank node in: ") as caught:
        canonical_hash(file)
    assert caught.value.message.count("<a:p>") == 1


def test_text_that_looks_like_a_blank_node_is_none(tmp_path: Path) -> None:
    file = tmp_path / "text.nq"
    file.write_text('<a:s> <a:p> "_:b" .\n<a:s> <a:p> "x _:b ."@en <a:g> .\n<a:s> <a:p> " _:b" .\n')
    assert canonical_hash(file).quads == 3


def test_a_file_that_is_not_n_quads_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "broken.nq"
    file.write_text("this is not RDF\n")
    with pytest.raises(PublicationError, match="is not N-Quads"):
        canonical_hash(file)


@pytest.mark.parametrize("chunk_size", [1, 7, 100, 10_000])
def test_sorting_on_disk_gives_what_sorting_in_memory_gives(
    chunk_size: int, tmp_path: Path
) -> None:
    lines = [f"{number * 7919 % 1000} ж".encode() for number in range(3000)]
    sorter = LineSorter(tmp_path, chunk_size=chunk_size)
    for start in range(0, 3000, 60):
        sorter.add(b"".join(line + b"\n" for line in lines[start : start + 60]))
    assert list(sorter) == sorted(set(lines))


def test_lines_that_begin_alike_sort_as_lines_with_their_ends(tmp_path: Path) -> None:
    sorter = LineSorter(tmp_path, chunk_size=1)
    for line in (b"a b\n", b"a\n", b"a!\n", b"a\n"):
        sorter.add(line)
    assert list(sorter) == [b"a", b"a b", b"a!"]
