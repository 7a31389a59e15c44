"""What each command does with a small archive."""

from __future__ import annotations

import _thread
import csv
import gzip
import json
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click
import pyoxigraph as ox
import pytest

from lod_archive.cli import main
from lod_archive.shacl import ENGINES, FORMATS, Report
from lod_archive.vocab.namespaces import RDF
from tests.test_cli import STRIKE, run

if TYPE_CHECKING:
    from tests.servers import LoadedEndpoint

NAMES = "SELECT ?name WHERE { ?event a schema:Event ; schema:name ?name } ORDER BY LANG(?name)"
UNNAMED = "id: event/unnamed\ntype: Event\ndescription: {en: It has no name.}\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the archive that has been built; tests leave it as it is."""
    archive = tmp_path_factory.mktemp("published") / "strike"
    shutil.copytree(STRIKE, archive)
    assert run("build", archive, "--quiet").exit_code == 0
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A copy of the archive to change."""
    return Path(shutil.copytree(STRIKE, tmp_path / "strike"))


def test_build_ends_with_what_was_made_and_what_to_do_next(archive: Path) -> None:
    result = run("build", archive)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"published {archive.as_posix()}/dist\n")
    assert "records    4: 2 arc:Claim, 1 bibo:Document, 1 schema:Event" in result.stderr
    assert f"next       lod-archive query {archive.as_posix()}/dist --list" in result.stderr
    assert (archive / "dist" / "manifest.json").is_file()


def test_build_of_the_same_again_changes_nothing(published: Path) -> None:
    result = run("build", published)
    assert result.exit_code == 0
    assert result.stderr.startswith("nothing has changed: ")


def test_build_summary_for_programs(published: Path) -> None:
    result = run("build", published, "--json", "--quiet")
    summary = json.loads(result.stdout)
    assert summary["changed"] is False
    assert summary["counts"]["records"] == 4
    assert summary["classes"] == {"arc:Claim": 2, "bibo:Document": 1, "schema:Event": 1}
    assert "dumps/archive.nq" in summary["dumps"]
    assert result.stderr == ""


def test_quiet_build_says_nothing(archive: Path, tmp_path: Path) -> None:
    result = run("build", archive, "--quiet", "--out", tmp_path / "elsewhere")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "elsewhere" / "manifest.json").is_file()


def test_records_that_do_not_conform_are_not_published(archive: Path) -> None:
    (archive / "data" / "unnamed.yaml").write_text(UNNAMED, "utf-8")
    result = run("build", archive)
    assert result.exit_code == 1
    assert "data/unnamed.yaml:1:1" in result.stderr
    assert not (archive / "dist").exists()


def test_validate_exits_1_for_violations_only(archive: Path) -> None:
    assert run("validate", archive).exit_code == 0
    (archive / "data" / "unnamed.yaml").write_text(UNNAMED, "utf-8")
    result = run("validate", archive)
    assert result.exit_code == 1
    assert "data/unnamed.yaml:1:1: violation: There is no name." in result.stdout


DATA = "<http://a.example/x> a <http://a.example/C> ."
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://a.example/S> a sh:NodeShape ; sh:targetClass <http://a.example/C> ; sh:property
    [ sh:path <http://a.example/p> ; sh:minCount 1 ; sh:severity sh:%s ] .
"""


@pytest.mark.parametrize(
    ("severity", "fail_on", "exit_code"),
    [
        ("Violation", "violation", 1),
        ("Warning", "violation", 0),
        ("Warning", "warning", 1),
        ("Info", "warning", 0),
        ("Info", "information", 1),
    ],
)
def test_validate_fails_on_the_severity_chosen(
    tmp_path: Path, severity: str, fail_on: str, exit_code: int
) -> None:
    folder = tmp_path / "shapes"
    folder.mkdir()
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    (folder / "shapes.ttl").write_text(SHAPES % severity, "utf-8")
    result = run("validate", tmp_path / "data.ttl", "--shapes", folder, "--fail-on", fail_on)
    assert result.exit_code == exit_code


@pytest.mark.parametrize("form", ["json", "jsonld", "sarif"])
def test_report_goes_to_the_file_named(archive: Path, tmp_path: Path, form: str) -> None:
    report = tmp_path / "report"
    result = run("validate", archive, "--format", form, "--output", report)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(report.read_text("utf-8"))
    assert result.stderr.endswith(f"; see {report}\n")


