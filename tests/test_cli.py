"""The command line as a whole: help, errors, exit codes, streams, interrupts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from lod_archive import query, shacl
from lod_archive.cli import main
from lod_archive.version import __version__

STRIKE = Path("tests/archives/strike").resolve()
COMMANDS = sorted(main.commands)
SLOW_MODULES = ("pyshacl", "rdflib", "pyoxigraph", "yaml", "pandas")


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], input=stdin)


def start(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lod_archive", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches_by_example_and_says_its_exit_codes(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert re.search(rf"^    lod-archive {name}\b", result.stdout, re.MULTILINE)
    assert re.search(r"^  Exit codes?: 0", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    options = [each for each in main.commands[name].params if isinstance(each, click.Option)]
    assert all(option.help for option in options)


@pytest.mark.parametrize("name", ["validate", "query"])
def test_format_help_names_every_format(name: str) -> None:
    known = {"validate": tuple(shacl.FORMATS), "query": query.FORMATS}[name]
    words = set(re.findall(r"\w+", run(name, "--help").stdout))
    assert set(known) <= words


def test_starting_imports_nothing_slow() -> None:
    code = f"import sys, lod_archive.cli; print(*sorted(set({SLOW_MODULES}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_help_is_the_same_for_short_and_long_option() -> None:
    assert run("-h").stdout == run("--help").stdout


def test_version_is_the_package_version() -> None:
    assert run("--version").stdout == f"lod-archive, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["buidl"], "did you mean “build”?"),
        (["build", "--forse"], "--force"),
        (["build", "no-such-folder"], "does not exist"),
        (["query", STRIKE, "ASK {}", "--format", "turtel"], "did you mean “turtle”?"),
        (["query", STRIKE], "the question is missing"),
        (["query"], "what is the question?"),
        (["query", STRIKE, "SELECT", "*"], "there is no file or folder “SELECT”"),
        (["query", STRIKE, "--file", "no-such-file.rq"], "cannot read no-such-file.rq"),
        (["query", STRIKE, "--file", "a", "--name", "b"], "exclude each other"),
        (["query", STRIKE, "ASK {}", "--param", "a=b"], "name it with --name"),
        (["query", STRIKE, "--name", "a", "--param", "b"], "has no “=”"),
        (["query", STRIKE, "--name", "a", "--param", "b=1", "--param", "b=2"], "given twice"),
        (["query", STRIKE, "ASK {}", "--output", "no/such/folder/x"], "cannot write"),
        (["validate", STRIKE, "--shapes", "shapes"], "has its shapes"),
        (["validate", "shapes/claim.ttl"], "no shapes are given"),
        (["validate", STRIKE, STRIKE], "validate it alone"),
        (["validate", STRIKE, "--lenient"], "is for other RDF"),
        (["validate", "no-such-file.ttl"], "there is no file or folder “no-such-file.ttl”"),
        (["validate", "--shapes", "shapes", "https://a.example/", "b.ttl"], "no file or folder"),
        (["completion", "tcsh"], "'tcsh' is not one of"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [["build"], ["validate"], ["todo"], ["describe", "event/strike"], ["query", "ASK {}"]],
)
def test_outside_an_archive_the_archive_above_is_named(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(STRIKE / "data")
    result = run(*arguments)
    assert result.exit_code == 2
    assert f"the archive is above, in {STRIKE.as_posix()}" in result.stderr


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Below the working folder, an archive with two mistakes in a file."""
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "mine" / "data"
    data.mkdir(parents=True)
    (data.parent / "archive.toml").write_bytes((STRIKE / "archive.toml").read_bytes())
    (data / "x.yaml").write_text("id: event/x\ntype: Evnt\nnaem: {en: X}\n", "utf-8")
    return data.parent


@pytest.mark.parametrize("command", ["build", "validate", "todo"])
def test_errors_name_their_places_from_the_working_folder(broken: Path, command: str) -> None:
    result = run(command, "mine")
    assert result.exit_code == 2
    assert re.findall(r"^mine/data/x\.yaml:(\d+):", result.stderr, re.MULTILINE) == ["2", "3"]
    assert result.stderr.splitlines()[-1] == "2 errors"
    assert result.stdout == ""


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lod_archive.pipeline.Archive.open", fails)
    assert isinstance(run("build", STRIKE).exception, ZeroDivisionError)


def test_interrupted_build_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lod_archive.pipeline.Archive.build", interrupted)
    result = run("build", STRIKE)
    assert result.exit_code == 130
    assert result.stderr == "interrupted; what was published before is untouched\n"


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "lod_archive", "formats"],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_an_error_without_traceback() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "lod_archive", "formats", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"Error: cannot write standard output: No space left on device\n"


def test_color_is_forced_and_forbidden_by_the_environment() -> None:
    asked = ("describe", "event/nothing", STRIKE)
    assert "\x1b[" not in start(*asked).stderr
    assert "\x1b[31m" in start(*asked, FORCE_COLOR="1").stderr
    assert "\x1b[" not in start(*asked, FORCE_COLOR="1", NO_COLOR="1").stderr


def test_signs_become_plainer_where_the_encoding_lacks_them() -> None:
    done = start("describe", "event/strike", STRIKE, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "  * 1936-03-02 (preferred)" in done.stdout
    assert done.stdout.isascii()


def test_formats_are_listed_for_people_and_programs() -> None:
    listed = json.loads(run("formats", "--json").stdout)
    assert {"Turtle", "JSON-LD", "CSV"} <= {each["name"] for each in listed}
    lines = run("formats").stdout.splitlines()
    assert [line.split(" .")[0].strip() for line in lines] == [each["name"] for each in listed]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_is_for_the_command(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_LOD_ARCHIVE_COMPLETE" in result.stdout


def test_formats_are_completed() -> None:
    done = start(
        _LOD_ARCHIVE_COMPLETE="bash_complete",
        COMP_WORDS="lod-archive query --format t",
        COMP_CWORD="3",
    )
    assert done.stdout.split() == ["plain,table", "plain,tsv", "plain,trig", "plain,turtle"]
