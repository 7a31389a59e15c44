"""What a document is to others, as links: for machines that read no HTML (FAIR Signposting).

https://signposting.org/FAIR/, https://www.rfc-editor.org/rfc/rfc8288, and for link sets
https://www.rfc-editor.org/rfc/rfc9264
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lod_archive.vocab import iris
from lod_archive.vocab.formats import HTML, N_TRIPLES
from lod_archive.vocab.namespaces import DCTERMS, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.server.site import Document, Site

LINKSET: Final = "linkset"
"""The extension of a document's link set."""
LINKSET_TYPE: Final = "application/linkset+json"
_DUMP: Final = re.compile(re.escape(iris.DUMPS) + r"[a-z]+\Z")


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link.

    :param href: an IRI, or a path that the server has.
    :param profile: the IRI of the profile that the target is written by.
    """

    href: str
    relation: str
    media_type: str | None = None
    profile: str | None = None

    def __str__(self) -> str:
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        profile = f'; formats="{self.profile}"' if self.profile else ""
        return f'<{self.href}>; rel="{self.relation}"{kind}{profile}'


class Links:
    """The links of documents.

    :param prefix: what stands before every path of the server.
    """

    def __init__(self, site: Site, prefix: str) -> None:
        self._site = site
        self._prefix = prefix

    def of(self, document: Document) -> list[Link]:
        """Those of a document, whichever of its representations is sent."""
        return [*self._of_page(document), self._linkset(document)]

    def of_representation(self, document: Document, name: str) -> list[Link]:
        """Those of a representation with a URL of its own, by the path of its file."""
        page = self._site.base + document.name
        if name.endswith(f".{HTML.extension}"):
            return self.of(document)
        return [Link(page, "describes", HTML.media_type), Link(page, "canonical")]

    def of_dump(self) -> list[Link]:
        """Those of everything at once: what it is a dump of, and its licence."""
        site = self._site
        links = [Link(site.base + iris.DATASET, "collection")]
        dataset = site.documents.get(iris.DOCUMENTS + iris.DATASET)
        if dataset is not None:
            _, license_ = self._facts(dataset, site.base + iris.DATASET)
            links += (Link(iri, "license") for iri in license_)
        return links

    def linkset(self, document: Document) -> bytes:
        """All of them as a link set, for the document and for its representations."""
        page = self._site.base + document.name
        sets = [_as_context(page, self._of_page(document))]
        sets += (
            _as_context(f"{self._prefix}/{file.name}", self.of_representation(document, file.name))
            for file in document.variants
            if file.media_type != HTML.media_type
        )
        return json.dumps({"linkset": sets}, indent=1).encode()

    def _of_page(self, document: Document) -> list[Link]:
        site, thing = self._site, self._site.base + document.thing
        types, license_ = self._facts(document, thing)
        links = [Link(thing, "cite-as"), Link(site.base + document.name, "canonical")]
        links += (Link(iri, "type") for iri in (*types, SCHEMA.AboutPage))
        links += (Link(iri, "license") for iri in license_)
        for file in document.variants:
            path = f"{self._prefix}/{file.name}"
            links.append(Link(path, "alternate", file.media_type))
            if file.media_type != HTML.media_type:
                links.append(Link(path, "describedby", file.media_type))
        if document.thing == iris.DATASET:
            links += self._dumps()
        else:
            links.append(Link(site.base + iris.DATASET, "collection"))
        return links

    def _dumps(self) -> Iterator[Link]:
        for file in self._site.files.values():
            if _DUMP.match(file.name):
                yield Link(f"{self._prefix}/{file.name}", "item", file.media_type)

    def _linkset(self, document: Document) -> Link:
        return Link(f"{self._prefix}/{document.name}.{LINKSET}", "linkset", LINKSET_TYPE)

    def _facts(self, document: Document, thing: str) -> tuple[list[str], list[str]]:
        """The classes of what the document is about, and its licences."""
        file = document.variant(N_TRIPLES.extension)
        if file is None:
            return [], []
        text = self._site.folder.read(file.name).decode()
        page = self._site.base + document.name
        return _objects(text, thing, RDF.type), _objects(text, page, DCTERMS.license)


def header(links: Sequence[Link]) -> str:
    """The links as the value of a ``Link`` header.

    >>> header([Link("/doc/x.ttl", "alternate", "text/turtle"), Link("http://a/x", "cite-as")])
    '</doc/x.ttl>; rel="alternate"; type="text/turtle", <http://a/x>; rel="cite-as"'
    """
    return ", ".join(map(str, links))


def _objects(ntriples: str, subject: str, predicate: str) -> list[str]:
    pattern = rf"^<{re.escape(subject)}> <{re.escape(predicate)}> <([^>]*)> \.$"
    return re.findall(pattern, ntriples, re.MULTILINE)


def _as_context(anchor: str, links: Sequence[Link]) -> dict[str, object]:
    context: dict[str, object] = {"anchor": anchor}
    for link in links:
        target = {"href": link.href} | ({"type": link.media_type} if link.media_type else {})
        targets = context.setdefault(link.relation, [])
        assert isinstance(targets, list)  # noqa: S101 — all but the anchor are
        targets.append(target)
    return context
