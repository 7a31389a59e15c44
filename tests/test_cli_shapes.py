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
