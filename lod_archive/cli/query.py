"""``lod-archive query``: a question, and its answer in any format."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import format_option, output_option, quiet_option
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.sources import STANDARD_INPUT, STDIN, open_sources, queries_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lod_archive.query import NamedQuery, Result

_HOW = "see: lod-archive query --help"


def _formats() -> Sequence[str]:
    from lod_archive.query import FORMATS

    return FORMATS


def _values(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"“{text}” has no “=”: write NAME=VALUE", ctx, param)
        if name in values:
            raise click.BadParameter(f"“{name}” is given twice", ctx, param)
        values[name] = value
    return values


@click.command(cls=Command)
@click.argument("words", metavar="[SOURCE]... [QUERY]", nargs=-1)
@click.option(
    "-F", "--file", metavar="FILE", help="Read the query from this file; - is standard input."
)
@click.option("-n", "--name", metavar="NAME", help="Ask one of the named queries, queries/*.rq.")
@click.option(
    "-p",
    "--param",
    "values",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_values,
    help="A parameter of the named query. Can be given several times.",
)
@click.option("-l", "--list", "is_listing", is_flag=True, help="List the named queries.")
@click.option(
    "--queries",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the named queries are; the archive's queries/ unless said otherwise.",
)
@format_option(
    _formats,
    "For rows: table (default), csv, tsv, json or xml. For triples: turtle (default), "
    "nq, trig, jsonld, rdf, nt or table.",
)
@output_option
@quiet_option
def query(  # noqa: PLR0913, PLR0917 click hands over each option
    words: tuple[str, ...],
    file: str | None,
    name: str | None,
    values: Mapping[str, str],
    is_listing: bool,
    queries: Path | None,
    form: str | None,
    output: str | None,
    quiet: bool,
) -> None:
    """Answer a SPARQL QUERY about SOURCE.

    SOURCE is an archive (the working folder unless said otherwise), a publication, a store, or
    any number of RDF files. QUERY may be - for standard input; --file or --name can take its
    place. The usual prefixes need no declaration: schema:, skos:, dcterms:, arc: and others, and
    for an archive p:, ps:, pq: and the empty one, its base. A table is cut to the terminal's
    width, and to none elsewhere.

    For example:

      lod-archive query 'SELECT ?event ?date { ?event a schema:Event ; dcterms:date ?date }'
      lod-archive query dist --list
      lod-archive query dist --name timeline --format csv --output timeline.csv
      lod-archive query --name statements-about --param thing=event/opening
      lod-archive query data.ttl more.nt.gz 'SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }'
      lod-archive query dist - < question.rq

    Exit codes: 0 answered, even if by nothing; 2 it could not be.
    """
    sources, sparql = _told_apart(words, needs_query=not (file or name or is_listing))
    if bool(file) + bool(name) + is_listing > 1:
        raise click.UsageError(f"--file, --name and --list exclude each other; {_HOW}")
    if values and not name:
        raise click.UsageError("--param is for a named query: name it with --name")
    folder = queries or queries_of(sources)
    if is_listing:
        terminal.emit_text(_listing(folder), output)
        return
    from lod_archive.query import run, run_named

    named = _named(folder, name) if name else None
    if named is None:
        text, called = _text(file or sparql or "", is_file=bool(file))
    with StatusLine(quiet=quiet) as progress, open_sources(sources, progress) as source:
        progress("asking", 0)
        if named is not None:
            result = run_named(source, named, values)
        else:
            result = run(source, text, name=called)
    _write(result, form, output)


def _told_apart(words: Sequence[str], *, needs_query: bool) -> tuple[Sequence[str], str | None]:
    """The sources, and the query where it is one of the words: the last."""
    if not needs_query:
        return words or (".",), None
    if not words:
        raise click.UsageError(f"what is the question? Give a QUERY, --file or --name; {_HOW}")
    *sources, sparql = words
    if sparql != STDIN and _is_path(sparql):
        raise click.UsageError(
            f"{sparql} is what to ask, and the question is missing: give a QUERY after it, "
            f"--file or --name; {_HOW}"
        )
    return sources or (".",), sparql


def _is_path(word: str) -> bool:
    try:
        return Path(word).exists()
    except (OSError, ValueError):  # a query can be too long for a name, or not fit for one
        return False


def _text(given: str, *, is_file: bool) -> tuple[str, str]:
    """The query, and what errors call it."""
    if given == STDIN:
        return _decoded(sys.stdin.buffer.read(), STANDARD_INPUT), STANDARD_INPUT
    if not is_file:
        return given, "query"
    try:
        return _decoded(Path(given).read_bytes(), given), given
    except OSError as error:
        cause = f"cannot read {given}: {error.strerror}"
        raise click.BadParameter(cause, param_hint="--file") from None


def _decoded(data: bytes, called: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{called} is not UTF-8: byte {error.start}") from None


def _named(folder: Path, name: str) -> NamedQuery:
    from lod_archive.query import find_query, load_queries

    if not folder.is_dir():
        raise click.UsageError(f"there is no folder {folder} with named queries; use --queries")
    return find_query(load_queries(folder), name)


def _listing(folder: Path) -> str:
    from lod_archive.query import load_queries

    found = load_queries(folder)
    width = max((len(each.name) for each in found), default=0)
    lines = []
    for each in found:
        lines.append(f"{each.name:<{width}}  {each.title}")
        for parameter in each.parameters:
            default = "" if parameter.default is None else f" = {parameter.default}"
            said = f"{parameter.name} ({parameter.kind}){default}: {parameter.description}"
            lines.append(f"{'':<{width}}    {said}")
    if not found:
        terminal.notice(f"no named queries in {folder}")
    return terminal.safe("".join(f"{line}\n" for line in lines))


def _write(result: Result, form: str | None, output: str | None) -> None:
    from lod_archive.query import Triples

    chosen = form or ("turtle" if isinstance(result, Triples) else "table")
    written = io.BytesIO()
    if chosen != "table":
        result.write(chosen, written)
        terminal.emit_data(written.getvalue(), output)
    elif output in (None, terminal.STDOUT):
        result.write(chosen, written, width=terminal.width(), color=terminal.has_color())
        terminal.emit_text(written.getvalue().decode())
    else:
        result.write(chosen, written)
        terminal.emit_data(written.getvalue(), output)
