"""The program: its commands, settings, errors, formats and modules."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Final

import click

from generate.docstrings import markdown, summary
from generate.markdown import ROOT, code, sections, table
from lod_archive import archive as archives
from lod_archive import errors as exceptions
from lod_archive.archive import Settings
from lod_archive.cli import main
from lod_archive.vocab import formats as tables
from lod_archive.vocab.formats import Format

PACKAGE: Final = ROOT / "lod_archive"


def commands() -> str:
    """A section for each command: usage, what it does, arguments and options."""
    return sections(_command(name, main.commands[name]) for name in main.commands)


def overview() -> str:
    """What the program says of itself, and its own options."""
    return sections((_help(main), _options(main)))


def _command(name: str, command: click.Command) -> str:
    context = _within_program(command)
    usage = " ".join(("lod-archive", name, *command.collect_usage_pieces(context)))
    level = "#" * (1 + len(name.split()))
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    parts = (f"{level} {name}", f"    {usage}", _help(command), _options(command))
    return sections((*parts, *(_command(f"{name} {each}", sub) for each, sub in inner)))


def _within_program(command: click.Command) -> click.Context:
    program = click.Context(main, info_name="lod-archive", **main.context_settings)
    return program if command is main else click.Context(command, parent=program)


def _help(command: click.Command) -> str:
    text = inspect.cleandoc(command.help or "").replace("\b\n", "\n")
    # the indented lines are examples: Markdown wants two more spaces and an empty line before
    return re.sub(r"(?m)^(?! )(.+)\n(?=  )", r"\1\n\n", re.sub(r"(?m)^(?=  )", "  ", text)).strip()


def _options(command: click.Command) -> str:
    context = _within_program(command)
    rows = []
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option):
            names = ", ".join(code(name) for name in (*parameter.opts, *parameter.secondary_opts))
            metavar = "" if parameter.is_flag else code(parameter.make_metavar(context))
            default = f" Default: {code(str(parameter.default))}." if parameter.show_default else ""
            variable = f" Environment: {code(str(parameter.envvar))}." if parameter.envvar else ""
            rows.append((names, metavar, (parameter.help or "") + default + variable))
    return table(("option", "value", ""), rows)


def settings() -> str:
    """Each key of ``archive.toml``: type, default, meaning."""
    meanings = _attribute_docs(Settings, archives.__file__)
    rows = []
    for field in fields(Settings):
        factory = field.default_factory
        default = field.default if factory is MISSING else factory()
        is_required = default is MISSING
        shown = "required" if is_required else code(str(default)) if default else "none"
        rows.append((code(field.name), _TYPES[str(field.type)], shown, meanings[field.name]))
    return table(("key", "value", "default", "meaning"), rows)


_TYPES: Final = {
    "str": "text",
    "str | None": "text",
    "Mapping[str, str]": "text, or a table of texts by language",
    "tuple[str, ...]": "list of texts",
    "tuple[str, ...] | None": "list of texts",
}


def _attribute_docs(owner: type, file: str) -> dict[str, str]:
    """The docstrings that stand below the attributes of a class."""
    tree = ast.parse(Path(file).read_text("utf-8"))
    body = next(
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == owner.__name__
    )
    docs: dict[str, str] = defaultdict(str)
    for node, after in itertools.pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            is_doc = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if is_doc:
                docs[node.target.id] = markdown(str(after.value.value))  # type: ignore[attr-defined]
    return docs


def exception_tree() -> str:
    """The tree of exceptions, as the module draws it."""
    drawn = re.search(
        r"^ArchiveError .*?(?=\n\n)", exceptions.__doc__ or "", re.DOTALL | re.MULTILINE
    )
    assert drawn, "errors.py draws its exceptions"  # noqa: S101
    return f"```text\n{drawn[0]}\n```"


def exception_classes() -> list[type[exceptions.ArchiveError]]:
    """Every exception class, in the order of the module."""
    members = vars(exceptions).values()
    return [
        each
        for each in members
        if isinstance(each, type) and issubclass(each, exceptions.ArchiveError)
    ]


def exceptions_table() -> str:
    """Each exception with its exit code and meaning."""
    rows = (
        (code(each.__name__), str(each.exit_code), summary(each)) for each in exception_classes()
    )
    return table(("exception", "exit code", "meaning"), rows)


def formats() -> str:
    """Each format: name, extension, media type, where it is used."""
    groups = (
        ("documents", tables.DOCUMENT_FORMATS),
        ("dumps", tables.DUMP_FORMATS),
        ("rows", tables.RESULT_FORMATS),
    )
    known: list[Format] = [*tables.RDF_FORMATS, *tables.RESULT_FORMATS]
    rows = []
    for each in known:
        uses = ", ".join(name for name, group in groups if each in group)
        graphs = "yes" if each.has_graphs else "no" if each in tables.RDF_FORMATS else ""
        rows.append((each.name, code("." + each.extension), code(each.media_type), uses, graphs))
    return table(("format", "ending", "media type", "written for", "named graphs"), rows)


def modules() -> str:
    """The layers from the top, each with its modules and what they are for."""
    return sections(_layer(names) for names in layers())


def layers() -> list[list[str]]:
    """The layers of ``setup.cfg``, the top one first; siblings share a layer."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = config["importlinter:contract:flow"]["layers"].split("\n")
    return [[name.strip() for name in line.split("|")] for line in lines if line.strip()]


def _layer(names: Sequence[str]) -> str:
    rows = [(code(name), text) for each in names for name, text in _modules_of(each)]
    title = " and ".join(code(name) for name in names)
    return sections((f"### {title}", table(("module", ""), rows)))


def _modules_of(name: str) -> Iterator[tuple[str, str]]:
    folder = PACKAGE / name
    for path in sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{name}.py"]:
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        doc = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        yield module, markdown(doc.split("\n\n")[0]).replace("\n", " ")
