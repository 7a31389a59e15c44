"""``lod-archive export``: all records as one kind of consumer takes them, in one file."""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, cast

import click
from click.shell_completion import CompletionItem

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import output_option, quiet_option
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.sources import open_sources
from lod_archive.cli.terminal import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.publish.profiles import Exported, Profile


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from lod_archive.publish.profiles import profiles

    return [
        CompletionItem(profile.name, help=profile.title)
        for profile in profiles().values()
        if profile.name.startswith(incomplete)
    ]


@click.command(cls=Command)
@click.argument("profile", required=False, shell_complete=_complete)
@click.argument("source", type=click.Path(exists=True), default=".")
@click.option(
    "-f",
    "--format",
    "form",
    metavar="EXTENSION",
    help="Which of the profile's forms; the first that --list names unless said otherwise.",
)
@output_option
@click.option(
    "--losses",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write what the form has no place for, as CSV, to this file; - is standard output.",
)
@click.option("-l", "--list", "is_listing", is_flag=True, help="List the profiles and their forms.")
@quiet_option
def export(
    profile: str | None,
    source: str,
    form: str | None,
    output: str | None,
    losses: str | None,
    is_listing: bool,
    quiet: bool,
) -> None:
    """Write the records of SOURCE as PROFILE has them: for a library system, for a portal.

    PROFILE is one of those that --list names, such as marc, edm or csl. SOURCE is an archive (the
    working folder unless said otherwise) or a publication, which answers sooner. What a consumer
    would refuse is an error, and then nothing is written.

    For example:

      lod-archive export --list
      lod-archive export dc dist --output records.xml
      lod-archive export dc --losses losses.csv > records.xml

    Exit codes: 0 written, 2 a record is not what the consumer requires, or cannot be read.
    """
    if is_listing:
        terminal.emit_text(_listing())
        return
    if profile is None:
        raise click.UsageError("which PROFILE? Name one of those that --list shows")
    from lod_archive.publish.profiles import as_csv, find_profile
    from lod_archive.publish.profiles import export as written

    chosen = find_profile(profile)
    out = chosen.output(form)
    with (
        tempfile.TemporaryFile() as file,
        StatusLine(quiet=quiet) as progress,
        open_sources([source], progress) as opened,
    ):
        done = written(chosen, opened, out, cast("IO[bytes]", file), progress)
        file.seek(0)
        terminal.emit_file(cast("IO[bytes]", file), output)
    if losses is not None:
        terminal.emit_data(as_csv(done.losses), losses)
    if not quiet:
        terminal.notice(_summary(chosen, done))


def _summary(profile: Profile, done: Exported) -> str:
    if not (done.records or done.losses):
        hint = "; the description of a dataset is in a publication: name that as SOURCE"
        about = hint if profile.of_dataset else ""
        return f"no record is of a kind that {profile.title} is for{about}"
    kinds = counted(len(done.losses), "kind")
    verb = "has" if len(done.losses) == 1 else "have"
    lost = f"; {kinds} of things {verb} no place in it, see --losses" if done.losses else ""
    waiting = ", ".join(_waiting(done))
    todo = f"; {waiting}: lod-archive todo" if waiting else ""
    return f"{counted(done.records, 'record')} as {profile.title}{lost}{todo}"


def _waiting(done: Exported) -> Iterator[str]:
    """How many statements wait, and what for."""
    from lod_archive.publish.profiles.quickstatements.statements import UNITS_WAITING, WAITING

    lost = {loss.what: loss.values for loss in done.losses}
    for what, awaited in ((WAITING, "a property"), (UNITS_WAITING, "a unit")):
        number = lost.get(what, 0)
        if number:
            waits = "waits" if number == 1 else "wait"
            yield f"{counted(number, 'statement')} {waits} for {awaited}"


def _listing() -> str:
    from lod_archive.publish.profiles import profiles

    known = profiles().values()
    width = max(len(profile.name) for profile in known)
    lines = []
    for profile in known:
        forms = ", ".join(f"{each.extension} ({each.format.name})" for each in profile.outputs)
        lines += [f"{profile.name:<{width}}  {profile.title}: {profile.description}"]
        lines += [f"{'':<{width}}    --format {forms}"]
    return terminal.safe("".join(f"{line}\n" for line in lines))
