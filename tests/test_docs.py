"""The documentation is complete, its samples come out as it says, and its links lead somewhere."""

from __future__ import annotations

import io
import re
import subprocess
from configparser import ConfigParser
from contextlib import redirect_stdout
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
from click import Option
from cogapp import Cog  # type: ignore[import-untyped]

import lod_archive
from lod_archive import errors
from lod_archive.archive import ArchiveFolder, Settings
from lod_archive.cli import main
from lod_archive.graph.context import Context
from lod_archive.pipeline import Archive
from lod_archive.query import load_queries
from lod_archive.scaffold import new_archive
from lod_archive.shacl import FORMATS as REPORT_FORMATS
from lod_archive.sources import read_chunks
from lod_archive.vocab import iris
from lod_archive.vocab.formats import DOCUMENT_FORMATS, DUMP_FORMATS, RDF_FORMATS, RESULT_FORMATS
from lod_archive.vocab.namespaces import ARC, PREFIXES, SH
from tests import samples

ROOT: Final = Path(__file__).parent.parent
DOCS: Final = ROOT / "docs"
REFERENCE: Final = DOCS / "reference"
README: Final = ROOT / "README.md"
PAGES: Final = [
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(DOCS.rglob("*.md")),
]
COMMANDS: Final = list(main.commands)
QUERIES: Final = load_queries(ROOT / "queries")


def of_root(page: Path) -> str:
    return str(page.relative_to(ROOT))


@cache
def text(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def section(page: str, heading: str) -> str:
    """What stands below a heading of the second or third level, up to the next of that level."""
    found = re.search(
        rf"^(##+) {re.escape(heading)}$(.*?)(?=^\1 |\Z)", text(page), re.MULTILINE | re.DOTALL
    )
    assert found, f"{page} has no section “{heading}”"
    return found[2]


# What there is, is documented


def test_generated_parts_are_up_to_date() -> None:
    pages = [str(page) for page in PAGES if "[[[cog" in page.read_text("utf-8")]
    said = io.StringIO()
    with redirect_stdout(said):
        code = Cog().main(["cog", "--check", "-I", str(REFERENCE), *pages])
    assert code == 0, (
        said.getvalue() + "run: cog -r -I docs/reference docs/*.md docs/reference/*.md"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented_with_all_its_options(name: str) -> None:
    said = section("reference/commands.md", name)
    for parameter in main.commands[name].params:
        for option in parameter.opts if isinstance(parameter, Option) else ():
            assert f"`{option}`" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_command_says_what_its_options_are_for(name: str) -> None:
    command = main.commands[name]
    assert command.help
    assert all(each.help for each in command.params if isinstance(each, Option))


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_setting_is_documented(name: str) -> None:
    row = re.search(
        rf"^\| `{name}` \|.*\| ([^|]+) \|$", text("reference/settings.md"), re.MULTILINE
    )
    assert row
    assert row[1].strip()


EXCEPTIONS: Final = [
    name
    for name, each in vars(errors).items()
    if isinstance(each, type) and issubclass(each, errors.ArchiveError)
]


@pytest.mark.parametrize("name", [name for name in EXCEPTIONS if name != "ArchiveError"])
def test_exception_is_documented_with_an_example(name: str) -> None:
    assert f"| `{name}` |" in text("reference/errors.md")
    said = section("reference/errors.md", name)
    assert "```console" in said
    assert f"$ echo $?\n{getattr(errors, name).exit_code}\n" in said


@pytest.mark.parametrize("name", lod_archive.__all__)
def test_public_name_is_documented(name: str) -> None:
    if name.startswith("_"):
        assert isinstance(getattr(lod_archive, name), str)
    else:
        assert section("reference/python.md", name).strip()


def own_terms() -> list[str]:
    quads = ox.parse(path=ROOT / "ontology" / "archive.ttl", format=ox.RdfFormat.TURTLE)
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sorted(iri.removeprefix(ARC) for iri in subjects if iri.startswith(ARC))


@pytest.mark.parametrize("term", own_terms())
def test_term_of_the_ontology_is_documented(term: str) -> None:
    said = text("reference/ontology.md")
    if term == "stances":  # the scheme of the table
        assert section("reference/ontology.md", "Stances")
    else:
        assert f"### arc:{term}\n" in said or f"`{term}`" in said


def test_every_key_and_word_of_the_context_is_documented() -> None:
    context = Context.load(ArchiveFolder.open(ROOT))
    said = text("reference/ontology.md")
    assert [key for key in context.terms if f"| `{key}` |" not in said] == []
    assert [prefix for prefix in PREFIXES if f"| `{prefix}:` |" not in said] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "shapes").glob("*.ttl")), ids=lambda path: path.name
)
def test_shapes_are_documented(path: Path) -> None:
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    marks = {SH.message, SH.property, SH.targetClass}
    subjects = {str(quad.subject.value) for quad in quads if quad.predicate.value in marks}
    shapes = {iri.partition("#")[2] for iri in subjects if "lod-archive/shapes#" in iri}
    assert shapes
    said = text("reference/shapes.md")
    assert f"## {path.name}\n" in said
    undocumented = [
        s for s in shapes if f"`shapes:{s}`" not in said and f"**shapes:{s}**" not in said
    ]
    assert undocumented == []


