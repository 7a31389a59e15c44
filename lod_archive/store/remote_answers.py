"""Answers of a SPARQL endpoint, read without trust.

An answer counts only if it is what it says it is, whole, and complete: some servers answer with
a web page and status 200, some stop after so many rows or seconds and answer with what they have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from lod_archive.errors import EndpointError, Location
from lod_archive.store.remote_address import Address, escaped
from lod_archive.vocab.formats import N_TRIPLES, SPARQL_JSON, SPARQL_TSV, SPARQL_XML

if TYPE_CHECKING:
    from lod_archive.store.embedded import Term
    from lod_archive.store.remote_exchange import Reply

ACCEPT_RESULTS: Final = (
    f"{SPARQL_JSON.media_type}, {SPARQL_XML.media_type};q=0.8, {SPARQL_TSV.media_type};q=0.6"
)
"""JSON first: in XML, some characters of literals cannot be written at all."""
ACCEPT_TRIPLES: Final = N_TRIPLES.media_type

_RESULTS: Final[Mapping[str, ox.QueryResultsFormat]] = {
    SPARQL_JSON.media_type: ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    SPARQL_XML.media_type: ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    SPARQL_TSV.media_type: ox.QueryResultsFormat.TSV,
}
"""What is said of the three formats that keep the types of literals."""
_WEB_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_ROW_LIMIT: Final = "x-sparql-maxrows"
"""Virtuoso's, on answers that it cut: http://docs.openlinksw.com/virtuoso/rdfsparqlprotocolendpoint/"""
_STATE: Final = "x-sql-state"
"""Virtuoso's, on answers of queries that it ended early ("anytime queries")."""

NODE_ID: Final = "nodeID://"
"""How Virtuoso begins the label of a blank node; not a label that any grammar has."""
_LABELS: Final = re.compile(
    rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*"|<bnode>|(?<=[\t\n])_:)nodeID://'
)
"""Outside of literals: within one, the quotes, angle brackets and tabs would be escaped."""
_KEPT: Final = "nodeID-"
_LESS: Final = "ask for less at a time, or raise the endpoint's limit"


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows that a SELECT query has for an answer; None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False
    """Whether the endpoint says that it left out rows beyond its limit."""

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_solutions(reply: Reply, address: Address) -> Solutions:
    """The rows of an answer.

    :raises EndpointError: if it is no such answer, or broken, or of a query that was ended early.
    """
    answer = _read(reply, address)
    if isinstance(answer, bool):
        raise _unfit(address, "the endpoint answered yes or no to a query that asks for rows")
    return answer


def read_boolean(reply: Reply, address: Address) -> bool:
    """The answer to an ASK query.

    :raises EndpointError: as :func:`read_solutions`.
    """
    answer = _read(reply, address)
    if not isinstance(answer, bool):
        raise _unfit(address, "the endpoint answered with rows to a query that asks for yes or no")
    return answer


def read_answer(reply: Reply, address: Address) -> ox.QuerySolutions | ox.QueryBoolean:
    """The answer to SELECT or ASK as Oxigraph has it, known to be whole.

    :raises EndpointError: as :func:`read_solutions`, and if rows are left out.
    """
    answer = _read(reply, address)
    if isinstance(answer, Solutions) and answer.truncated:
        raise _unfit(address, "the endpoint left out rows beyond its limit", hint=_LESS)
    return ox.parse_query_results(_relabel(reply.body), format=_RESULTS[reply.media_type])


def read_triples(reply: Reply, address: Address) -> ox.QueryTriples:
    """The answer to a CONSTRUCT or DESCRIBE query.

    :raises EndpointError: as :func:`read_solutions`.
    """
    _check_completeness(reply, address)
    if _ROW_LIMIT in reply.headers:
        raise _unfit(address, "the endpoint left out triples beyond its limit", hint=_LESS)
    form = ox.RdfFormat.from_media_type(reply.media_type)
    if form is None:
        raise _foreign(reply, address)
    store = ox.Store()
    try:
        store.load(reply.body, format=form)
    except SyntaxError as error:
        raise _broken(address, str(error)) from None
    return cast("ox.QueryTriples", store.query("CONSTRUCT WHERE { ?s ?p ?o }"))


def reference(node: ox.BlankNode) -> ox.NamedNode | None:
    """What stands for a blank node of an answer in a triple of a further query to the endpoint.

    Only Virtuoso has that, and not in VALUES; None for the blank nodes of all others.

    >>> reference(ox.BlankNode("nodeID-b10000"))
    <NamedNode value=nodeID://b10000>
    >>> reference(ox.BlankNode("b0"))
    """
    if not node.value.startswith(_KEPT):
        return None
    return ox.NamedNode(NODE_ID + node.value.removeprefix(_KEPT))


def _read(reply: Reply, address: Address) -> Solutions | bool:
    """What is answered to SELECT or ASK."""
    _check_completeness(reply, address)
    form = _RESULTS.get(reply.media_type)
    if form is None:
        raise _foreign(reply, address)
    answer = _parse(_relabel(reply.body), form)
    if isinstance(answer, str):
        raise _broken(address, answer)
    if isinstance(answer, Solutions) and _ROW_LIMIT in reply.headers:
        return replace(answer, truncated=True)
    return answer


def _parse(body: bytes, form: ox.QueryResultsFormat) -> Solutions | bool | str:
    """The answer, or what is wrong with it.

    Nothing is raised: an exception would keep Oxigraph's rows alive in its traceback, and they
    may only be let go of in the thread that parsed them.
    """
    try:
        answer = ox.parse_query_results(body, format=form)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        names = tuple(variable.value for variable in answer.variables)
        return Solutions(names, tuple(tuple(row) for row in answer))
    except SyntaxError as error:
        return str(error)


def _relabel(body: bytes) -> bytes:
    r"""Results in which labels of blank nodes are labels.

    >>> _relabel(b'{"type": "bnode", "value": "nodeID://b1"}')
    b'{"type": "bnode", "value": "nodeID-b1"}'
    """
    return _LABELS.sub(rb"\1nodeID-", body)


def _check_completeness(reply: Reply, address: Address) -> None:
    if state := reply.headers.get(_STATE):
        said = escaped(reply.headers.get("x-sql-message", "").partition("Activity:")[0].strip())
        raise _unfit(
            address,
            f"the endpoint ended the query early and answered in part ({escaped(state)}: {said})",
            hint="raise the endpoint's time limit, or ask for less at a time",
        )


def _foreign(reply: Reply, address: Address) -> EndpointError:
    if reply.media_type in _WEB_PAGES:
        return _unfit(
            address,
            "the endpoint answered with a web page",
            hint="give the address that answers queries; it often ends in /sparql or /query",
        )
    said = f"“{escaped(reply.media_type)}”" if reply.media_type else "something of no stated type"
    return _unfit(address, f"the endpoint answered with {said}, not with the results of a query")


def _broken(address: Address, why: str) -> EndpointError:
    return _unfit(
        address,
        f"the endpoint's answer is broken: {escaped(why)}",
        hint="if it was cut off on its way, asking again or for less may help",
    )


def _unfit(address: Address, message: str, *, hint: str | None = None) -> EndpointError:
    return EndpointError(message, at=Location(str(address)), hint=hint)
