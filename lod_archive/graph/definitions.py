"""The archive's JSON-LD context files, read, checked and merged.

`JSON-LD <https://www.w3.org/TR/json-ld11/#context-definitions>`_ allows more than can be published
here, and passes in silence over much that is a mistake; each such definition is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lod_archive.archive import ArchiveFolder
from lod_archive.errors import ArchiveErrors, Location, ModelError, unreadable
from lod_archive.store.terms import is_iri
from lod_archive.vocab import iris

CONTEXT_SPEC: Final = "https://www.w3.org/TR/json-ld11/#context-definitions"

KEYWORD_ALIASES: Final = {"id": "@id", "type": "@type"}

_OWN: Final = frozenset({"p", "ps", "pq", "statements"})
"""Keys that no context may define: the prefixes and the list of statements."""

_ENGINE: Final = frozenset(
    (
        *("id", "type", "Statement", "claim", "evidence", "derivation", "derivedFrom", "verbatim"),
        *("rank", "preferred", "normal", "deprecated", "Claim", "stance"),
        *("earliest", "latest", "stated", "calendar", "gregorian", "julian"),
        *("arc", "dcterms", "edtf", "foaf", "prov", "wikibase", "xsd"),
    )
)
"""Keys by which the engine itself writes statements and documents: their meaning is fixed."""

_SETTINGS: Final = ("@base", "@language")
_IN_DEFINITIONS: Final = frozenset(
    {"@id", "@type", "@container", "@reverse", "@context", "@language", "@prefix"}
)
_CONTAINERS: Final = {
    "@list": ("lists have blank nodes, which are not published", "number the members: position"),
    "@graph": ("a record has one graph, its own", "remove the @container"),
}

Problem = tuple[str, str]
"""What is wrong with a definition, and what to write instead."""


def read_definitions(archive: ArchiveFolder) -> dict[str, Any]:
    """The definitions of the built-in contexts and the archive's own, later ones winning.

    :raises ArchiveErrors: if a context is not JSON or defines what cannot be published.
    """
    merged: dict[str, Any] = {}
    errors: list[ModelError] = []
    files = []
    for path in archive.contexts:
        try:
            files.append(_read(path, archive.root))
        except ModelError as error:
            errors.append(error)
            continue
        redefined = _redefined(files[-1], merged)
        errors += (files[-1].error(key, *_FIXED) for key in redefined)
        merged |= {k: v for k, v in files[-1].definitions.items() if k not in redefined}
    prefixes = prefixes_of(merged)
    for file in files:
        for key, definition in file.definitions.items():
            errors += (file.error(key, *problem) for problem in _faults(key, definition, prefixes))
    if errors:
        raise ArchiveErrors(errors)
    return merged


def prefixes_of(definitions: Mapping[str, Any]) -> dict[str, str]:
    """Those terms that can stand before the colon of a compact IRI.

    >>> prefixes_of({"ex": "https://e.org/", "of": "ex:of#", "name": {"@id": "ex:name"}})
    {'ex': 'https://e.org/', 'of': 'https://e.org/of#'}
    """
    prefixes: dict[str, str] = {}
    for key, definition in definitions.items():
        if isinstance(definition, dict) and definition.get("@prefix") is True:
            definition = definition.get("@id")  # noqa: PLW2901 - the long form of the same
        if isinstance(definition, str) and definition.endswith(("/", "#")):
            prefixes[key] = expand_name(definition, prefixes) or definition
    return prefixes


def expand_name(name: str, prefixes: Mapping[str, str]) -> str | None:
    """The IRI of a compact or absolute IRI; None where it is neither.

    >>> expand_name("ex:x", {"ex": "https://e.org/"}), expand_name("exx:x", {})
    ('https://e.org/x', None)
    """
    prefix, colon, rest = name.partition(":")
    if not colon:
        return None
    if prefix in prefixes and not rest.startswith("//"):
        return prefixes[prefix] + rest
    return name if iris.has_known_scheme(name) else None


@dataclass(frozen=True, slots=True)
class _ContextFile:
    name: str
    text: str
    definitions: Mapping[str, Any]

    def error(self, key: str, message: str, hint: str) -> ModelError:
        found = re.search(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", self.text)
        before = self.text[: found.start()] if found else None
        at = (
            Location(self.name)
            if before is None
            else Location(self.name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        )
        return ModelError(f"“{key}”: {message}", at=at, hint=hint, spec=CONTEXT_SPEC)


def _read(path: Path, root: Path) -> _ContextFile:
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        repeated.extend(key for key in dict.fromkeys(keys) if keys.count(key) > 1)
        return dict(pairs)

    try:
        text = path.read_text("utf-8-sig")
        document = json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        at = Location(name, error.lineno, error.colno)
        raise ModelError(f"not JSON: {error.msg}", at=at) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(unreadable(error), at=Location(name)) from None
    context = document.get("@context") if isinstance(document, dict) else None
    if not isinstance(context, dict):
        hint = 'write {"@context": {"term": {"@id": "prefix:name"}}}'
        message = "no “@context” object in it"
        raise ModelError(message, at=Location(name), hint=hint, spec=CONTEXT_SPEC)
    file = _ContextFile(name, text, context)
    if repeated:
        raise file.error(repeated[0], "is defined twice", "write one definition")
    return file


def _redefined(file: _ContextFile, earlier: Mapping[str, Any]) -> list[str]:
    """The engine's keys to which a file gives another meaning than the built-in context."""
    return [
        key
        for key, definition in file.definitions.items()
        if key in _ENGINE and key in earlier and definition != earlier[key]
    ]