@pytest.mark.parametrize("query", QUERIES, ids=[each.name for each in QUERIES])
def test_query_is_documented(query: Any) -> None:
    said = section("reference/queries.md", query.name)
    assert query.title in said
    assert all(f"`{each.name}`" in said for each in query.parameters)


def test_every_format_is_documented() -> None:
    said = text("reference/formats.md")
    assert all(f"`{each.media_type}`" in said for each in (*RDF_FORMATS, *RESULT_FORMATS))
    assert all(f"`{name}`" in said for name in REPORT_FORMATS)


def test_every_key_of_a_statement_is_documented(tmp_path: Path) -> None:
    new_archive(tmp_path / "archive")
    event = tmp_path / "archive" / "data" / "events" / "opening.yaml"
    event.write_text(event.read_text("utf-8").replace("verbatim:", "zzz:"))
    with pytest.raises(errors.ArchiveErrors) as caught:
        Archive.open(tmp_path / "archive").validate()
    hint = caught.value.errors[0].hint
    assert hint
    keys = hint.removeprefix("a statement has the keys ").split(", ")
    said = section("reference/records.md", "Statements")
    assert len(keys) > 8
    assert [key for key in keys if f"`{key}`" not in said] == []


def test_reserved_ids_are_documented() -> None:
    said = section("reference/records.md", "Limits")
    assert all(f"`{name}`" in said for name in iris.RESERVED)


@cache
def configuration() -> ConfigParser:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def test_layers_are_those_that_the_import_contract_has() -> None:
    layers = configuration()["importlinter:contract:flow"]["layers"].split("\n")
    expected = [re.findall(r"\w+", line) for line in layers if line.strip()]
    said = section("architecture.md", "The layers")
    shown = [re.findall(r"`(\w+)`", line) for line in re.findall(r"^### (.*)$", said, re.MULTILINE)]
    assert shown == expected


def test_every_module_is_in_the_architecture() -> None:
    package = ROOT / "lod_archive"
    names = [path.relative_to(package).with_suffix("").parts for path in package.rglob("*.py")]
    modules = {".".join(part for part in parts if part != "__init__") for parts in names} - {""}
    said = section("architecture.md", "The layers")
    assert sorted(re.findall(r"^\| `([\w.]+)` \|", said, re.MULTILINE)) == sorted(modules)


def test_every_dependency_is_justified() -> None:
    options, extras = configuration()["options"], configuration()["options.extras_require"]
    required = [options["install_requires"], *extras.values()]
    named = {re.split(r"[>=<\[]", line)[0] for each in required for line in each.split()}
    said = set(re.findall(r"^### (.*)$", text("dependencies.md"), re.MULTILINE))
    assert said == named - {"lod_archive"}
    for name in said:
        assert re.search(r"^Considered: ", section("dependencies.md", name), re.MULTILINE)
        assert re.search(r"^To remove: ", section("dependencies.md", name), re.MULTILINE)


# What the documentation shows, is so


def sample_sections() -> list[Any]:
    cases = []
    for page in (page for page in PAGES if page.is_relative_to(DOCS)):
        content = page.read_text("utf-8")
        if page.name == "benchmarks.md":  # its commands take minutes
            continue
        for line, part in samples.sections(content):
            if any(block.kind in ("console", "turtle") for block in samples.blocks(part)):
                is_anew = samples.is_each_anew(content)
                cases.append(pytest.param(line, part, is_anew, id=f"{of_root(page)}:{line}"))
    return cases


@pytest.mark.parametrize(("line", "part", "is_anew"), sample_sections())
def test_samples_come_out_as_the_page_says(
    line: int, part: str, is_anew: bool, tmp_path: Path
) -> None:
    samples.run_section(part, tmp_path, first_line=line, is_anew=is_anew)


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


