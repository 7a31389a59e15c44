"""Shapes and data that are none, or lead nowhere: a clear error, in bounded time."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lod_archive.errors import ArchiveError, ShapesError, SourceError
from lod_archive.shacl import validate
from tests.shacl_strategies import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

DATA = f"ex:a a ex:C ; ex:p ex:b , '{'a' * 40}b' ; ex:q ex:a ."
FEW_SECONDS = 30

ILL_FORMED = {
    "a path that leads to itself": (
        "ex:S sh:property [ sh:path _:p ; sh:minCount 1 ] . _:p sh:inversePath _:p .",
        "is not a property path",
    ),
    "a path that is a circular list": (
        "ex:S sh:property [ sh:path _:l ; sh:minCount 1 ] . _:l rdf:first ex:p ; rdf:rest _:l .",
        "is not a property path",
    ),
    "an alternative of a circular list": (
        "ex:S sh:property [ sh:path [ sh:alternativePath _:l ] ; sh:minCount 1 ] . "
        "_:l rdf:first ex:p ; rdf:rest _:l .",
        "is not a property path",
    ),
    "sh:in with a circular list": (
        "ex:S sh:in _:l . _:l rdf:first ex:p ; rdf:rest _:l .",
        "sh:in takes a list",
    ),
    "sh:and with a circular list": (
        "ex:S sh:node ex:T ; sh:and _:l . _:l rdf:first ex:T ; rdf:rest _:l . "
        "ex:T sh:nodeKind sh:IRI .",
        "sh:and takes a list",
    ),
    "sh:languageIn with a circular list": (
        "ex:S sh:languageIn _:l . "
        "_:l rdf:first 'en' ; rdf:rest [ rdf:first 'ru' ; rdf:rest _:l ] .",
        "sh:languageIn takes a list",
    ),
    "sh:ignoredProperties with a circular list": (
        "ex:S sh:closed true ; sh:ignoredProperties _:l . _:l rdf:first ex:p ; rdf:rest _:l .",
        "sh:ignoredProperties takes a list",
    ),
    "recursion": ("ex:S sh:node ex:S .", "refers to itself"),
    "recursion by sh:not": ("ex:S sh:not [ sh:not ex:S ] .", "refers to itself"),
    "recursion by sh:or": ("ex:S sh:or ( [ sh:nodeKind sh:IRI ] ex:S ) .", "refers to itself"),
    "recursion by sh:xone": ("ex:S sh:xone ( ex:S ) .", "refers to itself"),
    "recursion by sh:property": (
        "ex:S sh:property ex:P . ex:P sh:path ex:p ; sh:node ex:S .",
        "refers to itself",
    ),
    "recursion by sh:qualifiedValueShape": (
        "ex:S sh:property [ sh:path ex:p ; "
        "sh:qualifiedValueShape ex:S ; sh:qualifiedMinCount 1 ] .",
        "refers to itself",
    ),
    "a pattern with a look-ahead": (
        "ex:S sh:property [ sh:path ex:p ; sh:pattern 'a(?=b)' ] .",
        "no regular expression",
    ),
    "a pattern with a back-reference": (
        r"ex:S sh:property [ sh:path ex:p ; sh:pattern '(a)\\1' ] .",
        "no regular expression",
    ),
    "a pattern with an unknown flag": (
        "ex:S sh:property [ sh:path ex:p ; sh:pattern 'a' ; sh:flags 'z' ] .",
        "no regular expression",
    ),
    "a pattern that does not end": (
        "ex:S sh:property [ sh:path ex:p ; sh:pattern '(a' ] .",
        "no regular expression",
    ),
    "an entailment": (
        "ex:S sh:nodeKind sh:IRI . ex: sh:entailment <http://www.w3.org/ns/entailment/RDFS> .",
        "entailment",
    ),
    "a number that is none": ("ex:S sh:property [ sh:path ex:p ; sh:minCount 'x' ] .", "minCount"),
    "a shape that is a literal": ("ex:S sh:node 'x' .", "sh:node takes a shape"),
}


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize("case", ILL_FORMED.values(), ids=ILL_FORMED)
def test_ill_formed_shapes_are_refused_with_their_place(
    case: tuple[str, str], strict: bool, tmp_path: Path
) -> None:
    described, message = case
    data, shapes = write(tmp_path, DATA, f"{described}\nex:S sh:targetClass ex:C .")
    with pytest.raises(ShapesError, match=message) as refused:
        validate(data, shapes, engine="compiled", strict=strict)
    assert refused.value.at is not None
    assert refused.value.at.file == str(shapes)
    assert refused.value.at.line == PREFIXES.count("\n") + 1
    assert refused.value.spec or refused.value.hint


def write(folder: Path, data: str, shapes: str) -> tuple[Path, Path]:
    files = folder / "data.ttl", folder / "shapes.ttl"
    for file, text in zip(files, (data, shapes), strict=True):
        file.write_text(PREFIXES + text, encoding="utf-8")
    return files


SHARED = " ".join(f"ex:S{n} sh:{{kind}} ( ex:S{n - 1} ex:S{n - 1} ) ." for n in range(1, 40))
SHARED_PROPERTIES = " ".join(
    f"ex:P{n} sh:path ex:p ; sh:property ex:P{n - 1} , ex:Q{n - 1} . "
    f"ex:Q{n} sh:path ex:q ; sh:property ex:P{n - 1} , ex:Q{n - 1} ."
    for n in range(1, 20)
)
EXPLOSIVE = {
    "a pattern that backtracks": (
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:pattern '^(a+)+$' ] .",
        "2 results",
    ),
    "a pattern of a thousand million letters": (
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; "
        "sh:pattern 'a{1000}{1000}{1000}' ] .",
        "ShapesError",
    ),
    "shapes within shapes": (
        f"ex:S sh:targetClass ex:C ; sh:not {'[ sh:not ' * 400} ex:T {' ]' * 400} . "
        "ex:T sh:nodeKind sh:IRI .",
        "ShapesError shapes stand too deep within one another",
    ),
    "property shapes within property shapes": (
        f"ex:S sh:targetClass ex:C ; sh:property "
        f"{'[ sh:path ex:q ; sh:property ' * 200} ex:P {' ]' * 200} . "
        "ex:P sh:path ex:p ; sh:nodeKind sh:IRI .",
        "1 results",
    ),
    "a million ways to one shape": (
        f"ex:S0 sh:nodeKind sh:IRI . {SHARED.format(kind='and')} ex:S39 sh:targetClass ex:C .",
        "0 results",
    ),
    "a million ways to count": (
        f"ex:S0 sh:nodeKind sh:IRI . {SHARED.format(kind='xone')} ex:S39 sh:targetClass ex:C .",
        "ShapesError",
    ),
    "a million property shapes": (
        f"ex:P0 sh:path ex:r ; sh:maxCount 1 . ex:Q0 sh:path ex:r ; sh:maxCount 1 . "
        f"{SHARED_PROPERTIES} ex:P19 sh:targetClass ex:D . ex:Q19 sh:targetClass ex:D .",
        "0 results",
    ),
    "a path of many repetitions": (
        f"ex:S sh:targetClass ex:C ; sh:property [ sh:path "
        f"{'[ sh:zeroOrMorePath ' * 60} ex:q {' ]' * 60} ; sh:minCount 2 ] .",
        "1 results",
    ),
    "counts beyond every integer": (
        f"ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount {'9' * 40} ; "
        f"sh:minLength {'9' * 40} ] .",
        "2 results",
    ),
}
RUN = """
import sys
from lod_archive.errors import ArchiveError
from lod_archive.shacl import validate
try:
    report = validate(*sys.argv[1:3], engine="compiled", strict=sys.argv[3] == "strict")
