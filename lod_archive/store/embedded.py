"""The store inside this process: Oxigraph, in memory or in a folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import pyoxigraph as ox

from lod_archive.errors import PublicationError
from lod_archive.store import keywords
from lod_archive.store.graphs import Graphs
from lod_archive.store.services import refuse_service

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""What a variable can be bound to."""

Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""What Oxigraph answers to SELECT, to ASK, and to CONSTRUCT or DESCRIBE."""

_NOTHING: Final[Mapping[str, str]] = {}
_UNBOUND: Final[Mapping[str, Term]] = {}
_AS_THE_QUERY_SAYS: Final = Graphs()
_MARKER: Final = "CURRENT"
"""The file that every RocksDB folder has."""


class TripleStore(Protocol):
    """What the rest of lod_archive asks of a store: answers to SPARQL queries, nothing else."""

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] = _NOTHING,
        base: str | None = None,
        substitutions: Mapping[str, Term] = _UNBOUND,
        union: bool = True,
    ) -> Answer:
        """The answer to a query; see :meth:`EmbeddedStore.query`."""


class EmbeddedStore:
    """Triples in this process's memory, or in a folder on its disk.

    >>> store = EmbeddedStore.in_memory()
    >>> len(store)
    0
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def in_memory(cls) -> EmbeddedStore:
        """An empty store that vanishes with the process."""
        return cls(ox.Store())

    @classmethod
    def create(cls, folder: str | Path) -> EmbeddedStore:
        """An empty store in a new folder, locked for as long as this object lives.

        :raises PublicationError: if the folder holds something already.
        :raises OSError: if it cannot be made, for one because the disk is full.
        """
        path = Path(folder)
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise PublicationError(
                f"cannot make a store in {path}: it is not an empty folder",
                hint="every build gets a folder of its own; name one that does not exist yet",
            )
        return cls(ox.Store(os.fspath(path)))

    @classmethod
    def open(cls, folder: str | Path) -> EmbeddedStore:
        """The store in a folder, for reading alone; any number of processes may share it.

        :raises PublicationError: if the folder holds no store, or one that cannot be read.
        """
        if not is_store(folder):
            raise PublicationError(
                f"no triple store in {folder}", hint="publish the archive first: lod-archive build"
            )
        try:
            return cls(ox.Store.read_only(os.fspath(folder)))
        except (OSError, RuntimeError) as error:  # RuntimeError: one of its files is missing
            raise PublicationError(
                f"cannot read the store in {folder}: {error}",
                hint="make the publication anew: lod-archive build",
            ) from None

    @property
    def oxigraph(self) -> ox.Store:
        """The store itself, for the few steps that need more than queries."""
        return self._store

    def close(self) -> None:
        """Let go of the folder, so that it can be moved and opened by others; no use after that.

        Whoever still has this object, such as the traceback of an error, holds no lock then.
        """
        self._store = ox.Store()

    def load_nquads(self, path: str | Path) -> None:
        """Add all quads of an N-Quads file, in parallel and without holding them in memory.

        :raises SyntaxError: if the file is not N-Quads.
        """
        self._store.bulk_load(path=os.fspath(path), format=ox.RdfFormat.N_QUADS)

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] = _NOTHING,
        base: str | None = None,
        substitutions: Mapping[str, Term] = _UNBOUND,
        union: bool = True,
        graphs: Graphs = _AS_THE_QUERY_SAYS,
        services: Collection[str] = (),
    ) -> Answer:
        """The answer to a query. Nothing is changed.

        The answer is evaluated while it is read, and must be read in the thread that asked:
        Oxigraph ends the process otherwise.

        :param prefixes: prefix → namespace, as if declared above the query.
        :param substitutions: variable → value; a SELECT must project each of the variables.
        :param union: whether the default graph is the union of all graphs; a query that says
            FROM chooses for itself.
        :param graphs: those that are asked, whatever the query says.
        :param services: the endpoints that SERVICE may ask.
        :raises QueryError: if the query has a SERVICE clause for another endpoint, or one with a
            private address.
        :raises SyntaxError: if it is not SPARQL; the message begins ``error at line:column``.
        :raises RuntimeError: if it calls an unknown function, or does not project a substitution.
        """
        refuse_service(sparql, prefixes, base, services)
        given = {ox.Variable(name): term for name, term in substitutions.items()}
        prefixes = dict(prefixes)
        if graphs:
            return self._store.query(
                sparql,
                base_iri=base,
                prefixes=prefixes,
                substitutions=given,
                default_graph=[ox.NamedNode(iri) for iri in graphs.default],
                named_graphs=[ox.NamedNode(iri) for iri in graphs.named],
            )
        return self._store.query(
            sparql,
            base_iri=base,
            prefixes=prefixes,
            substitutions=given,
            use_default_graph_as_union=union and not keywords.has_from(sparql, prefixes, base),
        )

    def __len__(self) -> int:
        return len(self._store)


def is_store(folder: str | Path) -> bool:
    """Whether a folder holds an embedded store."""
    return (Path(folder) / _MARKER).is_file()
