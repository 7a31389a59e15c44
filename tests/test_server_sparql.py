"""The endpoint: what is asked and answered over HTTP, and what is refused."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from lod_archive.query import Prologue
from lod_archive.query.governor import Governor, Limits
from lod_archive.server import bodies
from lod_archive.server.sparql import Endpoint
from lod_archive.vocab.formats import DOCUMENT_FORMATS, RESULT_FORMATS, Format
from tests.asked_publications import BASE, publication_of
from tests.web import Answer, asked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lod_archive.publish import Publication

ALL = "SELECT * { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
DATA = "".join(f'<s{n}> <p> "<script>alert({n})</script>" .\n' for n in range(200))


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publication_of(f"<g> {{ {DATA} }}", tmp_path_factory.mktemp("sparql"))


def governed(publication: Publication, limits: Limits | None) -> Governor:
    return Governor(publication.root / "store", Prologue(BASE), limits)


def ask(
    publication: Publication,
    sparql: str | None,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    limits: Limits | None = None,
    parameters: Mapping[str, str] | None = None,
) -> Answer:
    """What the endpoint answers to one request."""
    given = ({} if sparql is None else {"query": sparql}) | dict(parameters or {})

    async def done() -> Answer:
        governor = governed(publication, limits)
        endpoint = Endpoint(publication.facts, governor)
        try:
            return await asked(
                endpoint,
                "/sparql",
                method=method,
                query=urlencode(given),
                headers=headers or {},
                body=body,
            )
        finally:
            await governor.close()

    return asyncio.run(done())


@pytest.mark.parametrize("written_in", RESULT_FORMATS, ids=lambda f: f.extension)
@pytest.mark.parametrize("is_named", [False, True])
def test_rows_come_in_the_format_asked_for(
    publication: Publication, written_in: Format, is_named: bool
) -> None:
    given = {"format": written_in.extension} if is_named else {}
    answer = ask(publication, ALL, headers={"Accept": written_in.media_type}, parameters=given)
    assert answer.status == 200
    assert answer.headers["content-type"].partition(";")[0] == written_in.media_type
    assert answer.headers["content-length"] == str(len(answer.body))
    if written_in.extension != "csv":
        form = ox.QueryResultsFormat.from_media_type(written_in.media_type)
        rows = ox.parse_query_results(answer.body, form)
        assert isinstance(rows, ox.QuerySolutions)
        assert len([*rows]) == 200
    else:
        assert answer.text.count("\n") == 201


@pytest.mark.parametrize("written_in", DOCUMENT_FORMATS, ids=lambda f: f.extension)
def test_graphs_come_in_the_format_asked_for(publication: Publication, written_in: Format) -> None:
    headers = {"Accept": written_in.media_type}
    answer = ask(publication, "CONSTRUCT WHERE { ?s ?p ?o }", headers=headers)
    form = ox.RdfFormat.from_media_type(written_in.media_type)
    assert len({*ox.parse(answer.body, form)}) == 200


def test_format_of_the_address_wins_over_accept(publication: Publication) -> None:
    answer = ask(
        publication, "ASK {}", headers={"Accept": "text/csv"}, parameters={"format": "xml"}
    )
    assert "<boolean>true</boolean>" in answer.text


@pytest.mark.parametrize(
    ("sparql", "form", "media_type"),
    [
        ("ASK {}", "json", "application/sparql-results+json"),
        ("DESCRIBE <s1>", "json", "application/ld+json"),
        ("DESCRIBE <s1>", "xml", "application/rdf+xml"),
        ("DESCRIBE <s1>", "turtle", "text/turtle"),
        ("ASK {}", "text/csv", "text/csv"),
        ("ASK {}", "<script>", "application/sparql-results+xml"),
    ],
)
def test_formats_have_the_names_that_clients_give_them(
    publication: Publication, sparql: str, form: str, media_type: str
) -> None:
    headers = {"Accept": "application/sparql-results+xml"}
    answer = ask(publication, sparql, headers=headers, parameters={"format": form})
    assert answer.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("sparql", "accept", "status"),
    [
        (ALL, "text/turtle", 406),
        ("DESCRIBE <s1>", "text/csv", 406),
        (ALL, "application/json", 200),
        (ALL, "text/html, application/xhtml+xml, */*;q=0.8", 200),
        (ALL, "nonsense", 200),
        ("DESCRIBE <s1>", "application/json", 200),
    ],
)
def test_accept_is_kept_to(publication: Publication, sparql: str, accept: str, status: int) -> None:
    assert ask(publication, sparql, headers={"Accept": accept}).status == status


@pytest.mark.parametrize(
    ("method", "headers", "body"),
    [
        ("POST", FORM, urlencode({"query": "ASK {}"}).encode()),
        ("POST", {"Content-Type": FORM["Content-Type"] + "; charset=UTF-8"}, b"query=ASK%7B%7D"),
        ("POST", DIRECT, b"ASK {}"),
    ],
)
def test_query_may_come_in_the_body(
    publication: Publication, method: str, headers: Mapping[str, str], body: bytes
) -> None:
    answer = ask(publication, None, method=method, headers=headers, body=body)
    assert json.loads(answer.body)["boolean"] is True


@pytest.mark.parametrize(
    ("method", "headers", "body", "parameters", "status"),
    [
        ("POST", FORM, b"update=CLEAR+ALL", {}, 403),
        ("POST", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", {}, 403),
        ("GET", {}, b"", {"update": "CLEAR ALL"}, 403),
        ("POST", DIRECT, b"INSERT DATA { <a> <b> <c> }", {}, 400),
        ("POST", {"Content-Type": "text/plain"}, b"ASK {}", {}, 415),
        ("POST", DIRECT, b"ASK { ?s ?p '\xff' }", {}, 400),
        ("POST", FORM, b"query=%FF", {}, 400),
        ("POST", {"Content-Type": DIRECT["Content-Type"] + ";charset=latin-1"}, b"ASK {}", {}, 415),
        ("POST", FORM, b"", {}, 400),
        ("GET", {}, b"", {"query": "ASK {}", "default-graph-uri": "no iri"}, 400),
        ("GET", {}, b"", {"qurey": "ASK {}"}, 400),
        ("PUT", {}, b"", {"query": "ASK {}"}, 405),
        ("DELETE", {}, b"", {}, 405),
        ("POST", DIRECT, b"ASK {}" + b" " * bodies.LARGEST, {}, 413),
    ],
)
def test_what_is_not_answered_is_refused(
    publication: Publication,
    method: str,
    headers: Mapping[str, str],
    body: bytes,
    parameters: Mapping[str, str],
    status: int,
) -> None:
    given = {"Accept": "text/html", **headers}
    answer = ask(publication, None, method=method, headers=given, body=body, parameters=parameters)
    assert answer.status == status
    assert "<script>" not in answer.text


def test_two_queries_are_refused(publication: Publication) -> None:
    body = urlencode([("query", "ASK {}"), ("query", "ASK {}")]).encode()
    assert ask(publication, None, method="POST", headers=FORM, body=body).status == 400


def test_mistake_has_its_place_and_nothing_of_it_is_markup(publication: Publication) -> None:
    sparql = "SELECT * {\n <script>alert(1)</script> "
    answer = ask(publication, sparql, headers={"Accept": "text/html"})
    assert answer.status == 400
    assert "line 2, column" in answer.text
    assert "<script>" not in answer.text
    answer = ask(publication, sparql, headers={"Accept": "application/sparql-results+json"})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<script>" in answer.text


@pytest.mark.parametrize(
    ("sparql", "limits", "said"),
    [
        (ENDLESS, Limits(seconds=0.3), "the limit of time is 0.3 s"),
        (ALL, Limits(rows=10), "the limit of rows is 10 rows"),
        (ALL, Limits(size=1000), "the limit of size is 1,000 bytes"),
    ],
)
def test_limit_is_named(publication: Publication, sparql: str, limits: Limits, said: str) -> None:
    answer = ask(publication, sparql, limits=limits)
    assert answer.status == 422
    assert said in answer.text


def test_who_comes_when_too_many_wait_is_asked_to_come_again(publication: Publication) -> None:
    limits = Limits(seconds=0.5, quick=1, slow=1, waiting=0, slice=0.01)

    async def done() -> list[Answer]:
        governor = governed(publication, limits)
        endpoint = Endpoint(publication.facts, governor)
        try:
            queries = [urlencode({"query": f"{ENDLESS} # {n}"}) for n in range(4)]
            return await asyncio.gather(
                *(asked(endpoint, "/sparql", query=query) for query in queries)
            )
        finally:
            await governor.close()

    turned_away = [each for each in asyncio.run(done()) if each.status == 503]
    assert turned_away
    assert all(int(each.headers["retry-after"]) > 0 for each in turned_away)


def test_query_ends_when_the_client_leaves(publication: Publication) -> None:
    async def done() -> list[Any]:
        governor = governed(publication, Limits(slice=0.01))
        endpoint = Endpoint(publication.facts, governor)
        messages: list[dict[str, Any]] = [
            {"type": "http.request", "body": b""},
            {"type": "http.disconnect"},
        ]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            while len(messages) == 1 and not governor.slow.inside:
                await asyncio.sleep(0)
            return messages.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/sparql",
            "headers": [],
            "query_string": urlencode({"query": ENDLESS}).encode(),
        }
        await endpoint(scope, receive, send)
        assert governor.pool.killed == 1
        await governor.close()
        return sent

    assert asyncio.run(done()) == []


def test_body_that_never_ends_is_not_waited_for(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.05)

    async def receive() -> dict[str, Any]:
        await asyncio.Future()
        raise AssertionError

    with pytest.raises(bodies.BodyRefused) as refused:
        asyncio.run(bodies.read_body(receive))
    assert refused.value.status == 408
    assert publication.facts.counts["triples"] == 200


def test_what_a_client_has_is_not_asked_again(publication: Publication) -> None:
    first = ask(publication, ALL)
    again = ask(publication, ALL, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    other = ask(
        publication,
        ALL,
        headers={"If-None-Match": first.headers["etag"]},
        parameters={"format": "csv"},
    )
    assert other.status == 200


@pytest.mark.parametrize("sparql", ["SELECT (NOW() AS ?n) {}", "SELECT (rand() AS ?n) {}"])
def test_answer_that_changes_has_no_entity_tag(publication: Publication, sparql: str) -> None:
    headers = ask(publication, sparql).headers
    assert "etag" not in headers
    assert headers["cache-control"] == "no-store"


def test_head_has_the_headers_of_get(publication: Publication) -> None:
    for sparql in (ALL, None):
        get, head = ask(publication, sparql), ask(publication, sparql, method="HEAD")
        assert head.body == b""
        assert head.headers == get.headers


def test_scripts_of_other_sites_may_ask(publication: Publication) -> None:
    answer = ask(publication, None, method="OPTIONS", headers={"Origin": "https://a.example"})
    assert answer.status == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert ask(publication, "ASK {}").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("written_in", DOCUMENT_FORMATS, ids=lambda f: f.extension)
def test_service_describes_itself(publication: Publication, written_in: Format) -> None:
    answer = ask(publication, None, headers={"Accept": written_in.media_type})
    triples = {*ox.parse(answer.body, ox.RdfFormat.from_media_type(written_in.media_type))}
    counted = ox.NamedNode("http://rdfs.org/ns/void#triples")
    assert [t.object.value for t in triples if t.predicate == counted] == ["200"]


def test_damaged_store_is_no_secret_and_no_crash(tmp_path: Path) -> None:
    damaged = publication_of("<g> { <a> <b> <c> }", tmp_path)
    for file in (tmp_path / "store").glob("*.sst"):
        file.write_bytes(b"")
    (tmp_path / "store" / "CURRENT").write_bytes(b"MANIFEST-999999\n")
    answer = ask(damaged, "ASK {}")
    assert answer.status == 500
    assert "cannot read the store" in answer.text
