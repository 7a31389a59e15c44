"""What a reconciliation service says of itself, read without trust.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#service-manifest
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self

from lod_archive.errors import EndpointError, Location
from lod_archive.linking.target import shortened
from lod_archive.vocab import iris

_VERSION: Final = "0.2"
_ID: Final = "{{id}}"
_MOST: Final = 1000
_ENDS: Final = ("/", "#", "=", ":")
_WIKIBASE_PROPERTIES: Final = "/prop/direct/"
"""How the schemaSpace of a Wikibase may end; its types are items, in the space of ids."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A service: its name, and how the ids of its entities become IRIs.

    :param space: the namespace of ids (``identifierSpace``).
    :param view: the address of a page about an entity, with ``{{id}}`` in it; or nothing.
    :param batch_size: how many queries it takes at once.
    :param schema: the namespace of types (``schemaSpace``).
    :param extends: whether it gives values of properties.
    """

    name: str
    space: str
    view: str = ""
    batch_size: int = _MOST
    schema: str = ""
    extends: bool = False

    @classmethod
    def of(cls, answer: dict[str, Any], at: Location) -> Self:
        """The manifest in an answer.

        :raises EndpointError: if it is none, or of a service that does not know version 0.2.
        """
        name, space = answer.get("name"), answer.get("identifierSpace")
        if not isinstance(name, str) or not isinstance(space, str):
            raise EndpointError(
                "what answers there is no reconciliation service: its manifest has no name or no "
                "identifierSpace",
                at=at,
                hint="give the address that you would give to OpenRefine",
            )
        versions = answer.get("versions")
        if isinstance(versions, list) and _VERSION not in versions:
            raise EndpointError(
                f"the service does not speak version {_VERSION} of the API, but "
                + ", ".join(map(str, versions[:5])),
                at=at,
                hint="does it have another address for that version?",
            )
        view, size = answer.get("view"), answer.get("batchSize")
        schema = answer.get("schemaSpace")
        page = view.get("url") if isinstance(view, dict) else None
        return cls(
            name=shortened(name),
            space=space,
            view=page if isinstance(page, str) and _ID in page else "",
            batch_size=size if isinstance(size, int) and 0 < size <= _MOST else _MOST,
            schema=schema if isinstance(schema, str) else "",
            extends=isinstance(answer.get("extend"), dict),
        )

    def iri(self, identifier: str) -> str:
        """The IRI of an entity.

        >>> Manifest("Wikidata", "http://www.wikidata.org/entity/").iri("Q855")
        'http://www.wikidata.org/entity/Q855'
        >>> Manifest("VIAF", "viaf", "https://viaf.org/viaf/{{id}}").iri("7")
        'https://viaf.org/viaf/7'
        """
        if iris.has_known_scheme(identifier):
            return identifier
        if self.space.endswith(_ENDS) or not self.view:
            separator = "" if self.space.endswith(_ENDS) else "/"
            return f"{self.space}{separator}{identifier}"
        return self.view.replace(_ID, identifier)

    def type_iri(self, identifier: str) -> str:
        """The IRI of a type; its id alone, if the service does not say what that is put after.

        >>> space = "http://www.wikidata.org/entity/"
        >>> direct = "http://www.wikidata.org/prop/direct/"
        >>> Manifest("Wikidata", space, schema=direct).type_iri("Q5")
        'http://www.wikidata.org/entity/Q5'
        >>> Manifest("VIAF", "https://viaf.org/viaf/").type_iri("Person")
        'Person'
        """
        space = self.space if self.schema.endswith(_WIKIBASE_PROPERTIES) else self.schema
        if iris.has_known_scheme(identifier) or not space.endswith(_ENDS):
            return identifier
        return space + identifier
