"""A profile is a folder: a view as SPARQL, what its consumer requires as SHACL, and a crosswalk.

::

    edm/
      construct.rq     the view; its front matter says what it is called and whom it is for
      linked.rq        where it has one: what is said of what the records lead to
      shapes.ttl       what the consumer requires of it
      schema.xsd       what its serialiser writes in XML; schema.json: in JSON
      README.md        the crosswalk: what becomes what, and what is lost
      serialiser.py    OUTPUTS, where the target is not RDF (or is RDF of a set shape)

The query is a CONSTRUCT that asks about ``?record`` and is put to some records at a time, of which
the pattern of its WHERE is asked one by one. Nothing stands after that. Its front matter::

    # title: Europeana Data Model
    # title ru: Модель данных Europeana
    # description: What Europeana takes.
    # iri: http://www.europeana.eu/schemas/edm/
    # classes: schema:ScholarlyArticle schema:MediaObject
    # formats: jsonld ttl

What a serialiser writes in XML or JSON is judged record by record by the schema of that name, in
each export and in each answer over HTTP (:mod:`.judging`); RDF is judged by the shapes alone.

Many records lead to the same people and topics. ``linked.rq`` says of them what their records need:
another such CONSTRUCT about ``?record``, which is every IRI of the archive that the view has as an
object, but a record's own and those of documents, and that of the dataset; asked once for each.
Shapes do not see it, serialisers do.

``classes`` are those of the records that it is for; ``formats`` are RDF formats, none if a
serialiser writes it. ``datatypes``, pairs of a property and the datatype of its values, restores
what the store forgets: to it, an ``xsd:nonNegativeInteger`` is an ``xsd:integer``. ``takes: all``
says that the query takes whatever a record has, so that its serialiser alone knows what is lost.
``partly: yes`` says that the query takes some properties from some records, or to some things,
alone: then every value of theirs that a view lacks is counted as lost, but for those of the
properties in ``otherwise``, which it tells in another form. ``merged`` names the properties that
become one with others: what tells them apart is counted as lost.
``view: wikibase`` takes the query of the profile of that name, and its classes, where only what is
made of them differs. No prefix is known but those that the query declares, and ``p:``, ``ps:``,
``pq:`` and the empty one, which are the archive's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import Location, QueryError, did_you_mean
from lod_archive.publish.profiles.output import Output
from lod_archive.query.front_matter import read_entries, read_text
from lod_archive.query.tokens import tokens
from lod_archive.shacl import Shapes
from lod_archive.vocab.formats import format_of
from lod_archive.vocab.namespaces import DCAT, RDF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HERE: Final = Path(__file__).parent
_QUERY: Final = "construct.rq"
_LINKED: Final = "linked.rq"
_SERIALISER: Final = "serialiser.py"
_KEYS: Final = (
    *("title", "description", "iri", "classes", "formats", "datatypes"),
    *("takes", "partly", "otherwise", "merged", "view"),
)
_WHERE: Final = re.compile(r"^WHERE\s*\{", re.MULTILINE)
_PREFIX: Final = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Profile:
    """A view of the archive for one kind of consumer.

    :param name: what it is called on the command line and in addresses.
    :param iri: what it is called in the negotiation by profile.
    :param titles: its title in other languages, by their tags; so ``descriptions``.
    :param classes: the IRIs of the classes of the records that it shows.
    :param construct: the query.
    :param prefixes: those that the query declares.
    :param datatypes: property → the datatype of its values, where the store does not keep it.
    :param linked: the query about what records lead to.
    :param takes_all: whether the query takes all properties, without naming them.
    :param takes_partly: whether the query takes some values of a property, and leaves out others.
    :param otherwise: the properties whose values it tells in another form.
    :param merged: the properties that it tells as others are told.
    :param outputs: the forms that it is written in, the most liked first.
    """

    name: str
    title: str
    description: str
    iri: str
    classes: tuple[str, ...]
    construct: str
    prefixes: Mapping[str, str]
    folder: Path
    outputs: tuple[Output, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    datatypes: Mapping[str, str] = field(default_factory=dict)
    linked: str | None = None
    takes_all: bool = False
    takes_partly: bool = False
    otherwise: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()

    def of_records(self, listed: str) -> str:
        """The query about these records, written as IRIs of SPARQL."""
        return _about(self.construct, listed)

    def of_linked(self, listed: str) -> str | None:
        """The query about what records lead to; None if the view itself says it."""
        return None if self.linked is None else _about(self.linked, listed)

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The IRIs that stand in its query; names with prefixes of archives stand as they are."""
        return self.named_in(self.construct)

    def named_in(self, query: str) -> frozenset[str]:
        """The IRIs that stand in a query with its prefixes."""
        found = set()
        for token in tokens(query):
            if token.kind == "iri":
                found.add(token.text[1:-1])
            elif token.kind == "name":
                prefix, _, local = token.text.partition(":")
                found.add(self.prefixes.get(prefix, f"{prefix}:") + local)
        return frozenset(found)

    @property
    def of_dataset(self) -> bool:
        """Whether it shows the description of the dataset, which publications alone have."""
        return DCAT.Dataset in self.classes

    @property
    def shapes(self) -> Path:
        """The file of what the consumer requires."""
        return self.folder / "shapes.ttl"

    @cached_property
    def requirements(self) -> Shapes:
        """The shapes in that file, read once."""
        return Shapes.read([str(self.shapes)])

    @cached_property
    def looked_at(self) -> frozenset[str]:
        """The predicates that shapes can look at: all IRIs in them. To load no others saves time.

        Profiles use SHACL Core without ``sh:closed``, which looks at all; a test sees to it.
        """
        quads = ox.parse(path=self.shapes, format=ox.RdfFormat.TURTLE)
        named = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
        return frozenset({*named, RDF.type})

    def output(self, extension: str | None = None) -> Output:
        """The form with this extension; the most liked one if none is named.

        :raises QueryError: if there is none.
        """
        for each in self.outputs:
            if extension in (None, each.extension):
                return each
        known = [each.extension for each in self.outputs]
        raise QueryError(
            f"the profile “{self.name}” has no form “{extension}”",
            hint=did_you_mean(extension or "", known) or f"it has {', '.join(known)}",
        )


