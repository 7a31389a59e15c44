"""The generated parts of the reference: tables and sections made from what they describe.

Each function gives Markdown. The pages call them between cog's marks; write the pages anew with

    cog -r -I docs/reference docs/*.md docs/reference/*.md
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from configparser import ConfigParser
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Final

import click
import pyoxigraph as ox
from docstrings import markdown, summary

from lod_archive import archive as archives
from lod_archive import errors as exceptions
from lod_archive.archive import ArchiveFolder, Settings
from lod_archive.cli import main
from lod_archive.graph.context import Context, Term
from lod_archive.query import NamedQuery, Prologue, load_queries
from lod_archive.shacl import Shapes
from lod_archive.shacl.index import Resource
from lod_archive.shacl.paths import read_path, sparql
from lod_archive.shacl.shapes import TARGETS
from lod_archive.vocab import formats as tables
from lod_archive.vocab.formats import Format
from lod_archive.vocab.namespaces import ARC, OWL, PREFIXES, RDF, RDFS, SH, SKOS, WIKIBASE

ROOT: Final = Path(__file__).parent.parent.parent
PACKAGE: Final = ROOT / "lod_archive"
_SHAPES_NS: Final = "https://w3id.org/lod-archive/shapes#"
_SHORT: Final = Prologue(own_prefixes={"shapes": _SHAPES_NS, "qudt": "http://qudt.org/schema/qudt/"})


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


def code(text: str) -> str:
    """Text in code font; nothing for no text."""
    return f"`{text}`" if text else ""


def _sections(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


# Commands


def commands() -> str:
    """A section for each command: usage, what it does, arguments and options."""
    return _sections(_command(name, main.commands[name]) for name in main.commands)


def program() -> str:
    """What the program says of itself, and its own options."""
    return _sections((_help(main), _options(main)))


def _command(name: str, command: click.Command) -> str:
    context = _within_program(command)
    usage = " ".join(("lod-archive", name, *command.collect_usage_pieces(context)))
    return _sections((f"## {name}", f"    {usage}", _help(command), _options(command)))


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
            rows.append((names, metavar, (parameter.help or "") + default))
    return table(("option", "value", ""), rows)


# Settings, errors, formats


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
    for node, after in zip(body, body[1:], strict=False):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            is_doc = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if is_doc:
                docs[node.target.id] = markdown(str(after.value.value))  # type: ignore[attr-defined]
    return docs


def exception_tree() -> str:
    """The tree of exceptions, as the module draws it."""
    drawn = re.search(r"^ArchiveError .*?(?=\n\n)", exceptions.__doc__ or "", re.DOTALL | re.MULTILINE)
    assert drawn, "errors.py draws its exceptions"  # noqa: S101
    return f"```text\n{drawn[0]}\n```"


def exception_classes() -> list[type[exceptions.ArchiveError]]:
    """Every exception class, in the order of the module."""
    members = vars(exceptions).values()
    return [
        each for each in members if isinstance(each, type) and issubclass(each, exceptions.ArchiveError)
    ]


def exceptions_table() -> str:
    """Each exception with its exit code and meaning."""
    rows = ((code(each.__name__), str(each.exit_code), summary(each)) for each in exception_classes())
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


# Modules


def modules() -> str:
    """The layers from the top, each with its modules and what they are for."""
    return _sections(_layer(names) for names in layers())


def layers() -> list[list[str]]:
    """The layers of ``setup.cfg``, the top one first; siblings share a layer."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = config["importlinter:contract:flow"]["layers"].split("\n")
    return [[name.strip() for name in line.split("|")] for line in lines if line.strip()]


def _layer(names: Sequence[str]) -> str:
    rows = [(code(name), text) for each in names for name, text in _modules_of(each)]
    title = " and ".join(code(name) for name in names)
    return _sections((f"### {title}", table(("module", ""), rows)))


def _modules_of(name: str) -> Iterator[tuple[str, str]]:
    folder = PACKAGE / name
    for path in sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{name}.py"]:
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        doc = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        yield module, markdown(doc.split("\n\n")[0]).replace("\n", " ")


# Ontology