@cache
def anchors(page: Path) -> set[str]:
    without_code = re.sub(
        r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    return {slug(heading) for heading in re.findall(r"^#+ (.*)$", without_code, re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=of_root)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(
        r"^ *```.*?^ *```$|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []


def test_every_page_can_be_found_from_the_readme() -> None:
    reached, waiting = {README}, [README]
    while waiting:
        page = waiting.pop()
        for target in re.findall(r"\]\(([^)\s#]+\.md)", page.read_text("utf-8")):
            found = (page.parent / target).resolve()
            if found.exists() and found not in reached:
                reached.add(found)
                waiting.append(found)
    assert [of_root(page) for page in PAGES if page not in reached] == []


# The README keeps its word


@cache
def readme() -> str:
    return README.read_text("utf-8")


def test_readme_shows_what_the_reference_archive_says() -> None:
    shown = dict(re.findall(r"^(id|type): (.*)$", readme(), re.MULTILINE))
    rows = re.findall(
        r"\{property: (\w+), value: (\S+), +claim: ([\w/-]+)(?:, rank: (\w+))?\}", readme()
    )
    record = next(
        record.data
        for chunk in read_chunks(ArchiveFolder.open(ROOT))
        for record in chunk.records()
        if record.data["id"] == shown["id"]
    )
    statements: Any = record["statements"]
    assert record["type"] == shown["type"]
    assert len(rows) == 2
    for key, value, claim, rank in rows:
        assert any(
            (each["property"], each["value"], each.get("rank", "")) == (key, value, rank)
            and claim in each["claim"]
            for each in statements
        ), (key, value, claim, rank)


def test_readme_counts_the_reference_archive() -> None:
    records = [
        record.data for chunk in read_chunks(ArchiveFolder.open(ROOT)) for record in chunk.records()
    ]
    claims = [str(each["id"]) for each in records if each["type"] == "Claim"]
    essay = sum(claim.startswith("essay/") for claim in claims)
    disagreements = sum(each["type"] == "Disagreement" for each in records)
    assert f"{essay} sourced claims" in readme()
    assert disagreements == 14
    assert "fourteen points on which sources disagree" in re.sub(r"\s+", " ", readme())


def test_readme_names_everything_in_a_publication(tmp_path: Path) -> None:
    new_archive(tmp_path / "archive")
    built = Archive.open(tmp_path / "archive").build(tmp_path / "dist")
    assert built.is_new
    named = re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`.*?) \|", readme(), re.MULTILINE)))
    assert named
    for name in named:
        assert list((tmp_path / "dist").glob(name.removesuffix("/"))), name
    tops = {path.name for path in (tmp_path / "dist").iterdir()}
    assert tops == {name.partition("/")[0] for name in named}


def test_readme_names_the_formats() -> None:
    names = {each.name for each in DUMP_FORMATS}
    assert all(name in readme() for name in names)
    assert len(names) == 6
    assert {"Turtle", "JSON-LD", "N-Triples", "RDF/XML"} == {each.name for each in DOCUMENT_FORMATS}


def test_readme_commands_can_be_given(tmp_path: Path) -> None:
    sandbox = samples.Sandbox(tmp_path, has_archive=False)
    for name in ("archive.toml", "data", "ontology", "queries", "shapes"):
        (sandbox.folder / name).symlink_to(ROOT / name)
    lines = re.findall(r"^    \$ (lod-archive .*)$", readme(), re.MULTILINE)
    assert len(lines) >= 5
    for line in lines:
        code, printed = sandbox.call(line)
        assert code == 0, printed


def test_readme_setup_is_what_ci_runs() -> None:
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    set_up, tested = re.findall(r"^    (sh scripts/setup.*)$", readme(), re.MULTILINE)
    assert tested in ci
    assert set_up == "sh scripts/setup && .venv/bin/lod-archive build"
    for script in ("setup", "debian", "servers", "webservers", "reproduce", "smoke"):
        subprocess.run(["sh", "-n", ROOT / "scripts" / script], check=True)


def test_readme_error_is_one_that_the_program_gives(tmp_path: Path) -> None:
    shown = re.search(r"`(data/\S+: no record has the id “(place/[\w-]+)”)` … `(.*?)`", readme())
    assert shown
    new_archive(tmp_path / "archive")
    event = tmp_path / "archive" / "data" / "events" / "opening.yaml"
    event.write_text(event.read_text("utf-8").replace("value: place/pit,", f"value: {shown[2]},"))
    with pytest.raises(errors.ArchiveErrors) as caught:
        Archive.open(tmp_path / "archive").validate()
    (error,) = caught.value.errors
    assert str(error.at) in shown[1]
    assert error.message in shown[1]
    assert error.hint == shown[3]
