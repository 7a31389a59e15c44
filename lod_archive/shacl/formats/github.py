"""Annotations on a pull request: GitHub's workflow commands.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from lod_archive.shacl.formats.wording import sentence, shape_name
from lod_archive.shacl.names import plain

if TYPE_CHECKING:
    from lod_archive.shacl.report import Report, Result

_COMMANDS: Final = {"violation": "error", "warning": "warning", "information": "notice"}


def write_github(report: Report, out: TextIO) -> None:
    """Write one ``::error``, ``::warning`` or ``::notice`` for each result.

    What could not be checked is a warning too, and a notice says how many results were left out.
    """
    out.writelines(
        f"::warning title=not checked::{_message(plain(text))}\n" for text in report.unchecked
    )
    for result in report.results:
        properties = ",".join(f"{k}={_property(v)}" for k, v in _properties(report, result))
        message = _message(sentence(report, result))
        out.write(f"::{_COMMANDS[result.level]} {properties}::{message}\n")
    if report.omitted:
        out.write(f"::notice title=not shown::{report.omitted:,} more results\n")


def _properties(report: Report, result: Result) -> list[tuple[str, str]]:
    at = result.at
    places = [("file", at.file), ("line", at.line), ("col", at.column)] if at else []
    known = [(name, str(value)) for name, value in places if value is not None]
    return [*known, ("title", shape_name(report, result))]


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