class _Graph:
    """Triples of a few Turtle files, by subject."""

    def __init__(self, *names: str) -> None:
        self.values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        for name in names:
            for quad in ox.parse(path=ROOT / "ontology" / name, format=ox.RdfFormat.TURTLE):
                if isinstance(quad.object, ox.NamedNode | ox.Literal):
                    subject = self.values.setdefault(quad.subject.value, defaultdict(list))  # type: ignore[union-attr]
                    subject[quad.predicate.value].append(quad.object)

    def text(self, subject: str, *predicates: str, language: str = "en") -> str:
        """The first text of these properties in a language."""
        values = (value for each in predicates for value in self.values[subject].get(each, ()))
        texts = (value for value in values if isinstance(value, ox.Literal))
        return next((text.value for text in texts if text.language in (language, None)), "")

    def iris(self, subject: str, predicate: str) -> list[str]:
        """The IRIs that a property has, short and in code font."""
        values = self.values[subject].get(predicate, [])
        return [code(_SHORT.shorten(value.value)) for value in values if isinstance(value, ox.NamedNode)]

    def of_type(self, *types: str) -> list[str]:
        """The subjects that are of one of these types, in the order of the file."""
        wanted = {ox.NamedNode(each) for each in types}
        return [each for each, said in self.values.items() if wanted & set(said[RDF.type])]


_RELATIONS: Final = (
    ("is a kind of", RDFS.subClassOf),
    ("is a kind of", RDFS.subPropertyOf),
    ("close to", SKOS.closeMatch),
    ("within", SKOS.broadMatch),
    ("related to", SKOS.relatedMatch),
    ("the same as", OWL.sameAs),
)


def terms(*types: str) -> str:
    """A section for each term of the ontology that is of one of these OWL types."""
    graph = _Graph("archive.ttl")
    return _sections(_term(graph, iri) for iri in graph.of_type(*(OWL[each] for each in types)))


def _term(graph: _Graph, iri: str) -> str:
    labels = " · ".join(
        f"{graph.text(iri, RDFS.label, language=tag)} ({tag})" for tag in ("en", "ru")
    )
    facts = [labels, *_domain_and_range(graph, iri), *_alignments(graph, iri)]
    note = graph.text(iri, SKOS.editorialNote)
    return _sections(
        (
            f"### {_SHORT.shorten(iri)}",
            graph.text(iri, RDFS.comment),
            "\n".join(f"- {fact}" for fact in facts),
            f"*{note}*" if note else "",
        )
    )


def _domain_and_range(graph: _Graph, iri: str) -> Iterator[str]:
    for word, predicate in (("of", RDFS.domain), ("value", RDFS.range)):
        if found := graph.iris(iri, predicate):
            yield f"{word}: {', '.join(found)}"


def _alignments(graph: _Graph, iri: str) -> Iterator[str]:
    for words, predicate in _RELATIONS:
        if found := graph.iris(iri, predicate):
            yield f"{words}: {', '.join(found)}"


def stances() -> str:
    """The stances of sources, and which of them assert."""
    graph = _Graph("archive.ttl")
    rows = (
        (
            code(_SHORT.shorten(iri).partition(":")[2]),
            graph.text(iri, SKOS.definition),
            "yes" if graph.text(iri, ARC.isAssertion) == "true" else "no",
        )
        for iri in graph.of_type(ARC.Stance)
    )
    return table(("stance", "meaning", "is an assertion"), rows)


def alignments() -> str:
    """How classes and properties of other vocabularies correspond to further ones."""
    graph = _Graph("alignments.ttl")
    rows = (
        (code(_SHORT.shorten(iri)), "; ".join(_alignments(graph, iri)), graph.text(iri, SKOS.editorialNote))
        for iri in graph.values
    )
    return table(("term", "corresponds", "note"), rows)


def units() -> str:
    """The units that quantities are given in."""
    qudt = "http://qudt.org/schema/qudt/"
    graph = _Graph("units.ttl")
    words = {term.iri: term.key for term in context().terms.values()}
    rows = (
        (
            code(words[iri]),
            code(_SHORT.shorten(iri)),
            code(graph.text(iri, qudt + "ucumCode")),
            graph.text(iri, RDFS.label, language="ru"),
        )
        for iri in graph.values
    )
    return table(("word", "IRI", "UCUM", "Russian"), rows)


@cache
def context() -> Context:
    """The built-in context."""
    definitions = json.loads((ROOT / "ontology/context.jsonld").read_text("utf-8"))["@context"]
    return Context.of(definitions, base="https://example.org/", language="en")


def keys() -> str:
    """The keys of records: IRI, and what values are."""
    known = [term for term in context().terms.values() if term.is_property]
    rows = ((code(term.key), code(_SHORT.shorten(term.iri)), _values(term)) for term in known)
    return table(("key", "IRI", "values"), rows)


