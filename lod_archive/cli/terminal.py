"""Where results and messages go: terminals of any width and encoding, pipes and files."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TextIO, cast

import click

from lod_archive.errors import ArchiveError, ArchiveErrors

if TYPE_CHECKING:
    from collections.abc import Iterator

STDOUT: Final = "-"

_PLAIN: Final = str.maketrans(
    {
        "★": "*",
        "☆": "?",
        "✗": "x",
        "…": "...",
        "·": "-",
        "–": "-",
        "—": "-",
        "─": "-",
        "→": "->",
        "←": "<-",
        "“": '"',
        "”": '"',
        "’": "'",
        "×": "x",
        "\u00a0": " ",
    }
)
"""What stands for our signs where they cannot be shown."""

_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal or turns the direction of text; data must not do that to a screen."""


class Unwritable(click.ClickException):
    """The output has nowhere to go."""

    exit_code = 2


def emit_text(text: str, output: str | None = None) -> None:
    """Write a result for people to standard output or a file; in a file it is UTF-8."""
    if output in (None, STDOUT):
        with _writing("standard output"):
            click.echo(degraded(text, sys.stdout.encoding), nl=False)
    else:
        emit_data(text.encode(), output)


def emit_data(data: bytes, output: str | None = None) -> None:
    """Write a result for programs to standard output or a file, byte for byte.

    A file is replaced at once, so that nobody reads half of it.

    :raises Unwritable: if it cannot be written.
    """
    with _opened(output) as file:
        file.write(data)


def emit_file(source: IO[bytes], output: str | None = None) -> None:
    """Write what a file holds as :func:`emit_data` does, piece by piece."""
    with _opened(output) as file:
        shutil.copyfileobj(source, file)


@contextmanager
def output_for_people(output: str | None = None) -> Iterator[TextIO]:
    """Where to write a long result for people, piece by piece; see :func:`emit_text`.

    What steers a terminal is taken out.
    """
    encoding = sys.stdout.encoding if output in (None, STDOUT) else None
    with output_for_programs(output, encoding or "utf-8") as out:
        yield cast("TextIO", _Safe(out))


@contextmanager
def output_for_programs(output: str | None = None, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Where to write a long result for programs, piece by piece; see :func:`emit_data`.

    A file stays as it was unless the context ends well.
    """
    with _opened(output) as file:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            yield text
        finally:
            text.detach()


class _Safe(io.TextIOBase):
    """Passes text on without what a terminal would obey, or cannot show."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str, /) -> int:
        """Pass it on."""
        return self._out.write(degraded(safe(text), self._out.encoding))


@contextmanager
def _opened(output: str | None) -> Iterator[IO[bytes]]:
    if output is None or output == STDOUT:
        with _writing("standard output"):
            sys.stdout.flush()
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
    else:
        path = Path(output)
        with _writing(output), _replaced(path) if _is_replaceable(path) else path.open("wb") as out:
            yield out


@contextmanager
def _replaced(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of another once it is written without an error."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield file
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _writing(what: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if what == "standard output":
            let_go_of_stdout()
        raise Unwritable(f"cannot write {what}: {error.strerror or error}") from None


def let_go_of_stdout() -> None:
    """Keep Python from complaining at exit that what is still in the buffer cannot be written.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_replaceable(path: Path) -> bool:
    """Whether the name can be given to another file: not so for ``/dev/stdout`` or a pipe."""
    return not path.is_symlink() and (path.is_file() or not path.exists())


def notice(text: str) -> None:
    """Write a message for the person at the terminal to standard error."""
    click.echo(degraded(text, sys.stderr.encoding), err=True)


def report_error(error: ArchiveError) -> None:
    """Write an error, or each of several and then their number, to standard error."""
    if not isinstance(error, ArchiveErrors):
        notice(_shown(error))
        return
    for one in error.errors:
        notice(_shown(one))
    if error.omitted:
        notice(f"… and {error.omitted:,} more")
    if len(error.errors) > 1:
        notice(click.style(error.message, bold=True))


def _shown(error: ArchiveError) -> str:
    text = safe(str(error))
    place = f"{error.at}:" if error.at else None
    if place is None or not text.startswith(place):
        return click.style("error: ", fg="red") + text
    return click.style(place, bold=True) + text.removeprefix(place)


def safe(text: str) -> str:
    r"""The text without characters that a terminal would obey; tabs and line breaks stay.

    >>> safe("red: \x1b[31m")
    'red: \\x1b[31m'
    """
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def degraded(text: str, encoding: str | None) -> str:
    """The text with plainer signs where this encoding lacks ours, and ``?`` for other letters.

    >>> degraded("★ best – “Стаханов”", "ascii")
    '* best - "????????"'
    >>> degraded("★ best – “Стаханов”", "utf-8")
    '★ best – “Стаханов”'
    """
    encoding = encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return text


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def width() -> int | None:
    """The columns of the terminal that standard output is; None if it is none."""
    return shutil.get_terminal_size().columns if is_terminal() else None


def has_color() -> bool:
    """Whether what goes to standard output may be coloured."""
    wanted = wanted_color()
    return is_terminal() and os.environ.get("TERM") != "dumb" if wanted is None else wanted


def wanted_color() -> bool | None:
    """What the environment says of colour, None if nothing: https://no-color.org/, then
    https://force-color.org/.
    """
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def counted(number: int, noun: str) -> str:
    """The number with its noun, in the plural where needed.

    >>> counted(1, "record"), counted(1200, "entity")
    ('1 record', '1,200 entities')
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun.removesuffix('y') + 'ies' if noun.endswith('y') else noun + 's'}"
