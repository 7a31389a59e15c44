"""The answers of the protocol, in XML.

https://www.openarchives.org/OAI/openarchivesprotocol.html#ProtocolMessages
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lod_archive.publish.changes import stamp
from lod_archive.publish.profiles.xml import xml_text
from lod_archive.server.oai.repository import FORMATS, XSI, Item, Repository, profile_of
from lod_archive.server.oai.requests import (
    OaiError,
    Request,
    read_request,
    selection_of,
)
from lod_archive.server.oai.tokens import Position, from_token, to_token

_NAMESPACE: Final = "http://www.openarchives.org/OAI/2.0/"
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<OAI-PMH xmlns="{_NAMESPACE}" xmlns:xsi="{XSI}"'
    f' xsi:schemaLocation="{_NAMESPACE} {_NAMESPACE}OAI-PMH.xsd">'
)
_IDENTIFIERS: Final = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_WITHOUT_ARGUMENTS: Final = ("badVerb", "badArgument")
"""Errors after which the request is not repeated attribute by attribute: it may be anything."""


def answer(
    repository: Repository, pairs: Sequence[tuple[str, str]], now: datetime, page_size: int
) -> bytes:
    """The answer to the arguments of a request.

    :param now: the time of the answer.
    :param page_size: how many records or headers a list has at once.
    """
    asked = ""
    try:
        request = read_request(pairs)
        asked = "".join(f" {name}={_attribute(v)}" for name, v in request.arguments.items())
        body = b"".join(_VERBS[request.verb](repository, request, page_size))
        content = f"<{request.verb}>".encode() + body + f"</{request.verb}>".encode()
    except OaiError as error:
        asked = "" if error.code in _WITHOUT_ARGUMENTS else asked
        content = f'<error code="{error.code}">{_text(str(error))}</error>'.encode()
    request_element = f"<request{asked}>{_text(address(repository))}</request>"
    head = f"{_HEAD}{_element('responseDate', stamp(now))}{request_element}"
    return head.encode() + content + b"</OAI-PMH>\n"


def address(repository: Repository) -> str:
    """The URL of the service: the archive's, wherever it is served at the moment."""
    return f"{repository.base}oai"


def _identify(repository: Repository, request: Request, page_size: int) -> Iterator[bytes]:
    first = repository.items[0].record if repository.items else "collection/record"
    yield "".join(
        (
            _element("repositoryName", repository.title),
            _element("baseURL", address(repository)),
            _element("protocolVersion", "2.0"),
            _element("adminEmail", repository.contact),
            _element("earliestDatestamp", repository.earliest),
            _element("deletedRecord", "persistent"),
            _element("granularity", "YYYY-MM-DDThh:mm:ssZ"),
            f'<description><oai-identifier xmlns="{_IDENTIFIERS}"'
            f' xsi:schemaLocation="{_IDENTIFIERS} {_IDENTIFIERS}.xsd">',
            _element("scheme", "oai"),
            _element("repositoryIdentifier", repository.namespace),
            _element("delimiter", ":"),
            _element("sampleIdentifier", repository.identifier(first)),
            "</oai-identifier></description>",
        )
    ).encode()


def _list_formats(repository: Repository, request: Request, page_size: int) -> Iterator[bytes]:
    identifier = request.get("identifier")
    if identifier is None:
        found = [*FORMATS]
    else:
        found = repository.formats_of(_item(repository, identifier))
        if not found:
            raise OaiError("noMetadataFormats", "This record is deleted.")
    for each in found:
        yield "".join(
            (
                "<metadataFormat>",
                _element("metadataPrefix", each.prefix),
                _element("schema", each.schema),
                _element("metadataNamespace", each.namespace),
                "</metadataFormat>",
            )
        ).encode()


