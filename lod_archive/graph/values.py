"""Values of a record's keys: references, dates, words, texts by language, nested objects.

Each is checked as the context coerces it and left as the archivist wrote it. JSON-LD itself drops
in silence what it cannot read as an IRI; here that is an error with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lod_archive.errors import ModelError, did_you_mean
from lod_archive.graph.context import Context, Term
from lod_archive.graph.definitions import CONTEXT_SPEC
from lod_archive.graph.literals import SPEC as DATATYPES_SPEC
from lod_archive.graph.literals import datatype_missed
from lod_archive.graph.model import Model
from lod_archive.graph.nodes import ID_KEYS, TYPE_KEYS, Link, Node, Path, as_fragment, is_empty
from lod_archive.graph.problems import Problems, Record
from lod_archive.store.terms import is_iri
from lod_archive.vocab import edtf, iris, languages
from lod_archive.vocab.namespaces import EDTF, XSD

_NO_PROPERTIES: Final = frozenset({*ID_KEYS, *TYPE_KEYS, "statements"})
_VALUE_KEYWORDS: Final = frozenset({"@value", "@type", "@language"})
_INTEGER: Final = re.compile(r"-?\d+")
_FRAGMENT: Final = re.compile(r"\w[\w.-]*")
_TAG_SPEC: Final = "https://www.rfc-editor.org/rfc/rfc5646#section-2.1"
_CACHED: Final = 100_000


@dataclass(slots=True)
class Checked:
    """References and language tags already found good: most are used over and over."""

    references: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)

    def remember(self, reference: str) -> None:
        """Keep a good reference, within bounds."""
        if len(self.references) >= _CACHED:
            self.references.clear()
        self.references.add(reference)


class Values:
    """The values of one record.

    :attr:`nodes` collects the nodes of statements and nested objects, in the order in which they
    are met; :attr:`paths` says where in the record each of them is written.
    """

    def __init__(self, record: Record, model: Model, problems: Problems, checked: Checked) -> None:
        self.record = record
        self.model = model
        self.problems = problems
        self.checked = checked
        self.nodes: list[Node] = []
        self.paths: dict[str, Path] = {}
        self.context = model.context
        """The context that holds here; scoped contexts change it inside nested objects."""
        self._inherited = model.context
        """The context that nested objects begin with: without those of classes around them."""
        self._scoped: Mapping[str, Any] = {}
        """The definitions by which the inherited context differs from the archive's."""

    def add(self, node: Node, path: Path) -> None:
        """Keep a further node of the record's graph, written at this path."""
        self.nodes.append(node)
        self.paths[node["id"]] = path

    def unique(self, node_id: str) -> str:
        """The id for a new node, or with ``-2`` and so on where another node has it."""
        number, unique = 1, node_id
        while unique in self.paths:
            number += 1
            unique = f"{node_id}-{number}"
        return unique

    def given_id(self, written: Any, owner: str, path: Path) -> str | None:
        """The id that the author gives a node inside a record, or None if it cannot be one."""
        text = str(written).removeprefix(self.context.base).removeprefix(owner)
        fragment = text.removeprefix("#")
        given = f"{owner}#{fragment}"
        if not isinstance(written, str) or not _FRAGMENT.fullmatch(fragment):
            hint = f"leave the id out, write one like {owner}#name, or make it its own record"
            self.problem(path, f"{written!r} is not the id of a part of {owner}", hint)
            return None
        if given in self.paths:
            hint = "give each part an id of its own, or leave it out"
            self.problem(path, f"the id {written!r} is taken by another part of {owner}", hint)
            return None
        return given

    def problem(
        self,
        path: Path,
        message: str,
        hint: str | None = None,
        *,
        key: bool = False,
        spec: str | None = None,
    ) -> None:
        """Note a mistake at this path of the record; the expansion goes on."""
        at = self.record.locate(path, key=key)
        self.problems.add(ModelError(message, at=at, hint=hint, spec=spec))

    def term(self, key: str, path: Path) -> Term | None:
        """What a key means, or None, with the mistake noted, where nothing says."""
        term = self.context.terms.get(key)
        if term is not None:
            return term
        iri = self.context.expand_iri(key)
        if iri is not None and iri.startswith(self.context.base + iris.CLAIM_PREDICATES):
            hint = "write it under statements: {property: …, value: …, claim: …}"
            self.problem(path, f"“{key}” belongs to a statement", hint, key=True)
            return None
        if iri is not None:
            return Term(key, iri)
        if key.startswith("@"):
            self.problem(path, f"“{key}” cannot be used in a record", "remove it", key=True)
            return None
        if key == "statements":
            hint = "move them to the record itself, or make this its own record"
            self.problem(path, "a nested object has no statements", hint, key=True)
            return None
        near = did_you_mean(key, self.context.terms)
        hint = near or "a new property needs no code: define it in ontology/context.jsonld"
        spec = None if near else CONTEXT_SPEC
        self.problem(path, f"unknown key “{key}”", hint, key=True, spec=spec)
        return None

    def value(self, term: Term, value: Any, path: Path, child: str) -> Any:
        """The JSON-LD value for what a key has; None for what says nothing.

        :param child: the id that a nested object gets if it is one.
        """
        if term.is_language_map:
            return self.texts(value, path)
        kind = type(value)
        if kind is str:
            return self.text(term, value, path)
        if kind is list:
            return [
                self.value(term, item, (*path, index), child) for index, item in enumerate(value)
            ]
        if kind is dict:
            return None if is_empty(value) else self.mapping(term, value, path, child)
        return None if value is None else self.scalar(term, value, path)

    def text(self, term: Term, value: str, path: Path) -> str:
        """A text, checked as the context coerces it."""
        coercion = term.coercion
        if coercion is None:
            pass
        elif coercion == "@id":
            if value not in self.checked.references:
                self.reference(value, path)
        elif coercion == "@vocab":
            self.word(term, value, path)
        else:
            self.literal(coercion, value, path)
        return value

    def scalar(self, term: Term, value: Any, path: Path) -> Any:
        """A truth value, or an unquoted JSON number in the digits in which it was written."""
        if isinstance(value, str):
            if term.coercion is not None:
                return self.text(term, value, path)
            datatype = "integer" if _INTEGER.fullmatch(value) else "decimal"
            return {"@value": value, "@type": XSD["double" if "e" in value.lower() else datatype]}
        if isinstance(value, bool):
            word = "true" if value else "false"
            return value if term.coercion is None else self.text(term, word, path)
        self.problem(path, f"{value!r} cannot be a value", "write text, a list or a mapping")
        return None

    def literal(self, datatype: str, value: str, path: Path) -> None:
        """Check that a text is a literal of its datatype."""
        if datatype == EDTF.EDTF:
            self.date(value, path)
            return
        missed = datatype_missed(datatype, value)
        if missed is not None:
            hint = f"for example {missed.example}"
            self.problem(path, f"{value!r} is not a {missed.name}", hint, spec=DATATYPES_SPEC)

    def date(
        self, value: str, path: Path, calendar: edtf.Calendar = "gregorian"
    ) -> edtf.Edtf | None:
        """The date that a text means, or None, with the mistake noted, where it is none."""
        try:
            return edtf.parse(value, calendar)
        except edtf.EdtfError as error:
            hint = f"write {error.hint}" if error.hint else None
            self.problem(path, str(error), hint, spec=edtf.SPEC)
            return None

    def reference(self, value: str, path: Path) -> None:
        """Check that a text is a relative id, a known compact IRI or an absolute IRI."""
        if ":" in value:
            good = self.context.expand_iri(value) is not None
        else:
            good = iris.is_record_id(value.partition("#")[0]) and is_iri(self.context.base + value)
        if good:
            self.checked.remember(value)
            return
        prefix, colon, _ = value.partition(":")
        known = [*self.context.prefixes, *iris.SCHEMES]
        if not colon:
            self.problem(path, f"{value!r} is not an id", id_hint(value.partition("#")[0]))
        elif prefix not in known:
            hint = did_you_mean(prefix, known) or "write a full IRI: https://…"
            self.problem(path, f"{value!r} has the unknown prefix “{prefix}:”", hint)
        else:
            hint = "write it like https://example.org/a%20b, with %20 for a space, %22 for a quote"
            self.problem(path, f"{value!r} is not an IRI", hint, spec=iris.IRI_SPEC)

    def word(self, term: Term, value: str, path: Path) -> None:
        """Check that a text is a word of the context, such as a stance or a unit."""
        if self.context.expand_iri(value) is not None:
            return
        words = [key for key, known in self.context.terms.items() if not known.is_property]
        hint = did_you_mean(value, words) or "write a word that the context defines, or a full IRI"
        self.problem(path, f"{value!r} is not a word for “{term.key}”", hint)

    def texts(self, value: Any, path: Path) -> Mapping[str, Any] | None:
        """Texts by language tag; one without a tag is in the archive's language."""
        if isinstance(value, dict):
            for tag, text in value.items():
                if tag not in self.checked.tags:
                    self.tag(tag, (*path, tag))
                self._check_texts(text, (*path, tag), f"{{{tag}: …}}")
            return value
        if value is None:
            return None
        self._check_texts(value, path, "{en: …, ru: …}")
        return {self.context.language: value}

    def _check_texts(self, value: Any, path: Path, example: str) -> None:
        if type(value) is str:
            return
        for item in value if isinstance(value, list) else (value,):
            if not isinstance(item, str) and item is not None:
                hint = f"a text, or one mapping of texts by language, stands here: {example}"
                self.problem(path, f"{item!r} is not a text", hint)

    def tag(self, tag: str, path: Path) -> None:
        """Check a language tag."""
        if languages.is_well_formed(tag) or tag == "@none":
            self.checked.tags.add(tag)
            return
        hint = "write en, ru, uk, or ru-Latn-alalc97 for a transliteration"
        if " " in tag:
            hint = "a text with a comma inside {…} must be in quotes"
        elif languages.is_well_formed(tag.replace("_", "-")):
            hint = "write " + tag.replace("_", "-")
        self.problem(path, f"{tag!r} is not a language tag", hint, key=True, spec=_TAG_SPEC)

    def mapping(self, term: Term, value: Mapping[str, Any], path: Path, child: str) -> Any:
        """A JSON-LD value object, a reference ``{id: …}``, or a nested object."""
        if "@value" in value:
            return self.value_object(term, value, path)
        if term.has_literals:
            hint = f"write the value itself: {term.key}: …"
            self.problem(path, f"“{term.key}” has a plain value, not a mapping", hint)
            return None
        if len(value) == 1 and next(iter(value)) in ID_KEYS:
            ((key, reference),) = value.items()
            if isinstance(reference, str):
                self.reference(reference, (*path, key))
                return {"id": str(reference)}
        return self.nested(term, value, path, child)

    def value_object(self, term: Term, value: Mapping[str, Any], path: Path) -> Any:
        """A `JSON-LD value object <https://www.w3.org/TR/json-ld11/#value-objects>`_."""
        for key in value:
            if key not in _VALUE_KEYWORDS:
                self.problem((*path, key), f"“{key}” cannot stand beside @value", key=True)
        literal, kind, tag = (value.get(key) for key in ("@value", "@type", "@language"))
        if isinstance(literal, bool) and kind is None and tag is None:
            return literal
        if not isinstance(literal, str):
            self.problem((*path, "@value"), f"{literal!r} is not a text or a number")
        elif tag is not None and kind is not None:
            hint = "a text has a @language, any other literal a @type: remove one of them"
            self.problem((*path, "@language"), "@language cannot stand beside @type", hint)
        elif tag is not None:
            self.tag(str(tag), (*path, "@language"))
        elif kind is not None:
            datatype = self.context.expand_iri(str(kind))
            if datatype is None:
                hint = did_you_mean(str(kind), self.context.terms) or "for example xsd:gYear"
                self.problem((*path, "@type"), f"{kind!r} is not a datatype", hint)
            else:
                self.literal(datatype, literal, (*path, "@value"))
        elif type(literal) is not str:
            return self.scalar(Term(term.key, term.iri), literal, path)
        return dict(value)

    def nested(self, term: Term, value: Mapping[str, Any], path: Path, child: str) -> Any:
        """A nested object: it becomes a node, named after its parent where it has no id."""
        key = next((key for key in ID_KEYS if value.get(key) is not None), None)
        given = self.given_id(value[key], iris.entity_of(child), (*path, key)) if key else None
        outside = self.context, self._inherited, self._scoped
        if term.scoped:
            self._inherited = self._inherited.within(term.scoped)
            self._scoped = {**self._scoped, **term.scoped}
        self.context = self._inherited
        node: Node = {"@context": self._scoped} if self._scoped else {}
        node["id"] = given or self.unique(child)
        self.add(node, path)
        self.add_types(value, node, path)
        if "type" not in node and term.iri in self.model.ranges:
            node["type"] = self._with_superclasses(self.model.ranges[term.iri])
        self.properties(value, node, path)
        self.context, self._inherited, self._scoped = outside
        return Link(node["id"]) if term.is_reference else {"id": Link(node["id"])}

    def properties(self, data: Mapping[str, Any], node: Node, path: Path) -> None:
        """Put what each key of the data says into the node, under the context of its classes."""
        outside = self.context
        self.context = self._of_classes(node.get("type"))
        start = node["id"] + ("-" if "#" in node["id"] else "#")
        for key, value in data.items():
            if key in _NO_PROPERTIES and not (path and key == "statements"):
                continue
            at = (*path, key)
            term = self.term(key, at)
            if term is not None and value is not None:
                node[key] = self.value(term, value, at, start + as_fragment(key))
        self.context = outside

    def _of_classes(self, kinds: Any) -> Context:
        """The context inside things of these classes, which `reaches no further inwards
        <https://www.w3.org/TR/json-ld11/#type-scoped-contexts>`_.
        """
        context = self.context
        for kind in kinds if isinstance(kinds, list) else (kinds,):
            term = context.terms.get(kind) if isinstance(kind, str) else None
            if term is not None and term.scoped:
                context = context.within(term.scoped)
        return context

    def add_types(self, data: Mapping[str, Any], node: Node, path: Path) -> None:
        """Give the node its classes, where the data names any: of the context, or IRIs."""
        key = next((key for key in TYPE_KEYS if not is_empty(data.get(key))), None)
        if key is None:
            return
        known = self.context.terms
        kinds = data[key]
        for kind in kinds if isinstance(kinds, list) else (kinds,):
            if isinstance(kind, str):
                term = known.get(kind)
                if term.is_class if term else self.context.expand_iri(kind):
                    continue
            near = did_you_mean(str(kind), [name for name, term in known.items() if term.is_class])
            hint = near or "write a class of the context, such as Event or Person, or a full IRI"
            self.problem((*path, key), f"unknown type {kind!r}", hint)
        node["type"] = self._with_superclasses(kinds)

    def _with_superclasses(self, kinds: object) -> object:
        """The classes, and the built-in ones that these are below."""
        superclasses = self.model.superclasses
        named = kinds if isinstance(kinds, list) else [kinds]
        known = [self.context.expand_iri(kind) for kind in named if isinstance(kind, str)]
        above = {
            iri: term for each in known for iri, term in superclasses.get(each or "", {}).items()
        }
        more = [term for iri, term in above.items() if iri not in known]
        return [*named, *more] if more else kinds


def id_hint(text: str) -> str:
    """What to write instead of a text that is no id."""
    suggestion = iris.slug(text)
    shape = "an id is collection/slug in a-z, 0-9 and hyphens"
    is_whole = sum(map(str.isalnum, suggestion)) == sum(map(str.isalnum, text))
    if is_whole and iris.is_record_id(suggestion) and suggestion != text:
        return f"{shape}: write {suggestion}"
    return f"{shape}, for example event/record-shift-1935"
