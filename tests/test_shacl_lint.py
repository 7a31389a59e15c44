"""Shapes that SHACL would silently ignore in part are refused, with the line at fault.

Each case is a file in ``tests/cases/shacl/lint``; its first lines say what is to be found::

    # expect: <line>:<column> <message>[; <hint>]
    # expect: nothing

Those in ``advice`` are without fault, and say what advice is given on them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from lod_archive.errors import ArchiveErrors, ShapesError
from lod_archive.shacl import Advice, Shapes, advise_shapes, lint_shapes, validate
from lod_archive.shacl.advanced import uses_advanced_features
from lod_archive.shacl.vocabulary import ADVANCED_TERMS, ALL_TERMS, CORE_TERMS
from lod_archive.vocab.namespaces import OWL, SH
from tests.suites import suite_path

CASES = Path(__file__).parent / "cases" / "shacl" / "lint"
FILES = sorted(CASES.glob("*.ttl"))
ODD = sorted(CASES.glob("advice/*.ttl"))
EXPECT = "# expect: "
TARGETED = f"<http://a.example/S> <{SH.targetClass}> <http://a.example/C> ;"


def expected(case: Path) -> list[str]:
    lines = case.read_text("utf-8").splitlines()
    found = [line.removeprefix(EXPECT) for line in lines if line.startswith(EXPECT)]
    assert found, f"{case.name} must begin with “{EXPECT}…”"
    return [line for line in found if line != "nothing"]


def described(error: ShapesError | Advice) -> str:
    at = error.at
    place = f"{at.line}:{at.column}" if at and at.line else "-"
    return f"{place} {error.message}" + (f"; {error.hint}" if error.hint else "")


@pytest.mark.parametrize("case", FILES, ids=lambda path: path.stem)
def test_exactly_the_named_faults_are_found(case: Path) -> None:
    assert [described(error) for error in lint_shapes(case)] == expected(case)


@pytest.mark.parametrize("case", [c for c in FILES if expected(c)], ids=lambda path: path.stem)
def test_faulty_shapes_are_refused_before_any_data_is_read(case: Path) -> None:
    with pytest.raises((ShapesError, ArchiveErrors)):
        validate("no such data.ttl", case, engine="compiled")


@pytest.mark.parametrize("case", ODD, ids=lambda path: path.stem)
def test_exactly_the_named_advice_is_given(case: Path) -> None:
    assert [described(advice) for advice in advise_shapes(case)] == expected(case)
    assert lint_shapes(case) == []


@pytest.mark.parametrize("case", FILES, ids=lambda path: path.stem)
def test_advice_is_given_on_faulty_shapes_too(case: Path) -> None:
    assert all(advice.spec for advice in advise_shapes(case))


def test_shapes_with_advice_can_be_used() -> None:
    empty = "http://example.org/C"
    case = CASES / "advice" / "always-true.ttl"
    assert validate(Graph(), case, empty_classes=[empty]).conforms


def test_fault_is_found_in_the_right_one_of_several_files() -> None:
    (error,) = lint_shapes([CASES / "sound.ttl", CASES / "misspelt-constraint.ttl"])
    assert error.at is not None
    assert Path(error.at.file).name == "misspelt-constraint.ttl"


def test_reference_into_another_file_is_no_fault(tmp_path: Path) -> None:
    user, used = tmp_path / "user.ttl", tmp_path / "used.ttl"
    user.write_text(
        f"<http://a.example/S> <{SH.targetClass}> <http://a.example/C> ; "
        f"<{SH.node}> <http://a.example/N> .",
        "utf-8",
    )
    used.write_text(f"<http://a.example/N> <{SH.nodeKind}> <{SH.IRI}> .", "utf-8")
    assert lint_shapes([user, used]) == []
    assert len(lint_shapes(user)) == 1
    assert len(lint_shapes(used)) == 1


def test_rdflib_graph_is_linted_without_places() -> None:
    (error,) = lint_shapes(Graph().parse(CASES / "misspelt-constraint.ttl"))
    assert error.at is None
    assert "sh:minCuont" in error.message


def test_advanced_terms_are_accepted_by_an_engine_that_acts_upon_them() -> None:
    shapes = Shapes.read(CASES / "advanced-features.ttl")
    assert lint_shapes(shapes, terms=CORE_TERMS | ADVANCED_TERMS) == []


RULE = "a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object [ sh:path ex:q ]"
ADVANCED = [
    ("sh:nodeKind sh:IRI", ""),
    ("sh:expression [ sh:path ex:p ]", "expression"),
    (f"sh:rule [ {RULE} ]", "TripleRule object predicate rule subject"),
    ("sh:rule [ a sh:SPARQLRule ; sh:construct 'CONSTRUCT { $this a ?c } {}' ]", "SPARQLRule rule"),
    (f"sh:rule [ sh:deactivated true ; {RULE} ]", ""),
    ("sh:deactivated true ; sh:expression [ sh:path ex:p ]", ""),
    ("sh:target [ a sh:SPARQLTarget ; sh:select 'SELECT ?this {}' ]", "SPARQLTarget target"),
    ("sh:target [ a ex:T ] . ex:T a sh:SPARQLTargetType", "SPARQLTargetType target"),
    ("ex:q 1 . ex:f a sh:SPARQLFunction ; sh:returnType ex:D", "SPARQLFunction returnType"),
    ("sh:sparql [ sh:select 'SELECT $this { $this <http://a.example/p> 1 }' ]", ""),
    ("ex:p sh:this ; sh:subject ex:q", ""),
]


@pytest.mark.parametrize(("written", "used"), ADVANCED)
def test_advanced_features_that_are_used_are_named(written: str, used: str, tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    text = f"@prefix sh: <{SH}> . @prefix ex: <http://a.example/> . ex:S sh:targetClass ex:C ; "
    path.write_text(f"{text} {written} .", "utf-8")
    found = uses_advanced_features(Shapes.read(path))
    assert [iri.removeprefix(SH) for iri in found] == used.split()


def test_import_of_a_file_that_is_given_is_no_oddity(tmp_path: Path) -> None:
    user, used = tmp_path / "user.ttl", tmp_path / "used.ttl"
    shape = f"{TARGETED} <{SH.nodeKind}> <{SH.IRI}> ."
    user.write_text(f"<> <{OWL.imports}> <used.ttl> . {shape}", "utf-8")
    used.write_text(shape, "utf-8")
    assert advise_shapes([user, used]) == []
    (advice,) = advise_shapes(user)
    assert advice.kind == "import"
    assert used.as_uri() in advice.message


def test_long_lists_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    values = " ".join(f'"{number}"' for number in range(5000))
    path.write_text(
        f"{TARGETED} <{SH['in']}> ( {values} ) ; <{SH.nodeKind}> <{SH.IRI}> .",
        "utf-8",
    )
    assert len(advise_shapes(path)) == 5000


def test_file_that_is_no_turtle_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text("@prefix ex: <http://a.example/> .\nex:S ex:p ; .\n", "utf-8")
    with pytest.raises(ShapesError) as caught:
        lint_shapes(path)
    assert caught.value.at is not None
    assert (caught.value.at.line, caught.value.at.column) == (2, 11)
    assert caught.value.message == "not Turtle: ; is not a valid RDF object"


def test_known_terms_are_those_of_the_vocabulary() -> None:
    graph = Graph().parse(suite_path("w3c-shacl") / "shacl.ttl")
    terms = {str(s) for s in graph.subjects() if str(s).startswith(SH) and str(s) != SH}
    assert terms == ALL_TERMS