def _values(term: Term) -> str:
    if term.is_language_map:
        return "texts by language"
    words = {None: "text", "@id": "id, IRI or nested object", "@vocab": "word"}
    if term.coercion in words:
        return words[term.coercion]
    return code(_SHORT.shorten(term.coercion or ""))


def classes() -> str:
    """The words for classes."""
    known = [term for term in context().terms.values() if term.is_class]
    return table(("type", "IRI"), ((code(t.key), code(_SHORT.shorten(t.iri))) for t in known))


def words() -> str:
    """The other words, which stand as values."""
    known = [t for t in context().terms.values() if not (t.is_property or t.is_class)]
    return table(("word", "IRI"), ((code(t.key), code(_SHORT.shorten(t.iri))) for t in known))


def prefixes() -> str:
    """The prefixes that records and queries may use."""
    own = {"p": "prop/", "ps": "prop/statement/", "pq": "prop/qualifier/", "": ""}
    rows: Mapping[str, str] = {**PREFIXES, **{name: f"BASE{path}" for name, path in own.items()}}
    return table(("prefix", "namespace"), ((code(f"{name}:"), code(iri)) for name, iri in rows.items()))


# Shapes


def shapes() -> str:
    """A section for each file of shapes, with its shapes in order."""
    return _sections(_shapes_of(path) for path in sorted((ROOT / "shapes").glob("*.ttl")))


def _shapes_of(path: Path) -> str:
    found = Shapes.read(path)
    named = [each for each in found.all if isinstance(each, ox.NamedNode)]
    own = [each for each in named if found.index.all(each, RDF.type)]
    intro = re.match(r"((?:#.*\n)+)", path.read_text("utf-8"))
    about = re.sub(r"^#\s?", "", intro[1], flags=re.MULTILINE).strip() if intro else ""
    return _sections(
        (
            f"## {path.name}",
            about,
            "\n".join(_node_shape(found, each) for each in own if not _path_of(found, each)),
            _property_shapes(found, [each for each in own if _path_of(found, each)]),
        )
    )


def _node_shape(found: Shapes, shape: ox.NamedNode) -> str:
    targets = [
        f"{kind.removeprefix(SH)} {code(_SHORT.shorten(value.value))}"
        for kind in TARGETS
        for value in found.index.all(shape, kind)
        if isinstance(value, ox.NamedNode)
    ]
    uses = [
        code(_SHORT.shorten(value.value).removeprefix("shapes:"))
        for value in found.index.all(shape, SH.property)
        if isinstance(value, ox.NamedNode)
    ]
    said = f": {message}" if (message := _text(found, shape, SH.message)) else ""
    checks = f"; checks {', '.join(uses)}" if uses else ""
    where = f" ({', '.join(targets)})" if targets else ""
    return f"- **{_SHORT.shorten(shape.value)}**{where}{said}{checks}"


def _property_shapes(found: Shapes, shapes: Sequence[ox.NamedNode]) -> str:
    rows = (
        (
            code(_SHORT.shorten(shape.value)),
            code(_path_of(found, shape)),
            _severity(found, shape),
            _text(found, shape, SH.message),
        )
        for shape in shapes
    )
    return table(("shape", "path", "severity", "message"), rows) if shapes else ""


def _path_of(found: Shapes, shape: Resource) -> str:
    node = next(iter(found.index.all(shape, SH.path)), None)
    if node is None:
        return ""
    return sparql(read_path(found.index, node), _SHORT.prefixes)


def _severity(found: Shapes, shape: Resource) -> str:
    iri = next(iter(found.index.all(shape, SH.severity)), ox.NamedNode(SH.Violation))
    return str(iri.value).removeprefix(SH).lower() if isinstance(iri, ox.NamedNode) else ""


def _text(found: Shapes, shape: Resource, predicate: str) -> str:
    texts = [each for each in found.index.all(shape, predicate) if isinstance(each, ox.Literal)]
    return next((each.value for each in texts if each.language in ("en", None)), "")


# Queries


def queries() -> str:
    """A section for each named query of the reference archive."""
    return _sections(_query(each) for each in load_queries(ROOT / "queries"))


def _query(query: NamedQuery) -> str:
    rows = [
        (code(each.name), each.kind, code(each.default or "") or "required", each.description)
        for each in query.parameters
    ]
    parameters = table(("parameter", "kind", "default", "meaning"), rows) if rows else ""
    result = f"Result: {query.result}." if query.result else ""
    title = f"**{query.title}.** {query.description}"
    return _sections((f"## {query.name}", title, parameters, result))
