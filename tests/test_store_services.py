"""Which other endpoints a query may ask."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from lod_archive.errors import QueryError
from lod_archive.store.services import refuse_service

ALLOWED = ("https://query.example/sparql",)
PUBLIC, PRIVATE = "93.184.215.14", "10.0.0.7"


def resolve_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <https://query.example/sparql> { ?s ?p ?o } }",
        "SELECT * { service silent<https://query.example/sparql>{ ?s ?p ?o } }",
        "SELECT * { ?service <urn:SERVICE> 'SERVICE <http://other.example/>' } # SERVICE <x>",
    ],
)
def test_allowed_endpoint_may_be_asked(sparql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(PUBLIC, monkeypatch)
    refuse_service(sparql, {}, None, ALLOWED)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <https://other.example/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "SELECT * { SERVICE :sparql { ?s ?p ?o } }",
        "SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE # <https://query.example/sparql>\n <http://10.0.0.7/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://query.example/sparql> { SERVICE <http://localhost/> {} } }",
        r"SELECT * { SERVICE <https://query.example/sp\u0061rql> { ?s ?p ?o } }",
        "SELECT * { ?a ?b ?c FILTER(?a<?b#> SERVICE <https://query.example/sparql>\n"
        ") SERVICE <http://10.0.0.7/> {} }",
    ],
)
def test_no_other_endpoint_is_asked(sparql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(PUBLIC, monkeypatch)
    prefixes = {"": "https://query.example/"}
    with pytest.raises(QueryError, match="asks another server"):
        refuse_service(sparql, prefixes, "https://query.example/", ALLOWED)


@pytest.mark.parametrize(
    "address", [PRIVATE, "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"]
)
def test_private_address_is_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(address, monkeypatch)
    with pytest.raises(QueryError, match="no public address"):
        refuse_service(f"SELECT * {{ SERVICE <{ALLOWED[0]}> {{}} }}", {}, None, ALLOWED)