def _list_sets(repository: Repository, request: Request, page_size: int) -> Iterator[bytes]:
    if request.get("resumptionToken") is not None:
        raise OaiError("badResumptionToken", "All sets are told at once.")
    sets = list(repository.sets())
    if not sets:
        raise OaiError("noSetHierarchy", "This archive has no sets.")
    for spec, name in sets:
        yield f"<set>{_element('setSpec', spec)}{_element('setName', name)}</set>".encode()


def _get_record(repository: Repository, request: Request, page_size: int) -> Iterator[bytes]:
    item = _item(repository, request.arguments["identifier"])
    prefix = request.arguments["metadataPrefix"]
    _check_prefix(prefix)
    if profile_of(prefix) not in item.past:
        raise OaiError("cannotDisseminateFormat", f"This record has never been there as {prefix}.")
    yield _record(repository, item, repository.records(prefix, [item]))


def _list_records(repository: Repository, request: Request, page_size: int) -> Iterator[bytes]:
    items, written, token = _page(repository, request, page_size)
    for item in items:
        yield _record(repository, item, written)
    yield token


def _list_identifiers(repository: Repository, request: Request, page_size: int) -> Iterator[bytes]:
    items, written, token = _page(repository, request, page_size)
    for item in items:
        yield _header(repository, item, is_deleted=item.record not in written)
    yield token


def _page(
    repository: Repository, request: Request, page_size: int
) -> tuple[Sequence[Item], dict[str, bytes], bytes]:
    """The items of a page, the records of those that are there, and the element that leads on."""
    token = request.get("resumptionToken")
    if token is None:
        position = Position(request.verb, selection_of(request))
    else:
        position = from_token(token, request.verb)
    selection = position.selection
    _check_prefix(selection.prefix)
    everything = repository.selected(selection)
    begin = bisect_right(everything, position.after, key=lambda item: item.order)
    end = begin + page_size
    items, is_last = everything[begin:end], end >= len(everything)
    if not items:
        if token is not None:
            raise OaiError("badResumptionToken", "Nothing is left of this list.")
        if selection.set_spec and not any(item.specs for item in repository.items):
            raise OaiError("noSetHierarchy", "This archive has no sets.")
        raise OaiError("noRecordsMatch", "No record is in this selection.")
    written = repository.records(selection.prefix, items)
    if is_last and token is None:
        return items, written, b""
    delivered = position.delivered + len(items)
    following = Position(position.verb, selection, items[-1].order, delivered)
    element = (
        f'<resumptionToken completeListSize="{max(len(everything), delivered)}"'
        f' cursor="{position.delivered}">{"" if is_last else to_token(following)}</resumptionToken>'
    )
    return items, written, element.encode()


def _check_prefix(prefix: str) -> None:
    known = [each.prefix for each in FORMATS]
    if prefix not in known:
        raise OaiError(
            "cannotDisseminateFormat", f"There is no “{prefix}”, but {', '.join(known)}."
        )


def _item(repository: Repository, identifier: str) -> Item:
    item = repository.find(identifier)
    if item is None:
        raise OaiError("idDoesNotExist", f"No record has the identifier “{identifier}”.")
    return item


def _record(repository: Repository, item: Item, written: dict[str, bytes]) -> bytes:
    content = written.get(item.record)
    header = _header(repository, item, is_deleted=content is None)
    metadata = b"" if content is None else b"<metadata>" + content + b"</metadata>"
    return b"<record>" + header + metadata + b"</record>"


def _header(repository: Repository, item: Item, *, is_deleted: bool) -> bytes:
    status = ' status="deleted"' if is_deleted else ""
    sets = "".join(_element("setSpec", spec) for spec in item.specs)
    identifier = _element("identifier", repository.identifier(item.record))
    said = f"<header{status}>{identifier}{_element('datestamp', item.stamp)}{sets}</header>"
    return said.encode()


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    return escape(xml_text(text))


def _attribute(text: str) -> str:
    return quoteattr(xml_text(text))


_VERBS: Final = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListRecords": _list_records,
    "ListIdentifiers": _list_identifiers,
}