_FIXED: Final[Problem] = (
    "has a fixed meaning, on which statements and documents depend",
    "give your term another name",
)


def _faults(key: str, definition: Any, prefixes: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with one definition of a context, each with its remedy."""
    if key == "@version":
        return
    fault = _name_fault(key)
    if fault is not None:
        yield fault
    elif isinstance(definition, str):
        if KEYWORD_ALIASES.get(key) != definition and key not in prefixes:
            yield from _not_an_iri(definition, prefixes)
    elif isinstance(definition, dict):
        yield from _term_faults(definition, prefixes)
    elif definition is not None:
        yield f"cannot be {definition!r}", 'write {"@id": "prefix:name"}'
    if key in prefixes and not is_iri(prefixes[key]):
        yield f"{definition!r} is not an IRI", "write a full IRI that ends in / or #"


def _name_fault(key: str) -> Problem | None:
    """What is wrong with a key of a context, whatever its definition."""
    if key in _SETTINGS:
        return "is set in archive.toml", f"remove {key} here; set base or language there"
    if key.startswith("@"):
        return "cannot be used in an archive's context", "define each term with its IRI"
    if key in _OWN:
        return "is a name of the engine's own", "give your term another name"
    if ":" in key or not key:
        return "is not a word", "choose a term without a colon, and give it an IRI"
    return None


def _term_faults(definition: Mapping[str, Any], prefixes: Mapping[str, str]) -> Iterator[Problem]:
    for name in definition.keys() - _IN_DEFINITIONS:
        yield f"{name} cannot be used in an archive's context", f"remove {name}"
    yield from _not_an_iri(definition.get("@reverse", definition.get("@id")), prefixes)
    coercion = definition.get("@type", "@id")
    if coercion not in ("@id", "@vocab"):
        yield from _not_an_iri(coercion, prefixes)
    container = definition.get("@container", "@set")
    for one in container if isinstance(container, list) else [container]:
        if one not in ("@set", "@language", None):
            default = (f"the container {one!r} is not supported", "remove the @container")
            yield _CONTAINERS.get(one, default) if isinstance(one, str) else default
    if "@context" in definition:
        yield from _scoped_faults(definition["@context"], prefixes)


def _scoped_faults(scoped: Any, prefixes: Mapping[str, str]) -> Iterator[Problem]:
    if isinstance(scoped, str):
        yield "a linked context is not fetched", "copy its definitions here"
    elif not isinstance(scoped, dict):
        yield "a scoped @context is one object", 'write "@context": {"term": {"@id": "…"}}'
    else:
        inner = {**prefixes, **prefixes_of(scoped)}
        for key, definition in scoped.items():
            if key in _ENGINE:
                yield f"“{key}” {_FIXED[0]}", _FIXED[1]
            for problem, hint in _faults(key, definition, inner):
                yield f"“{key}” {problem}", hint


def _not_an_iri(name: Any, prefixes: Mapping[str, str]) -> Iterator[Problem]:
    if not isinstance(name, str) or not is_iri(expand_name(name, prefixes)):
        hint = "write a full IRI, or prefix:name with a prefix that the context defines"
        yield f"stands for {name!r}, which is not an IRI", hint
