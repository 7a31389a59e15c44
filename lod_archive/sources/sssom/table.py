"""A mapping set as it is written: a header in YAML, columns, rows of text, each with its place.

https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from lod_archive.sources.characters import UNPUBLISHABLE, decode, described
from lod_archive.sources.file_problems import FileProblems, Unreadable

SPEC: Final = "https://mapping-commons.github.io/sssom/spec-formats-tsv/"
REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
"""The columns without which a row says nothing."""

_MOST_CHARACTERS: Final = 1 << 18
"""Of a header."""
_MOST_BRACKETS: Final = 200
"""That open in a header: the depth of what they hold."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by their columns; empty ones are left out.

    :param line: where it stands in its file.
    :param columns: at which character of the line each cell begins.
    """

    cells: Mapping[str, str]
    line: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping set."""

    header: Mapping[str, Any]
    head: str
    """The header as it is written, with its remarks."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def prefixes(self) -> dict[str, str]:
        """The namespaces of its compact IRIs, by their prefixes."""
        return dict(self.header.get("curie_map") or {})


def read_table(raw: bytes, problems: FileProblems) -> Table:
    r"""The mapping set in a file; what is wrong with its form is noted.

    :raises Unreadable: if there is no table in it.

    >>> problems = FileProblems("data/links/x.sssom.tsv")
    >>> columns = "\t".join(REQUIRED)
    >>> row = "a:x\tskos:exactMatch\tb:y\tsemapv:MappingReview"
    >>> raw = f"#license: https://example.org/l\n{columns}\n{row}\n".encode()
    >>> table = read_table(raw, problems)
    >>> table.rows[0].line, table.rows[0].cells["object_id"], table.header["license"]
    (3, 'b:y', 'https://example.org/l')
    """
    lines = [line.rstrip("\r") for line in decode(raw, problems).split("\n")]
    _check_characters(lines, problems)
    top = next(
        (number for number, line in enumerate(lines) if not line.startswith("#")), len(lines)
    )
    header = _header([line[1:] for line in lines[:top]], problems)
    if top == len(lines) or not lines[top].strip():
        problems.add(
            "there is no table below the header",
            top + 1,
            hint="the first line without # names the columns, separated by tabs: "
            + ", ".join(REQUIRED),
            spec=SPEC,
        )
        raise Unreadable
    columns = tuple(name.strip() for name in lines[top].split("\t"))
    _check_columns(columns, top + 1, problems)
    head = "".join(f"{line}\n" for line in lines[:top])
    return Table(header, head, columns, tuple(_rows(lines[top + 1 :], columns, top + 2, problems)))


def _check_characters(lines: list[str], problems: FileProblems) -> None:
    for number, line in enumerate(lines, 1):
        found = UNPUBLISHABLE.search(line)
        if found:
            hint = "delete it; most editors do not show it"
            message = f"the character {described(found[0])} cannot be published"
            problems.add(message, number, found.start() + 1, hint=hint)


def _header(lines: list[str], problems: FileProblems) -> dict[str, Any]:
    """The metadata; every value stays text."""
    text = "\n".join(lines)
    if len(text) > _MOST_CHARACTERS or text.count("[") + text.count("{") > _MOST_BRACKETS:
        hint = "of lists and mappings only a few are needed, each on lines of its own"
        problems.add("the header is too large", 1, hint=hint, spec=SPEC)
        raise Unreadable
    try:
        # BaseLoader makes text of everything, and no objects.
        found: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 2) if mark else (1, None)
        why = getattr(error, "problem", None) or "it cannot be read"
        problems.add(f"the header is not YAML: {why}", line, column, spec=SPEC)
        raise Unreadable from None
    if found is None or found == "":
        return {}
    header: dict[str, Any] = found if isinstance(found, dict) else {"curie_map": "none"}
    prefixes = header.get("curie_map") or {}
    if not isinstance(prefixes, dict) or not all(isinstance(ns, str) for ns in prefixes.values()):
        hint = "write #curie_map: and below it #  prefix: https://…"
        problems.add("the header is not a mapping", 1, hint=hint, spec=SPEC)
        raise Unreadable
    return header


def _check_columns(columns: tuple[str, ...], line: int, problems: FileProblems) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        hint = "columns are separated by tabs; these are: " + ", ".join(columns)
        problems.add("there is no column " + ", ".join(missing), line, hint=hint, spec=SPEC)
        raise Unreadable
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        problems.add("two columns are called " + ", ".join(twice), line, hint="remove one")
        raise Unreadable


def _rows(
    lines: list[str], columns: tuple[str, ...], first: int, problems: FileProblems
) -> Iterator[Row]:
    reader = csv.reader((f"{line}\n" for line in lines), delimiter="\t", strict=True)
    line = first
    try:
        for cells in reader:
            written = lines[line - first]
            if len(cells) > len(columns):
                problems.add(
                    f"the row has {len(cells)} cells, and there are {len(columns)} columns",
                    line,
                    hint="a tab too many? a text with a tab in it stands in quotation marks",
                )
            elif any(cell.strip() for cell in cells):
                filled = zip(columns, cells, strict=False)
                kept = {name: cell.strip() for name, cell in filled if cell.strip()}
                yield Row(kept, line, _starts(written, columns))
            line = first + reader.line_num
    except csv.Error as error:
        hint = "is a quotation mark left open? the rows from here on are not read"
        problems.add(f"the row cannot be read: {error}", line, hint=hint, spec=SPEC)


def _starts(line: str, columns: tuple[str, ...]) -> dict[str, int]:
    """At which character each cell begins, as long as no tab stands in quotation marks."""
    found, start = {}, 1
    for name, cell in zip(columns, line.split("\t"), strict=False):
        found[name] = start
        start += len(cell) + 1
    return found


def write_head(header: Mapping[str, Any]) -> str:
    r"""The text of a header.

    >>> write_head({"license": "https://a.example/"})
    '#license: https://a.example/\n'
    """
    written = yaml.safe_dump(dict(header), allow_unicode=True, sort_keys=False, width=1_000_000)
    return "".join(f"#{line}\n" for line in written.splitlines())


def write_table(head: str, columns: Iterable[str], rows: Iterable[Row]) -> str:
    r"""The text of a mapping set.

    :param head: its header, as :func:`write_head` gives it.

    >>> write_table("#license: https://a.example/\n", ["subject_id"], [Row({"subject_id": "a:x"})])
    '#license: https://a.example/\nsubject_id\na:x\n'
    """
    names = list(columns)
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([" ".join(row.cells.get(name, "").split()) for name in names])
    return head + text.getvalue()
