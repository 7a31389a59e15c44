"""``lod-archive serve``: a publication on the web."""

from __future__ import annotations

import sys
import tomllib
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import FOLDER
from lod_archive.cli.places import near, places_from_here
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.sources import is_archive, open_archive
from lod_archive.errors import ServerError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from lod_archive.pipeline import Archive

_LOGS: Final = ("text", "json", "none")
_ENVIRONMENT: Final = "LOD_ARCHIVE_"
_CONFIG: Final = "config"
_PACKAGES: Final = "node_modules"
_ABOVE_0: Final = click.FloatRange(0, min_open=True)


def _configure(ctx: click.Context, param: click.Parameter, path: str | None) -> None:
    """Take the settings in a file for those that are given neither as flags nor as variables."""
    if path is None:
        return
    try:
        table = tomllib.loads(Path(path).read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{path} is not TOML: {error}", ctx, param) from None
    options = (each for each in ctx.command.params if isinstance(each, click.Option))
    known = {each.opts[0].removeprefix("--"): each.name for each in options}
    del known[_CONFIG]
    for key in table:
        if key not in known:
            hint = did_you_mean(key, known) or f"known: {', '.join(known)}"
            raise click.BadParameter(f"{path} has an unknown setting “{key}”; {hint}", ctx, param)
    ctx.default_map = {known[key]: value for key, value in table.items()}


def _endpoints(
    ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    for iri in given:
        if not iri.startswith(("https://", "http://")):
            raise click.BadParameter(f"{iri} is not the http address of an endpoint", ctx, param)
    return given


def _setting(name: str, **more: Any) -> Callable[[Any], Any]:
    variable = _ENVIRONMENT + name.removeprefix("--").replace("-", "_").upper()
    return click.option(name, envvar=variable, show_envvar=True, show_default=True, **more)


@click.command(cls=Command)
@click.argument("source", metavar="[ARCHIVE|PUBLICATION]", type=FOLDER, default=".")
@click.option(
    f"--{_CONFIG}",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    callback=_configure,
    is_eager=True,
    expose_value=False,
    help="Settings in TOML, named as these options: port = 8080. Options come first, then the "
    "environment.",
)
@_setting("--host", default="127.0.0.1", help="Where to listen; 0.0.0.0 for everybody.")
@_setting("--port", default=8000, type=click.IntRange(0, 65535), help="0 takes one that is free.")
@_setting(
    "--root-path",
    default="",
    metavar="PATH",
    help="What stands before every path, where a proxy has the archive below one: /archive.",
)
@_setting(
    "--behind-proxy",
    is_flag=True,
    help="A proxy stands before it, whose X-Forwarded-For, -Proto and -Host tell who asks where.",
)
@_setting("--log", default="text", type=click.Choice(_LOGS), help="How requests are logged.")
@_setting("--watch", is_flag=True, help="Build again whenever the records change.")
@_setting("--query-seconds", default=30.0, type=_ABOVE_0, help="How long a query may run.")
@_setting("--query-memory", default=1024, type=click.IntRange(16), help="MB that a query may use.")
@_setting(
    "--query-rows", default=1_000_000, type=click.IntRange(1), help="Rows an answer may have."
)
@_setting("--query-size", default=100, type=click.IntRange(1), help="MB an answer may have.")
@_setting(
    "--oai-page",
    default=100,
    type=click.IntRange(1, 1000),
    help="How many records OAI-PMH lists at once.",
)
@_setting(
    "--service",
    multiple=True,
    metavar="IRI",
    callback=_endpoints,
    help="An endpoint that SERVICE may ask.",
)
@_setting(
    "--packages",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of npm's packages, with the query editor. node_modules of the archive, or of "
    "the working folder, unless said otherwise.",
)
@_setting(
    "--links",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that keeps short links to queries, made if need be. Without it there are none.",
)
@click.option("--open", "is_opened", is_flag=True, help="Show it in a browser.")
def serve(  # noqa: PLR0913 each is an option
    source: str,
    *,
    host: str,
    port: int,
    root_path: str,
    behind_proxy: bool,
    log: str,
    query_seconds: float,
    query_memory: int,
    query_rows: int,
    query_size: int,
    oai_page: int,
    service: tuple[str, ...],
    packages: Path | None,
    links: Path | None,
    watch: bool,
    is_opened: bool,
) -> None:
    """Put an archive, or what was built of it, on the web.

    An archive (the working folder unless said otherwise) is built first, if anything has changed
    since. Every IRI of the archive leads to its document, in the format that is asked for; SPARQL
    is answered at /sparql, within limits; OpenRefine matches tables at /reconcile; a new build
    takes the place of the old one without a restart.

    For example:

      lod-archive serve
      lod-archive serve my-archive --watch --open
      lod-archive serve /srv/archive/dist --host 0.0.0.0 --port 80 --log json

    Exit codes: 0 stopped by SIGTERM or Ctrl-C, 1 the records do not conform, 2 it could not be
    served.
    """
    prefix = root_path.rstrip("/")
    if prefix and not prefix.startswith("/"):
        raise click.BadParameter("a path begins with /", param_hint="--root-path")
    archive = open_archive(source) if is_archive(source) else None
    if watch and archive is None:
        raise click.UsageError("--watch is for archives, whose records it watches")
    folder = _built(archive, source) if archive else Path(source)
    try:
        from lod_archive.publish.publication import MATCHING
        from lod_archive.query.governor import Limits
        from lod_archive.server import access, application, running, watching
        from lod_archive.server.editor import ShortLinks
        from lod_archive.server.editor.assets import YASGUI, has_editor
        from lod_archive.server.questions import answering
    except ModuleNotFoundError as error:
        raise ServerError(
            f"the server needs {error.name}, which is not installed",
            hint="pip install 'lod_archive[server]'",
        ) from None
    limits = Limits(
        seconds=query_seconds,
        memory=query_memory << 20,
        rows=query_rows,
        size=query_size * 1_000_000,
        services=service,
    )
    npm = packages or _packages(source)
    mount = partial(
        answering,
        limits=limits,
        packages=npm,
        links=ShortLinks(links, prefix) if links else None,
        page_size=oai_page,
        prefix=prefix,
    )
    lines = {"text": access.as_text, "json": access.as_json}

    def ready(address: str) -> None:
        where = f"{address.rstrip('/')}{prefix}/"
        terminal.notice(f"{near(folder)} is served at {click.style(where, bold=True)}")
        if (folder / MATCHING).is_file():
            terminal.notice(f"OpenRefine reconciles with {where}reconcile")
        if not has_editor(npm):
            terminal.notice(
                f"{where}sparql is a plain form: npm install {YASGUI.parents[0]} gives it an editor"
            )
        if is_opened:
            click.launch(where)

    with ExitStack() as stack:
        trouble: Callable[[], str | None] = lambda: None  # noqa: E731 — replaced if watched
        if watch and archive is not None:
            watched = watching.Watching(_watched(archive), archive.build)
            trouble = stack.enter_context(watched).trouble
        written = (
            stack.enter_context(access.AccessLog(lines[log], sys.stderr)) if log in lines else None
        )
        app = application(
            folder,
            prefix=prefix,
            mount=mount,
            log=written,
            trouble=trouble,
            is_behind_proxy=behind_proxy,
        )
        running.run(app, host, port, ready=ready)


def _packages(source: str) -> Path | None:
    """Where npm has put its packages, if it has."""
    found = (Path(place) / _PACKAGES for place in (source, "."))
    return next((folder for folder in found if folder.is_dir()), None)


def _built(archive: Archive, source: str) -> Path:
    with places_from_here(source), StatusLine() as progress:
        return archive.build(progress=progress).publication.root


def _watched(archive: Archive) -> list[Path]:
    from lod_archive.archive import SETTINGS_FILE

    return [path for path in (*archive.sources, archive.root / SETTINGS_FILE) if path.exists()]
