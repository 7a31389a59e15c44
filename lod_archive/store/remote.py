"""A store that is a SPARQL 1.1 endpoint: questions go over the network, answers are not trusted.

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Self

import pyoxigraph as ox

from lod_archive.errors import EndpointError, QueryError
from lod_archive.store import remote_answers
from lod_archive.store.remote_address import Address
from lod_archive.store.remote_answers import Solutions
from lod_archive.store.remote_patience import Patience
from lod_archive.store.services import refuse_service

if TYPE_CHECKING:
    from lod_archive.store.embedded import Answer, Term
    from lod_archive.store.remote_exchange import Exchange

_PATIENCE: Final = Patience()
_NOTHING: Final[Mapping[str, str]] = {}
_UNBOUND: Final[Mapping[str, Term]] = {}
_SORTED_TOP: Final = "SR353"
"""Virtuoso's error for ORDER BY with an OFFSET and LIMIT beyond 10,000 rows in all."""
PAGE: Final = 10_000
"""As many rows as Virtuoso gives at once unless told otherwise."""


class RemoteStore:
    """Triples behind a SPARQL endpoint. Nothing is changed there, and nothing downloaded but
    what is asked for. Any number of threads may ask at once.

    >>> with RemoteStore.open("http://me:secret@localhost:8890/sparql") as store:
    ...     store.url
    'http://localhost:8890/sparql'
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @classmethod
    def open(cls, url: str, patience: Patience = _PATIENCE) -> Self:
        """The endpoint at a URL; it is not asked anything yet.

        The URL may carry a name and password, and the graphs that are to be the default graph:
        ``https://name:password@example.org/sparql?default-graph-uri=https://example.org/graph``.

        :raises EndpointError: if it is not an address on the web.
        """
        # only who asks an endpoint waits for urllib3 to be loaded
        from lod_archive.store.remote_exchange import Exchange  # noqa: PLC0415

        return cls(Exchange(Address.parse(url), patience))

    @property
    def url(self) -> str:
        """The endpoint's address, fit to be shown: without credentials or parameters."""
        return str(self._exchange.address)

    def close(self) -> None:
        """Close the connections that are kept for the next question."""
        self._exchange.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def select(self, sparql: str) -> Solutions:
        """The rows that answer a SELECT query, all of them read.

        See :attr:`Solutions.truncated`: endpoints have limits; :meth:`pages` gets around them.

        :raises EndpointError: if there is no answer to rely on; its ``status`` is 400 if the
            endpoint does not understand the query.
        :raises QueryError: if the query has a SERVICE clause.
        """
        refuse_service(sparql, _NOTHING, None)
        reply = self._exchange.ask(sparql, remote_answers.ACCEPT_RESULTS)
        return remote_answers.read_solutions(reply, self._exchange.address)

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK query.

        :raises EndpointError: as :meth:`select`.
        :raises QueryError: as :meth:`select`.
        """
        refuse_service(sparql, _NOTHING, None)
        reply = self._exchange.ask(sparql, remote_answers.ACCEPT_RESULTS)
        return remote_answers.read_boolean(reply, self._exchange.address)

    def pages(
        self, sparql: str, order_by: Sequence[str], *, size: int = PAGE, prologue: str = ""
    ) -> Iterator[Solutions]:
        """The rows that answer a SELECT query, some at a time, however many the endpoint gives.

        Asked until a page is empty: an endpoint that gives fewer rows than it was asked for, and
        does not say so, is not taken to have reached the end. Data that changes meanwhile may
        be missed or come twice.

        :param sparql: without prologue, ORDER BY, LIMIT and OFFSET.
        :param order_by: the variables that tell all rows apart, commonly all that are selected.
        :param size: the rows of a page, at most.
        :param prologue: PREFIX and BASE declarations.
        :raises EndpointError: as :meth:`select`.
        """
        order = " ".join(str(ox.Variable(name)) for name in order_by)
        sorted_rows, is_nested, seen = f"{sparql}\nORDER BY {order}", False, 0
        while True:
            rows = f"SELECT * {{ {{ {sorted_rows}\n}} }}" if is_nested else sorted_rows
            try:
                page = self.select(f"{prologue}\n{rows}\nLIMIT {size} OFFSET {seen}")
            except EndpointError as error:
                if is_nested or _SORTED_TOP not in error.message:
                    raise
                # SPARQL promises no order of a nested query's rows; Virtuoso keeps it
                is_nested = True
                continue
            if not page.rows:
                return
            yield page
            seen += len(page)

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] = _NOTHING,
        base: str | None = None,
        substitutions: Mapping[str, Term] = _UNBOUND,
        union: bool = True,
    ) -> Answer:
        """The answer to a query of any form, as :class:`lod_archive.store.TripleStore` has it.

        The default graph is what the endpoint takes for it, whatever ``union`` says.

        :raises EndpointError: as :meth:`select`, and if the endpoint left out rows.
        :raises QueryError: if the query has a SERVICE clause, or there are substitutions.
        :raises SyntaxError: if it is not SPARQL.
        """
        if substitutions:
            raise QueryError(
                "a query to an endpoint has no substitutions",
                hint="write the values into the query, with VALUES or BIND",
            )
        refuse_service(sparql, prefixes, base)
        lines = [f"PREFIX {name}: {ox.NamedNode(iri)}" for name, iri in prefixes.items()]
        if base is not None:
            lines.insert(0, f"BASE {ox.NamedNode(base)}")
        whole = "\n".join((*lines, sparql))
        if isinstance(ox.Store().query(whole), ox.QueryTriples):
            reply = self._exchange.ask(whole, remote_answers.ACCEPT_TRIPLES)
            return remote_answers.read_triples(reply, self._exchange.address)
        reply = self._exchange.ask(whole, remote_answers.ACCEPT_RESULTS)
        return remote_answers.read_answer(reply, self._exchange.address)