def _about(query: str, listed: str) -> str:
    """The query, put to these IRIs one by one.

    ``LATERAL`` keeps the engine from joining each of them with a table of all:
    https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md
    """
    found = _WHERE.search(query)
    assert found is not None  # noqa: S101 it was seen when it was read
    head, pattern = query[: found.start()], query[found.end() :]
    pattern = pattern.rstrip().removesuffix("}")
    return f"{head}WHERE {{ VALUES ?record {{ {listed} }} LATERAL {{ {pattern} }} }}"


@cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by their names."""
    folders = sorted(path.parent for path in _HERE.glob(f"*/{_QUERY}"))
    return {folder.name: read_profile(folder) for folder in folders}


def find_profile(name: str) -> Profile:
    """The profile of this name or IRI.

    :raises QueryError: if there is none; with the nearest names.

    >>> find_profile("dc").title
    'Dublin Core'
    """
    known = profiles()
    for profile in known.values():
        if name in (profile.name, profile.iri):
            return profile
    raise QueryError(
        f"there is no profile “{name}”",
        hint=did_you_mean(name, known) or f"there are {', '.join(known)}",
    )


def read_profile(folder: Path) -> Profile:
    """The profile in a folder.

    :raises QueryError: if its query cannot be read, or says too little of itself.
    """
    path = folder / _QUERY
    text = read_text(path)
    entries = read_entries(path, text, _KEYS)
    said = {entry.key: entry.text for entry in entries if entry.name is None}
    titles, descriptions = (
        {entry.name: entry.text for entry in entries if entry.key == key and entry.name}
        for key in ("title", "description")
    )
    if "view" in said:
        other = _of_another(folder, said, read_profile(_HERE / said["view"]))
        return replace(other, titles=titles, descriptions=descriptions)
    prefixes = dict(_PREFIX.findall(text))
    for key in ("iri", "classes"):
        if key not in said:
            raise QueryError(
                f"the profile has no “{key}”", at=Location(str(path), 1), hint=f"say # {key}: …"
            )
    linked = folder / _LINKED
    about_linked = read_text(linked) if linked.is_file() else None
    for one, at in ((text, path), (about_linked, linked)):
        if one is not None and not (_WHERE.search(one) and one.rstrip().endswith("}")):
            raise QueryError(
                "the view is no CONSTRUCT that ends with WHERE { … }", at=Location(str(at))
            )
    typed = _expanded_all(said.get("datatypes", ""), prefixes, path)
    return Profile(
        name=folder.name,
        title=said["title"],
        description=said.get("description", ""),
        iri=said["iri"],
        classes=_expanded_all(said["classes"], prefixes, path),
        construct=text,
        prefixes=prefixes,
        folder=folder,
        outputs=(*_rdf(said.get("formats", "").split(), path), *_others(folder)),
        titles=titles,
        descriptions=descriptions,
        datatypes=dict(zip(typed[::2], typed[1::2], strict=True)),
        linked=about_linked,
        takes_all=said.get("takes") == "all",
        takes_partly="partly" in said,
        otherwise=_expanded_all(said.get("otherwise", ""), prefixes, path),
        merged=_expanded_all(said.get("merged", ""), prefixes, path),
    )


def _of_another(folder: Path, said: Mapping[str, str], other: Profile) -> Profile:
    """A profile that makes something else of another's view, perhaps of fewer classes."""
    path, named = folder / _QUERY, "classes" in said
    return replace(
        other,
        name=folder.name,
        title=said["title"],
        description=said.get("description", ""),
        iri=said["iri"],
        classes=_expanded_all(said["classes"], other.prefixes, path) if named else other.classes,
        folder=folder,
        outputs=_others(folder),
    )


def _expanded_all(names: str, prefixes: Mapping[str, str], path: Path) -> tuple[str, ...]:
    return tuple(_expanded(name, prefixes, path) for name in names.split())


def _expanded(name: str, prefixes: Mapping[str, str], path: Path) -> str:
    prefix, _, local = name.partition(":")
    if prefix not in prefixes:
        raise QueryError(f"no prefix “{prefix}:” is declared for {name}", at=Location(str(path)))
    return prefixes[prefix] + local


def _rdf(extensions: Sequence[str], path: Path) -> list[Output]:
    formats = [(name, format_of(name)) for name in extensions]
    for name, found in formats:
        if found is None:
            raise QueryError(f"“{name}” is no RDF format", at=Location(str(path)))
    return [Output(found) for _, found in formats if found]


def _others(folder: Path) -> tuple[Output, ...]:
    """The forms that the profile's own serialiser writes."""
    if not (folder / _SERIALISER).is_file():
        return ()
    module = import_module(f"{__package__}.{folder.name}.serialiser")
    outputs: tuple[Output, ...] = module.OUTPUTS
    return outputs
