"""What ``lod-archive shapes`` says of shapes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import Option

from lod_archive.cli.shapes import shapes
from tests.test_cli import STRIKE, run
from tests.test_shacl_lint import CASES

ODD = CASES / "advice" / "counts.ttl"
WRONG = CASES / "misspelt-constraint.ttl"
SOUND = CASES / "advice" / "sound.ttl"


def test_sound_shapes_exit_with_0() -> None:
    result = run("shapes", "lint", SOUND)
    assert (result.exit_code, result.stdout) == (0, "nothing is wrong with the shapes\n")


def test_advice_is_a_failure_only_if_wanted() -> None:
    result = run("shapes", "lint", ODD)
    assert result.exit_code == 0
    assert f"{ODD}:14:5: advice: no node can conform to ex:S-1: sh:minCount 2" in result.stdout
    assert result.stdout.endswith("\n\n0 errors, 4 pieces of advice\n")
    assert run("shapes", "lint", ODD, "--strict").exit_code == 1


def test_errors_are_a_failure() -> None:
    result = run("shapes", "lint", WRONG)
    assert result.exit_code == 1
    assert f"{WRONG}:10:36: error: sh:minCuont is not a SHACL term" in result.stdout
    assert "\n  Hint: did you mean sh:minCount?\n  See: https://" in result.stdout


def test_findings_for_programs() -> None:
    result = run("shapes", "lint", ODD, WRONG, "--format", "json")
    found = json.loads(result.stdout)
    assert found["counts"] == {"error": 1, "advice": 4}
    first, *_, last = found["findings"]
    assert (first["level"], first["kind"], first["line"]) == ("advice", "contradiction", 14)
    assert (last["level"], last["kind"], Path(last["file"])) == ("error", None, WRONG)


def test_folders_are_searched_for_shapes(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "shapes.ttl").write_text(ODD.read_text("utf-8"), "utf-8")
    (tmp_path / "notes.txt").write_text("no shapes", "utf-8")
    assert "4 pieces of advice" in run("shapes", "lint", tmp_path).stdout


def test_folder_without_shapes_is_no_success(tmp_path: Path) -> None:
    result = run("shapes", "lint", tmp_path)
    assert result.exit_code == 2
    assert "there is no file of RDF in this folder" in result.stderr


def test_shapes_of_the_archive_are_meant_if_none_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(STRIKE)
    assert run("shapes", "lint", "--strict").stdout == "nothing is wrong with the shapes\n"


def test_outside_an_archive_shapes_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("shapes", "lint")
    assert result.exit_code == 2
    assert "no archive.toml" in result.stderr


def test_broken_file_is_an_error_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<http://a.example/S> a", "utf-8")
    result = run("shapes", "lint", tmp_path)
    assert result.exit_code == 2
    assert "broken.ttl:1:" in result.stderr


def test_mistyped_inner_command_is_guessed() -> None:
    assert "lint" in run("shapes", "--help").stdout
    result = run("shapes", "lnit")
    assert result.exit_code == 2
    assert "did you mean “lint”?" in result.stderr


@pytest.mark.parametrize("name", sorted(shapes.commands))
def test_every_inner_command_teaches_by_example_and_says_its_exit_codes(name: str) -> None:
    said = run("shapes", name, "--help").stdout
    assert f"\n    lod-archive shapes {name}" in said
    assert "\n  Exit codes: 0" in said
    assert all(each.help for each in shapes.commands[name].params if isinstance(each, Option))


BOOKS = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://a.example/> .
ex:Book a sh:NodeShape ; sh:targetClass ex:B ; sh:property ex:title .
ex:title sh:path ex:t ; sh:minCount 1 ; sh:maxCount 1 .
ex:Map a sh:NodeShape ; sh:targetClass ex:M ; sh:property ex:title .
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(BOOKS, "utf-8")
    (tmp_path / "data.ttl").write_text("@prefix ex: <http://a.example/> . ex:x a ex:B .", "utf-8")
    return tmp_path


def test_constraints_are_explained_with_their_queries(books: Path) -> None:
    result = run("shapes", "explain", books / "shapes.ttl", "--shape", "ex:Book")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"{books}/shapes.ttl:4:1: sh:minCount of ex:title\n"
        "  within:      ex:Book\n"
        "  path:        ex:t\n"
        "  violation:   there are too few values of ex:t: 1 needed\n"
        "  see:         https://www.w3.org/TR/shacl/#MinCountConstraintComponent\n"
        "\n"
        "    PREFIX ex: <http://a.example/>\n"
    )
    assert "\n      FILTER(!EXISTS { ?this ex:t ?v10001 . })\n    }\n\n" in result.stdout
    assert result.stdout.endswith("\n2 constraints\n")


def test_explanations_for_programs(books: Path) -> None:
    data = ("--data", books / "data.ttl")
    listed = json.loads(run("shapes", "explain", books, *data, "-f", "json").stdout)
    assert len(listed) == 4
    assert {each["nodes"] for each in listed} == {1, 0}
    assert set(listed[0]) == {
        *("target", "nodes", "shape", "component", "path", "level", "message", "query"),
        *("uncompiled", "spec", "file", "line", "column"),
    }


def test_coverage_marks_what_sees_nothing(books: Path) -> None:
    asked = ("shapes", "coverage", books / "shapes.ttl", "--data", books / "data.ttl")
    result = run(*asked)
    assert result.exit_code == 1
    assert result.stdout == (
        "0  ex:Map  (class ex:M)\n"
        f"   ✗ sees nothing at {books}/shapes.ttl:5:1: correct the name, or declare it under "
        "empty_classes if there is none on purpose\n"
        "1  ex:Book  (class ex:B)\n"
        "\n2 shapes with a target, 1 without a focus node\n"
    )
    declared = run(*asked, "--empty", "ex:M")
    assert declared.exit_code == 0
    assert "0  ex:Map  (class ex:M)  none, as declared\n" in declared.stdout
    listed = json.loads(run(*asked, "-f", "json").stdout)
    assert [(each["name"], each["nodes"]) for each in listed] == [("ex:Map", 0), ("ex:Book", 1)]


def test_archive_is_covered_by_its_own_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(STRIKE)
    result = run("shapes", "coverage")
    assert result.exit_code == 0
    assert "1  shapes:Event  (class schema:Event)\n" in result.stdout
    assert run("shapes", "explain", "--shape", "shapes:Event", "--data", ".").exit_code == 0


@pytest.mark.parametrize("command", ["explain", "coverage"])
def test_shapes_commands_refuse_data_that_is_not_there(books: Path, command: str) -> None:
    result = run("shapes", command, books / "shapes.ttl", "--data", books / "nothing.ttl")
    assert result.exit_code == 2
    assert "there is no file or folder" in result.stderr