@pytest.fixture
def many(tmp_path: Path) -> tuple[Path, Path]:
    """Data with 150 violations and as many warnings, and its shapes."""
    (tmp_path / "data.nt").write_text(
        "".join(
            f"<http://a.example/n{n:03}> <{RDF.type}> <http://a.example/C> .\n" for n in range(150)
        ),
        "utf-8",
    )
    warns = "ex:W sh:path ex:q ; sh:minCount 1 ; sh:severity sh:Warning ."
    (tmp_path / "shapes.ttl").write_text(
        f"@prefix ex: <http://a.example/> .{SHAPES % 'Violation'}ex:S sh:property ex:W . {warns}",
        "utf-8",
    )
    return tmp_path / "data.nt", tmp_path / "shapes.ttl"


def test_on_a_terminal_text_ends_where_nobody_reads_on(
    many: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, shapes = many
    monkeypatch.setattr("lod_archive.cli.terminal.is_terminal", lambda: True)
    said = run("validate", data, "--shapes", shapes).stdout
    assert said.startswith("150 violations, 150 warnings: 150 nodes")
    assert said.endswith("\n… and 200 more; --max-results 0 shows all\n")
    assert said.count("  shape: ") == 100
    whole = run("validate", data, "--shapes", shapes, "--max-results", "0").stdout
    assert whole.count("  shape: ") == 300
    assert "more" not in whole


def test_in_a_pipe_nothing_is_left_out_unless_wanted(many: tuple[Path, Path]) -> None:
    data, shapes = many
    assert run("validate", data, "-s", shapes).stdout.count("  shape: ") == 300
    said = json.loads(
        run("validate", data, "-s", shapes, "--max-results", "7", "-f", "json").stdout
    )
    assert (len(said["results"]), said["omitted"]) == (7, 293)
    assert said["counts"] == {"violation": 150, "warning": 150, "information": 0}


@pytest.mark.parametrize(
    ("options", "number", "exit_code"),
    [
        (["--severity", "violation"], 150, 1),
        (["--shape", "ex:W"], 150, 0),
        (["--shape", "<http://a.example/S>", "--focus", "ex:n007"], 2, 1),
        (["--focus", "http://a.example/n007", "--severity", "violation"], 1, 1),
        (["--engine", "pyshacl", "--focus", "ex:n007"], 2, 1),
        (["--engine", "compiled", "--threads", "1", "--max-results", "3"], 300, 1),
    ],
)
def test_validate_looks_only_where_it_is_told(
    many: tuple[Path, Path], options: list[str], number: int, exit_code: int
) -> None:
    data, shapes = many
    result = run("validate", data, "-s", shapes, "-f", "json", *options)
    assert result.exit_code == exit_code
    assert sum(json.loads(result.stdout)["counts"].values()) == number


def test_validate_guesses_what_was_mistyped(many: tuple[Path, Path]) -> None:
    data, shapes = many
    result = run("validate", data, "-s", shapes, "--focus", "ex:n0007")
    assert result.exit_code == 2
    assert "no shape looks at ex:n0007: the data does not mention it" in result.stderr
    assert "Hint: did you mean" in result.stderr
    assert run("validate", data, "-s", shapes, "--shape", "ex:V").exit_code == 2


def test_record_is_validated_by_its_id(archive: Path) -> None:
    (archive / "data" / "unnamed.yaml").write_text(UNNAMED, "utf-8")
    result = run("validate", archive, "--focus", "event/strike")
    assert result.exit_code == 0
    assert "note: only" in result.stdout
    result = run("validate", archive, "--focus", "event/unnamed", "--severity", "violation")
    assert result.exit_code == 1
    assert "data/unnamed.yaml:1:1: violation: There is no name." in result.stdout


def test_shapes_that_check_nothing_are_taken_if_wanted(many: tuple[Path, Path]) -> None:
    data, shapes = many
    shapes.write_text(shapes.read_text("utf-8").replace("a.example/C>", "a.example/D>"), "utf-8")
    assert run("validate", data, "-s", shapes).exit_code == 2
    result = run("validate", data, "-s", shapes, "--lenient")
    assert (result.exit_code, result.stdout) == (
        *(0, "conforms: 0 nodes checked against 1 shape by compiled\n"),
    )


def test_what_could_not_be_checked_does_not_conform(
    many: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    partial = Report(unchecked=("ex:S, sh:pattern: the endpoint cannot be relied on",))
    monkeypatch.setattr("lod_archive.shacl.validate", lambda *_, **__: partial)
    result = run("validate", many[0], "-s", many[1])
    assert result.exit_code == 2
    assert "not checked: ex:S, sh:pattern: the endpoint" in result.stdout


def test_data_may_name_its_shapes(many: tuple[Path, Path]) -> None:
    data, shapes = many
    named = data.with_suffix(".ttl")
    named.write_text(
        f"{data.read_text('utf-8')} <> <http://www.w3.org/ns/shacl#shapesGraph> <{shapes.name}> .",
        "utf-8",
    )
    assert run("validate", named).exit_code == 1


def test_store_and_gzip_and_folder_are_validated(many: tuple[Path, Path], tmp_path: Path) -> None:
    data, shapes = many
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "data.nt.gz").write_bytes(gzip.compress(data.read_bytes()))
    store = ox.Store(str(tmp_path / "store"))
    store.bulk_load(path=data)
    store.flush()
    del store
    for source in (folder, folder / "data.nt.gz", tmp_path / "store"):
        said = run("validate", source, "-s", shapes).stdout
        assert said.startswith("150 violations, 150 warnings: 150 nodes"), source


def test_what_is_piped_in_is_validated(many: tuple[Path, Path]) -> None:
    result = run("validate", "-", "-s", many[1], stdin=many[0].read_text("utf-8"))
    assert result.exit_code == 1
    assert result.stdout == run("validate", many[0], "-s", many[1]).stdout


def test_a_mistake_in_what_is_piped_in_has_its_line(many: tuple[Path, Path]) -> None:
    result = run("validate", "-", "-s", many[1], stdin="\n<a> <b> .")
    assert result.exit_code == 2
    assert result.stderr.startswith("standard input:2:9: ")


def test_endpoint_is_validated_where_it_is(
    many: tuple[Path, Path], oxigraph_endpoint: LoadedEndpoint
) -> None:
    url = oxigraph_endpoint(many[0].read_text("utf-8"))
    said = run("validate", url, "-s", many[1], "--max-results", "2").stdout
    assert said.startswith("150 violations, 150 warnings: 150 nodes")
    assert said.endswith("… and 298 more; --max-results 0 shows all\n")


def test_output_is_left_alone_when_writing_fails(
    many: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(report: Report, out: TextIO) -> None:
        out.write("half")
        raise KeyboardInterrupt

    kept = tmp_path / "out" / "kept.csv"
    kept.parent.mkdir()
    kept.write_text("kept", "utf-8")
    monkeypatch.setitem(cast("dict[str, object]", FORMATS), "csv", fails)
    assert run("validate", many[0], "-s", many[1], "-f", "csv", "-o", kept).exit_code == 130
    assert [(each.name, each.read_text("utf-8")) for each in kept.parent.iterdir()] == [
        ("kept.csv", "kept")
    ]


def test_interrupt_does_not_wait_for_a_query(
    many: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    never = threading.Event()

    def query(*_: object, **__: object) -> None:
        _thread.interrupt_main()
        never.wait()

    monkeypatch.setattr("lod_archive.shacl.validate", query)
    result = run("validate", many[0], "-s", many[1])
    never.set()
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")


def test_engines_to_choose_from_are_those_that_there_are() -> None:
    (option,) = (each for each in main.commands["validate"].params if each.name == "engine")
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == ("auto", *ENGINES)


def test_a_publication_is_validated_by_its_quads(published: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        SHAPES.replace("a.example/C", "wikiba.se/ontology#Statement") % "Info", "utf-8"
    )
    result = run("validate", published / "dist", "--shapes", shapes, "--format", "json")
    assert json.loads(result.stdout)["checked"] == {"http://a.example/S": 4}


@pytest.mark.parametrize("source", [".", "dist", "dist/store", "dist/dumps/archive.nt.gz"])
def test_query_asks_archive_publication_store_and_file(published: Path, source: str) -> None:
    result = run("query", published / source, NAMES, "--format", "csv")
    assert result.exit_code == 0
    assert list(csv.reader(result.stdout.splitlines())) == [
        ["name"],
        ["The strike"],
        ["Забастовка"],
        ["Zabastovka"],
    ]


def test_query_reads_the_working_folder_if_nothing_else_is_named(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published)
    assert run("query", "ASK { ?event a schema:Event }").stdout == "true\n"


@pytest.mark.parametrize("arguments", [["-"], ["--file", "-"]])
def test_query_comes_from_standard_input(published: Path, arguments: list[str]) -> None:
    result = run("query", published / "dist", *arguments, stdin="ASK { ?event a schema:Event }")
    assert result.stdout == "true\n"


def test_mistake_in_a_query_file_names_the_file(published: Path, tmp_path: Path) -> None:
    question = tmp_path / "question.rq"
    question.write_text("SELECT *\nWHERE { ?s shema:name ?o }", "utf-8")
    result = run("query", published / "dist", "--file", question)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{question}:2:12: prefix “shema:” is not declared")


def test_piped_table_is_not_cut(published: Path) -> None:
    result = run("query", published / "dist", "SELECT ?p WHERE { ?e a schema:Event ; ?p ?o }")
    assert "…" not in result.stdout
    assert result.stdout.endswith(" rows\n")


def test_construct_answers_in_turtle(published: Path) -> None:
    result = run("query", published / "dist", "CONSTRUCT WHERE { ?event a schema:Event }")
    triples = list(ox.parse(result.stdout, format=ox.RdfFormat.TURTLE))
    assert [str(triple.subject) for triple in triples] == [
        "<https://example.org/strike/event/strike>"
    ]


def test_output_file_is_left_alone_when_the_query_fails(published: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("kept", "utf-8")
    assert run("query", published / "dist", "SELECT", "--output", kept).exit_code == 2
    assert kept.read_text("utf-8") == "kept"


QUESTION = """
# title: Names of a thing
# param thing: iri = event/strike: the thing
# param language: language: the language of the name
SELECT ?thing ?language ?name WHERE { ?thing schema:name ?name FILTER(LANG(?name) = ?language) }
"""


@pytest.fixture(scope="module")
def asked(published: Path) -> Path:
    (published / "queries").mkdir()
    (published / "queries" / "names.rq").write_text(QUESTION.lstrip(), "utf-8")
    return published


def test_named_queries_are_listed_with_their_parameters(asked: Path) -> None:
    lines = run("query", asked, "--list").stdout.splitlines()
    assert lines[0] == "names  Names of a thing"
    assert lines[1].strip() == "thing (iri) = event/strike: the thing"


@pytest.mark.parametrize("source", [".", "dist"])
def test_named_query_is_found_from_archive_and_publication(asked: Path, source: str) -> None:
    result = run("query", asked / source, "--name", "names", "--param", "language=ru")
    assert result.stdout.splitlines()[2] == "Забастовка @ru"


def test_unknown_named_query_is_guessed(asked: Path) -> None:
    result = run("query", asked, "--name", "name")
    assert result.exit_code == 2
    assert "did you mean “names”?" in result.stderr


def test_describe_shows_values_with_rank_words_and_claims(published: Path) -> None:
    text = run("describe", "event/strike", published).stdout
    assert "event/strike  schema:Event\n" in text
    assert "  Zabastovka @ru-Latn-alalc97\n" in text
    assert "  ★ 1936-03-02 (preferred)\n" in text
    assert "    1936-02\n      in the source’s words: “in February” @en\n" in text
    assert "  ★ 102.5 tonne\n" in text
    assert "  ☆ The strike (event/strike)\n" in text
    assert "– A leaflet (source/leaflet) [leaflet/violence]\n" in text


def test_description_for_programs(published: Path) -> None:
    described = json.loads(run("describe", "event/strike", published / "dist", "--json").stdout)
    assert described["id"] == "event/strike"
    assert {each["property"] for each in described["statements"]} == {
        "date",
        "outputMass",
        "causes",
    }


def test_todo_lists_open_tasks_by_what_they_are_about(archive: Path) -> None:
    (archive / "data" / "tasks.yaml").write_text(
        "- {id: task/a, type: Task, name: {en: Find the town}, status: open,\n"
        "   object: event/strike, description: {en: A source that names it.}}\n"
        "- {id: task/b, type: Task, name: {en: Find the day}, status: open,\n"
        "   object: event/strike}\n",
        "utf-8",
    )
    assert run("todo", archive).stdout.splitlines() == [
        "The strike (event/strike): 2 tasks",
        "  - Find the town (task/a)",
        "    A source that names it.",
        "  - Find the day (task/b)",
        "",
        "2 open tasks about 1 thing",
    ]
    listed = json.loads(run("todo", archive, "--json").stdout)
    assert [len(each["tasks"]) for each in listed] == [2]


def test_todo_of_an_archive_without_tasks_is_empty(published: Path) -> None:
    assert run("todo", published / "dist").stdout == "nothing is to be done\n"


def test_named_query_goes_with_a_publication_wherever_it_is(
    reference_publication: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(reference_publication, tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    listed = run("query", "elsewhere", "--list")
    assert "timeline" in listed.stdout
    assert run("query", "elsewhere", "--name", "timeline").exit_code == 0
