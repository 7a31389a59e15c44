"""Which other servers a query may ask: those that are allowed, and never a private address.

https://www.w3.org/TR/sparql11-federated-query/#security-considerations
"""

from __future__ import annotations

import re
import socket
from collections.abc import Collection, Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from lod_archive.errors import QueryError
from lod_archive.store import keywords

_CLAUSE: Final = re.compile(
    r"\bSERVICE(?:\s+SILENT)?\s*<([^\x00-\x20<>\"{}|^`\\]*)>", re.IGNORECASE
)
_SPEC: Final = "https://www.w3.org/TR/sparql11-federated-query/#service"


def refuse_service(
    sparql: str, prefixes: Mapping[str, str], base: str | None, allowed: Collection[str] = ()
) -> None:
    """Stop a query that would ask another server than those that are allowed.

    Each clause for one of them is made into a GRAPH clause, which is allowed to stand in the same
    places; whether there is any other left is the parser's to say.

    :param allowed: the IRIs of endpoints, as the query must write them.
    :raises QueryError: if it has a SERVICE clause for another one, or for one whose host has an
        address that is not public.
    """
    asked: list[str] = []

    def without(clause: re.Match[str]) -> str:
        if clause[1] not in allowed:
            return clause[0]
        asked.append(clause[1])
        return f"GRAPH <{clause[1]}>"

    rest = _CLAUSE.sub(without, sparql) if allowed else sparql
    if keywords.has_service(rest, prefixes, base):
        raise QueryError(
            "the query asks another server (SERVICE), which is not done here",
            hint="run that part at the other server, and join the two results",
            spec=_SPEC,
        )
    for endpoint in asked:
        _refuse_private(endpoint)


def _refuse_private(endpoint: str) -> None:
    host = urlsplit(endpoint).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise QueryError(f"{endpoint} cannot be asked: {error.strerror}", spec=_SPEC) from None
    private = [address[0] for *_, address in found if not ip_address(address[0]).is_global]
    if private:
        raise QueryError(
            f"{endpoint} (SERVICE) is at {private[0]}, which is no public address; it is not asked",
            spec=_SPEC,
        )