except ArchiveError as error:
    print(type(error).__name__, error)
else:
    print(len(report.results), "results")
"""


@pytest.mark.parametrize("strict", ["strict", "lenient"])
@pytest.mark.parametrize("case", EXPLOSIVE.values(), ids=EXPLOSIVE)
def test_explosive_shapes_are_evaluated_or_refused_in_bounded_time(
    case: tuple[str, str], strict: str, tmp_path: Path
) -> None:
    described, expected = case
    files = write(tmp_path, DATA + " ex:d a ex:D .", described)
    command = [sys.executable, "-c", RUN, *map(str, files), strict]
    done = subprocess.run(command, capture_output=True, text=True, timeout=FEW_SECONDS, check=True)
    assert done.stdout.startswith(expected), done.stdout


def test_data_given_as_shapes_are_refused(tmp_path: Path) -> None:
    data, _ = write(tmp_path, DATA, "ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI .")
    with pytest.raises(ShapesError, match="there is no shape here") as refused:
        validate(data, data, engine="compiled")
    assert refused.value.hint is not None
    assert validate(data, data, engine="compiled", strict=False).checked == {}


def test_shapes_given_as_data_are_noticed_as_their_targets_select_nothing(tmp_path: Path) -> None:
    _, shapes = write(tmp_path, DATA, "ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI .")
    with pytest.raises(ShapesError, match="there is no instance of"):
        validate(shapes, shapes, engine="compiled")
    report = validate(shapes, shapes, engine="compiled", strict=False)
    assert report.checked == {"http://a.example/S": 0}


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize("broken", ["data.ttl", "shapes.ttl"])
def test_broken_turtle_is_told_with_its_line(broken: str, strict: bool, tmp_path: Path) -> None:
    data, shapes = write(tmp_path, DATA, "ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI .")
    place = tmp_path / broken
    place.write_text(PREFIXES + "ex:a ex:p\n  'no end .", encoding="utf-8")
    with pytest.raises(ArchiveError, match="not Turtle") as refused:
        validate(data, shapes, engine="compiled", strict=strict)
    assert isinstance(refused.value, SourceError if broken == "data.ttl" else ShapesError)
    assert refused.value.at is not None
    assert refused.value.at.file == str(place)
    assert refused.value.at.line == PREFIXES.count("\n") + 2


def test_broken_line_far_down_in_a_file_is_told_with_its_number(tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.nt", "ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI ."
    line = f'<http://a.example/a> <http://a.example/p> "{"a" * 400}" .\n'
    data.write_text(line * 9_999 + "_:b <http://a.example/p> 'no end .\n" + line, "utf-8")
    _, written = write(tmp_path, DATA, shapes)
    with pytest.raises(SourceError, match="not N-Triples") as refused:
        validate(data, written, engine="compiled", strict=False)
    assert refused.value.at is not None
    assert refused.value.at.line == 10_000


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize(
    "absent",
    [("nothing.ttl", "shapes.ttl"), ("data.ttl", "nothing.ttl"), ("data.txt", "shapes.ttl")],
)
def test_files_that_cannot_be_read_are_named(
    absent: tuple[str, str], strict: bool, tmp_path: Path
) -> None:
    write(tmp_path, DATA, "ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI .")
    (tmp_path / "data.txt").write_text("ex:a", encoding="utf-8")
    data, shapes = (tmp_path / name for name in absent)
    with pytest.raises(ArchiveError) as refused:
        validate(data, shapes, engine="compiled", strict=strict)
    assert refused.value.at is not None
    assert refused.value.at.file in (str(data), str(shapes))
