"""What the publication says of itself, to catalogues (DCAT), to Linked Data (VoID), of its making.

Everything is computed: counts and links from the data, sizes and checksums from the files, texts
from the settings. `DCAT 3 <https://www.w3.org/TR/vocab-dcat-3/>`_,
`VoID <https://www.w3.org/TR/void/>`_, `PROV-O <https://www.w3.org/TR/prov-o/>`_; and
`DCAT-AP 3.0.1 <https://semiceu.github.io/DCAT-AP/releases/3.0.1/>`_, for whose sake the class of
each licence, media type or language is said, although the vocabularies say it already.

==============================  ===========================================================
``<base>dataset``               the dataset, to DCAT and VoID at once
``<base>dataset#dump-nt-gz``    a distribution: one for each file of the dumps
``<base>dataset#export-dc.xml`` a distribution: one for each export by a profile
``…#class-schema.Event``        a partition; so ``…#property-p.date``
``…#links-schema.sameAs-HOST``  the links by one property to one other dataset
``…#target-HOST``               that other dataset
``<base>activity/build``        the making of it
==============================  ===========================================================

The description is a document of its own (``doc/dataset``, and ``void.ttl``) and **not in the
dumps**, whose checksums it gives.

The hash of the dataset (:mod:`.canonical`) is ``arc:canonicalHash`` on the dataset, beside an
``spdx:Checksum`` for each file: an ``spdx:Checksum`` is of a file's bytes, its list of algorithms
has no RDFC-1.0, and DCAT has ``spdx:checksum`` on distributions only, of which the dataset's
canonical form is none.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote

import pyoxigraph as ox

from lod_archive.publish.documents import write_graph
from lod_archive.publish.serialization import archive_prefixes
from lod_archive.publish.statistics import count
from lod_archive.publish.subjects import Subject, join
from lod_archive.version import __version__
from lod_archive.vocab import formats, iris
from lod_archive.vocab.namespaces import (
    ARC,
    DCAT,
    DCTERMS,
    FOAF,
    ISO639_1,
    ISO639_2,
    MEDIA_TYPES,
    PREFIXES,
    PROV,
    SCHEMA,
    SPDX,
    VCARD,
    VOID,
    XSD,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from lod_archive.archive import Settings
    from lod_archive.publish.dumps import DumpFile, Dumps
    from lod_archive.publish.exports import ExportFile
    from lod_archive.publish.statistics import Statistics
    from lod_archive.shacl.validated import ValidatedGraph
    from lod_archive.store.embedded import TripleStore

DESCRIPTION: Final = iris.DOCUMENTS + iris.DATASET
WELL_KNOWN: Final = "void.ttl"
"""The copy of the description under the name that
`VoID §7.2 <https://www.w3.org/TR/void/#well-known>`_ leads to."""

EXAMPLES: Final = 10
"""How many example resources are named: one for each of the most frequent classes."""


@dataclass(frozen=True, slots=True)
class Build:
    """What the caller knows of the making of a publication. There is no clock in it.

    :param revision: the version of the records, such as a Git commit.
    :param used: the IRIs of what was used beside the records.
    """

    revision: str | None = None
    used: tuple[str, ...] = ()


def write_description(
    valid: ValidatedGraph,
    publication: Path,
    settings: Settings,
    dumps: Dumps,
    *,
    exports: Sequence[ExportFile] = (),
    build: Build | None = None,
) -> Statistics:
    """Count what the dumps hold and write the description: ``doc/dataset.*`` and ``void.ttl``."""
    statistics = count(publication / dumps.union, settings.base)
    names = {iri: _names(valid.dataset.store, iri) for iri in _agents(settings).values()}
    quads = describe(settings, statistics, dumps, exports=exports, names=names, build=build)
    write_graph(publication, iris.DATASET, quads, settings.base)
    turtle = publication / iris.document_path(iris.DATASET, formats.TURTLE.extension)
    shutil.copyfile(turtle, publication / WELL_KNOWN)
    return statistics


def describe(
    settings: Settings,
    statistics: Statistics,
    dumps: Dumps,
    *,
    exports: Sequence[ExportFile] = (),
    names: Mapping[str, Sequence[ox.Literal]] | None = None,
    build: Build | None = None,
) -> list[ox.Quad]:
    """The description of the dataset, in the graph ``<base>doc/dataset``.

    The quads stand subject by subject, in an order that depends on the data alone.

    :param names: what the publisher and the creator are called, by IRI.
    """
    base, made = settings.base, build or Build()
    dataset = Subject(base + iris.DATASET, graph=base + DESCRIPTION)
    return join(
        _document(dataset, settings),
        _dataset(dataset, settings),
        *(_agent(dataset.sibling(iri), called) for iri, called in (names or {}).items()),
        _contact(dataset, settings),
        _counts(dataset, statistics, dumps),
        *(_distribution(dataset, settings, file) for file in dumps.files),
        *(_export(dataset, settings, file) for file in exports),
        _partitions(dataset, statistics, base),
        _links(dataset, statistics, base),
        _activity(dataset, base, made),
    )


def credit(settings: Settings) -> list[ox.Quad]:
    """Who publishes, made and keeps the dataset: what needs no publication to be told of it.

    >>> from lod_archive.archive import Settings
    >>> settings = Settings("https://example.org/", {"en": "Mine"}, publisher="organization/museum")
    >>> [quad.object.value for quad in credit(settings)]
    ['https://example.org/organization/museum']
    """
    dataset = Subject(settings.base + iris.DATASET, graph=settings.base + DESCRIPTION)
    return [*_credit(dataset, settings)]


def _credit(dataset: Subject, settings: Settings) -> Iterator[ox.Quad]:
    for predicate, iri in _agents(settings).items():
        yield dataset.link(predicate, iri)
    if settings.marc_organization:
        yield dataset.literal(ARC.marcOrganization, settings.marc_organization, XSD.string)


def _document(dataset: Subject, settings: Settings) -> Iterator[ox.Quad]:
    document = dataset.sibling(dataset.graph)
    yield document.a(FOAF.Document)
    yield document.a(VOID.DatasetDescription)
    yield document.link(FOAF.primaryTopic, dataset.iri)
    yield document.link(DCTERMS.license, settings.license)
    yield document.link(PROV.wasGeneratedBy, settings.base + iris.BUILD)
    for tag, title in settings.title.items():
        yield document.text(DCTERMS["title"], title, tag)


def _dataset(dataset: Subject, settings: Settings) -> Iterator[ox.Quad]:
    base = settings.base
    yield dataset.a(DCAT.Dataset)
    yield dataset.a(VOID.Dataset)
    for tag, title in settings.title.items():
        yield dataset.text(DCTERMS["title"], title, tag)
    for tag, description in (settings.description or settings.title).items():
        yield dataset.text(DCTERMS.description, description, tag)
    for keyword in settings.keywords:
        yield dataset.text(DCAT.keyword, keyword, settings.language)
    yield from dataset.of_class(
        DCTERMS.language, _language(settings.language), DCTERMS.LinguisticSystem
    )
    yield from dataset.of_class(DCTERMS.license, settings.license, DCTERMS.LicenseDocument)
    yield from _credit(dataset, settings)
    yield from dataset.of_class(DCAT.landingPage, settings.homepage or base, FOAF.Document)
    yield dataset.link(FOAF.homepage, settings.homepage or base)
    yield dataset.link(PROV.wasGeneratedBy, base + iris.BUILD)


def _agents(settings: Settings) -> dict[str, str]:
    """Who publishes and who made the dataset, as far as the settings say."""
    agents = {DCTERMS.publisher: settings.publisher, DCTERMS.creator: settings.creator}
    return {
        predicate: agent if iris.has_known_scheme(agent) else settings.base + agent
        for predicate, agent in agents.items()
        if agent
    }


def _names(store: TripleStore, iri: str) -> list[ox.Literal]:
    """What somebody is called, by language, in the records."""
    found = store.query(
        "SELECT ?agent ?name { ?agent schema:name ?name }",
        prefixes=PREFIXES,
        substitutions={"agent": ox.NamedNode(iri)},
    )
    names = [row["name"] for row in cast("ox.QuerySolutions", found)]
    literals = [name for name in names if isinstance(name, ox.Literal)]
    return sorted(literals, key=lambda name: (name.language or "", name.value))


def _agent(agent: Subject, names: Sequence[ox.Literal]) -> Iterator[ox.Quad]:
    if names:
        yield agent.a(FOAF.Agent)
    for name in names:
        yield agent.value(FOAF.name, name)


def _contact(dataset: Subject, settings: Settings) -> Iterator[ox.Quad]:
    if not settings.contact:
        return
    contact = dataset.part("contact")
    yield dataset.link(DCAT.contactPoint, contact.iri)
    yield contact.a(VCARD.Kind)
    if iris.has_known_scheme(settings.contact):
        yield contact.link(VCARD.hasURL, settings.contact)
    else:
        yield contact.link(VCARD.hasEmail, f"mailto:{settings.contact}")


def _counts(dataset: Subject, statistics: Statistics, dumps: Dumps) -> Iterator[ox.Quad]:
    for predicate, number in (
        (VOID.triples, statistics.triples),
        (VOID.entities, statistics.entities),
        (VOID.classes, len(statistics.classes)),
        (VOID.properties, len(statistics.properties)),
        (VOID.distinctSubjects, statistics.subjects),
        (VOID.distinctObjects, statistics.objects),
    ):
        yield dataset.number(predicate, number)
    yield dataset.literal(ARC.canonicalHash, dumps.dataset.sha256, XSD.hexBinary)
    yield dataset.literal(VOID.uriSpace, dataset.iri.removesuffix(iris.DATASET), XSD.string)
    examples = [found.example for found in statistics.classes if found.example]
    for example in list(dict.fromkeys(examples))[:EXAMPLES]:
        yield dataset.link(VOID.exampleResource, example)
    for namespace in _vocabularies(statistics):
        yield dataset.link(VOID.vocabulary, namespace)
    for known in formats.DUMP_FORMATS:
        if known.iri:
            yield dataset.link(VOID.feature, known.iri)


def _distribution(dataset: Subject, settings: Settings, file: DumpFile) -> Iterator[ox.Quad]:
    suffix = "-gz" if file.is_compressed else ""
    distribution = dataset.part(f"dump-{file.format.extension}{suffix}")
    checksum = dataset.part(f"dump-{file.format.extension}{suffix}-checksum")
    url = settings.base + file.path
    title = f"{file.format.name}, gzip" if file.is_compressed else file.format.name
    yield dataset.link(DCAT.distribution, distribution.iri)
    yield dataset.link(VOID.dataDump, url)
    yield distribution.a(DCAT.Distribution)
    yield distribution.text(DCTERMS["title"], title, "en")
    yield distribution.link(DCAT.accessURL, url)
    yield distribution.link(DCAT.downloadURL, url)
    yield from distribution.of_class(
        DCAT.mediaType, MEDIA_TYPES[file.format.media_type], DCTERMS.MediaType
    )
    if file.is_compressed:
        gzip = MEDIA_TYPES["application/gzip"]
        yield from distribution.of_class(DCAT.compressFormat, gzip, DCTERMS.MediaType)
    if file.format.iri:
        yield from distribution.of_class(
            DCTERMS["format"], file.format.iri, DCTERMS.MediaTypeOrExtent
        )
    yield distribution.literal(DCAT.byteSize, str(file.size), XSD.nonNegativeInteger)
    yield distribution.link(DCTERMS.license, settings.license)
    yield from _checksum(distribution, checksum, file.sha256)


def _export(dataset: Subject, settings: Settings, file: ExportFile) -> Iterator[ox.Quad]:
    """What is written by a profile is a distribution that conforms to it; it is no dump."""
    name = file.path.removeprefix(iris.EXPORTS)
    distribution = dataset.part(f"export-{name}")
    url = settings.base + file.path
    yield dataset.link(DCAT.distribution, distribution.iri)
    yield distribution.a(DCAT.Distribution)
    names = dict.fromkeys((file.profile.title, file.format.name))
    yield distribution.text(DCTERMS["title"], ", ".join(names), "en")
    if file.profile.description:
        yield distribution.text(DCTERMS.description, file.profile.description, "en")
    yield distribution.link(DCAT.accessURL, url)
    yield distribution.link(DCAT.downloadURL, url)
    yield from distribution.of_class(DCTERMS.conformsTo, file.profile.iri, DCTERMS.Standard)
    media_type = file.format.media_type.partition(";")[0]
    yield from distribution.of_class(DCAT.mediaType, MEDIA_TYPES[media_type], DCTERMS.MediaType)
    written_in = file.format.iri or MEDIA_TYPES[media_type]
    yield from distribution.of_class(DCTERMS["format"], written_in, DCTERMS.MediaTypeOrExtent)
    yield distribution.link(DCTERMS.license, settings.license)
    if file.size is not None and file.sha256 is not None:
        yield distribution.literal(DCAT.byteSize, str(file.size), XSD.nonNegativeInteger)
        yield from _checksum(distribution, dataset.part(f"export-{name}-checksum"), file.sha256)


def _checksum(distribution: Subject, checksum: Subject, sha256: str) -> Iterator[ox.Quad]:
    yield distribution.link(SPDX.checksum, checksum.iri)
    yield checksum.a(SPDX.Checksum)
    yield from checksum.of_class(
        SPDX.algorithm, SPDX.checksumAlgorithm_sha256, SPDX.ChecksumAlgorithm
    )
    yield checksum.literal(SPDX.checksumValue, sha256, XSD.hexBinary)


def _partitions(dataset: Subject, statistics: Statistics, base: str) -> Iterator[ox.Quad]:
    for found in statistics.classes:
        partition = dataset.part(f"class-{_name(found.iri, base)}")
        yield dataset.link(VOID.classPartition, partition.iri)
        yield partition.a(VOID.Dataset)
        yield partition.link(VOID["class"], found.iri)
        yield partition.number(VOID.entities, found.instances)
    for used in statistics.properties:
        partition = dataset.part(f"property-{_name(used.iri, base)}")
        yield dataset.link(VOID.propertyPartition, partition.iri)
        yield partition.a(VOID.Dataset)
        yield partition.link(VOID.property, used.iri)
        yield partition.number(VOID.triples, used.triples)
        yield partition.number(VOID.distinctSubjects, used.subjects)


def _links(dataset: Subject, statistics: Statistics, base: str) -> Iterator[ox.Quad]:
    targets: dict[str, str] = {}
    for found in statistics.links:
        links = dataset.part(f"links-{_name(found.predicate, base)}-{_name(found.origin, base)}")
        target = dataset.part(f"target-{_name(found.origin, base)}")
        targets[found.target] = target.iri
        yield dataset.link(VOID.subset, links.iri)
        yield links.a(VOID.Linkset)
        yield links.link(VOID.linkPredicate, found.predicate)
        yield links.link(VOID.subjectsTarget, dataset.iri)
        yield links.link(VOID.objectsTarget, target.iri)
        yield links.number(VOID.triples, found.triples)
    for namespace, iri in sorted(targets.items()):
        yield dataset.sibling(iri).a(VOID.Dataset)
        yield dataset.sibling(iri).literal(VOID.uriSpace, namespace, XSD.string)


def _activity(dataset: Subject, base: str, build: Build) -> Iterator[ox.Quad]:
    activity = dataset.sibling(base + iris.BUILD)
    software = activity.part("software")
    yield activity.a(PROV.Activity)
    yield activity.link(PROV.generated, dataset.iri)
    for used in build.used:
        yield activity.link(PROV.used, used)
    yield activity.link(PROV.wasAssociatedWith, software.iri)
    yield software.a(PROV.SoftwareAgent)
    yield software.a(SCHEMA.SoftwareApplication)
    yield software.literal(SCHEMA.name, "lod_archive", XSD.string)
    yield software.literal(SCHEMA.softwareVersion, __version__, XSD.string)
    if build.revision:
        yield dataset.literal(DCAT.version, build.revision, XSD.string)


def _language(tag: str) -> str:
    language = tag.partition("-")[0].lower()
    return ISO639_1[language] if len(language) == 2 else ISO639_2[language]


def _name(iri: str, base: str) -> str:
    """What an IRI is called in the IRI of a part: with a known prefix, else as it is.

    >>> _name("https://schema.org/Event", "https://example.org/")
    'schema.Event'
    >>> _name("https://viaf.org", "https://example.org/")
    'https-viaf.org'
    """
    prefixes = archive_prefixes(base)
    known = [prefix for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if known:
        prefix = max(known, key=lambda prefix: len(prefixes[prefix]))
        iri = f"{prefix}.{iri.removeprefix(prefixes[prefix])}"
    return quote(iri.replace("://", "-", 1), safe="/")


def _vocabularies(statistics: Statistics) -> list[str]:
    """The namespaces of the classes and properties in use: known ones, else by their form."""
    terms = [found.iri for found in statistics.classes + statistics.properties]
    return sorted({_namespace(term, PREFIXES) for term in terms})


def _namespace(term: str, known: Mapping[str, str]) -> str:
    """The namespace of a term.

    >>> _namespace("https://example.org/terms#pit", {})
    'https://example.org/terms#'
    """
    longest = max((iri for iri in known.values() if term.startswith(iri)), key=len, default=None)
    return str(longest) if longest else term[: max(term.rfind("/"), term.rfind("#")) + 1] or term
