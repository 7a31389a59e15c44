"""A SPARQL endpoint is asked politely, believed only so far, and waited for only so long."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from lod_archive.errors import EndpointError, QueryError
from lod_archive.store import EmbeddedStore, Patience, RemoteStore, TripleStore
from lod_archive.store.remote_answers import reference
from tests.servers import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers import LoadedEndpoint, LyingEndpoint

SHORT: Final = Patience(
    connect=0.5,
    silence=0.3,
    deadline=0.8,
    repetitions=2,
    pause=0.01,
    longest_pause=0.5,
    redirections=3,
    most_bytes=100_000,
)
EVERYTHING: Final = "SELECT ?s ?p ?o { ?s ?p ?o }"
ONE_ROW: Final = (
    b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"x:y"}}]}}'
)
DATA: Final = """
PREFIX : <https://example.org/>
:a :p :b, "plain", "Мир"@ru, "𝄞", "two\\n\\"lines\\"\\t\\\\" .
:b :q [ :r 1.5 ] .
"""
DECIMAL: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
SERVERS: Final = ("oxigraph", "virtuoso")


@pytest.fixture(params=SERVERS)
def endpoint(request: pytest.FixtureRequest) -> LoadedEndpoint:
    loaded: LoadedEndpoint = request.getfixturevalue(f"{request.param}_endpoint")
    return loaded


def many(count: int) -> str:
    return "".join(f"<x:s{number}> <x:p> {number % 7} .\n" for number in range(count))


def failure(url: str, patience: Patience = SHORT, query: str = EVERYTHING) -> EndpointError:
    with RemoteStore.open(url, patience) as store, pytest.raises(EndpointError) as caught:
        store.select(query)
    assert caught.value.exit_code == 2
    assert str(caught.value).startswith(url.partition("?")[0])
    return caught.value


# Real servers


def test_rows_are_those_of_the_embedded_store(endpoint: LoadedEndpoint) -> None:
    query = "SELECT ?s ?o { ?s <https://example.org/p> ?o } ORDER BY STR(?o)"
    embedded = ox.Store()
    embedded.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    expected = embedded.query(query)
    assert isinstance(expected, ox.QuerySolutions)
    with RemoteStore.open(endpoint(DATA)) as store:
        answer = store.select(query)
    assert answer.variables == ("s", "o")
    assert set(answer) == {tuple(row) for row in expected}
    assert len(answer) == 5
    assert not answer.truncated


def test_unbound_variables_are_none(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(DATA)) as store:
        answer = store.select(
            "SELECT ?o ?x { <https://example.org/b> <https://example.org/q> ?y"
            " OPTIONAL { ?y <https://example.org/r> ?o } OPTIONAL { ?y <x:none> ?x } }"
        )
    assert answer.rows == ((ox.Literal("1.5", datatype=DECIMAL), None),)


def test_asking_gives_yes_or_no(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(DATA)) as store:
        assert store.ask("ASK { ?s <https://example.org/q> ?o }")
        assert not store.ask("ASK { ?s <https://example.org/none> ?o }")


def test_a_query_that_is_not_understood_has_status_400(endpoint: LoadedEndpoint) -> None:
    error = failure(endpoint(DATA), query="SELECT ?s { ?s ?p }")
    assert error.status == 400
    assert "\n" not in error.message


def test_blank_nodes_are_blank_nodes(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(DATA)) as store:
        answer = store.select("SELECT ?o ?o2 { ?s <https://example.org/q> ?o BIND(?o AS ?o2) }")
    ((first, second),) = answer.rows
    assert isinstance(first, ox.BlankNode)
    assert first == second


def test_virtuoso_can_be_asked_about_a_blank_node(virtuoso_endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(virtuoso_endpoint(DATA)) as store:
        ((node,),) = store.select("SELECT ?o { ?s <https://example.org/q> ?o }").rows
        assert isinstance(node, ox.BlankNode)
        again = store.select(f"SELECT ?v {{ {reference(node)} ?p ?v }}")
    assert again.rows == ((ox.Literal("1.5", datatype=DECIMAL),),)


def test_pages_go_beyond_every_limit_of_rows(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(many(23_000))) as store:
        pages = list(store.pages(EVERYTHING, ["s", "p", "o"], size=9_000))
    rows = [row for page in pages for row in page]
    assert len(rows) == len(set(rows)) == 23_000
    assert [len(page) for page in pages] == [9_000, 9_000, 5_000]


def test_pages_larger_than_the_limit_of_rows_lose_nothing(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(many(23_000))) as store:
        rows = [row for page in store.pages(EVERYTHING, ["s"], size=15_000) for row in page]
    assert len(rows) == len(set(rows)) == 23_000


def test_pages_of_nothing_are_none(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(DATA)) as store:
        pages = store.pages("SELECT ?s { ?s p:none ?o }", ["s"], prologue="PREFIX p: <x:>")
        assert list(pages) == []


def test_an_answer_that_virtuoso_cuts_is_marked(virtuoso_endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(virtuoso_endpoint(many(23_000))) as store:
        answer = store.select(EVERYTHING)
        with pytest.raises(EndpointError, match="left out rows beyond its limit"):
            store.query(EVERYTHING)
    assert answer.truncated
    assert len(answer) == 10_000


def test_an_answer_that_virtuoso_ends_early_is_refused(virtuoso_endpoint: LoadedEndpoint) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?p ?y . ?c ?p ?z FILTER(STR(?x) > STR(?y)) }"
    error = failure(virtuoso_endpoint(many(23_000)) + "&timeout=1000", Patience(), query)
    assert error.message.startswith("the endpoint ended the query early and answered in part")


def test_an_endpoint_is_a_triple_store(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(DATA)) as remote:
        store: TripleStore = remote
        prefixes = {"": "https://example.org/"}
        rows = store.query("SELECT ?o { :b :q/:r ?o }", prefixes=prefixes)
        truth = store.query("ASK { <b> ?p ?o }", base="https://example.org/")
        graph = store.query("CONSTRUCT { ?s :is ?o } { ?s :q ?o }", prefixes=prefixes)
        assert isinstance(rows, ox.QuerySolutions)
        assert [row["o"] for row in rows] == [ox.Literal("1.5", datatype=DECIMAL)]
        assert isinstance(truth, ox.QueryBoolean)
        assert truth
        assert isinstance(graph, ox.QueryTriples)
        assert [triple.predicate.value for triple in graph] == ["https://example.org/is"]


def test_threads_may_ask_at_once(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(DATA)) as store, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(store.select, [EVERYTHING] * 12))
    assert {len(answer) for answer in answers} == {7}


# Questions


def test_graphs_of_the_address_are_sent_with_the_query(lying_endpoint: LyingEndpoint) -> None:
    seen = []

    def listen(request: Request) -> None:
        seen.append((request.path, parse_qs(request.body.decode()), dict(request.headers)))
        request.respond(ONE_ROW)

    url = lying_endpoint(listen) + "?key=a%26b&default-graph-uri=x:1&default-graph-uri=x:2"
    with RemoteStore.open(url.replace("//", "//m%C3%A9:pass%20word@", 1), SHORT) as store:
        store.select(EVERYTHING)
    ((path, form, headers),) = seen
    assert path.endswith("?key=a%26b")
    assert form == {"query": [EVERYTHING], "default-graph-uri": ["x:1", "x:2"]}
    assert headers["Authorization"] == "Basic bcOpOnBhc3Mgd29yZA=="
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_secrets_of_the_address_are_never_shown() -> None:
    url = "http://me:secret@127.0.0.1:9/sparql?key=secret"
    with RemoteStore.open(url, SHORT) as store, pytest.raises(EndpointError) as caught:
        store.ask("ASK {}")
    assert "secret" not in f"{caught.value} {caught.value!r} {store.url} {vars(caught.value)}"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "sparql",
        "http:///x",
        "http://[::1/",
        "http://a:b/",
    ],
)
def test_only_addresses_on_the_web_are_endpoints(url: str) -> None:
    with pytest.raises(EndpointError, match="address"):
        RemoteStore.open(url)


def test_an_address_with_a_query_is_refused() -> None:
    with pytest.raises(EndpointError, match="a query of its own"):
        RemoteStore.open("http://example.org/sparql?query=ASK%20%7B%7D")


def test_a_query_to_yet_another_server_is_refused() -> None:
    with RemoteStore.open("http://127.0.0.1:9/") as store:
        for ask in (store.select, store.ask, store.query):
            with pytest.raises(QueryError, match="SERVICE"):
                ask("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_substitutions_are_refused() -> None:
    with RemoteStore.open("http://127.0.0.1:9/") as store, pytest.raises(QueryError):
        store.query("SELECT ?s {}", substitutions={"s": ox.Literal("")})


def test_the_program_starts_without_urllib3() -> None:
    code = "import sys, lod_archive.cli, lod_archive.store; sys.exit('urllib3' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# Answers that are not to be believed


def test_a_web_page_is_no_answer(lying_endpoint: LyingEndpoint) -> None:
    page = b"<!DOCTYPE html><html><body>Welcome</body></html>"
    error = failure(
        lying_endpoint(lambda request: request.respond(page, media_type="text/html; charset=utf-8"))
    )
    assert error.message == "the endpoint answered with a web page"
    assert error.hint
    assert "/sparql" in error.hint


@pytest.mark.parametrize("media_type", ["text/csv", "text/plain", "application/ld+json", ""])
def test_another_type_is_no_answer(media_type: str, lying_endpoint: LyingEndpoint) -> None:
    error = failure(lying_endpoint(lambda request: request.respond(b"s\n", media_type=media_type)))
    assert "not with the results of a query" in error.message


@pytest.mark.parametrize(
    "body",
    [
        *(ONE_ROW[:length] for length in (0, 1, 30, len(ONE_ROW) - 20, len(ONE_ROW) - 1)),
        ONE_ROW + b"<html>",
        b"<html></html>",
        b"{}",
        b"[]",
        b"null",
        b'{"head":{"vars":["s"]}}',
        b'{"head":{"vars":[]},"results":{"bindings":[{"s":{"type":"uri","value":"x:y"}}]}}',
        b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"not iri"}}]}}',
        b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"\xe9"}}]}}',
        b'{"head":{},"boolean":true}',
    ],
)
def test_json_that_is_cut_or_something_else_is_no_answer(
    body: bytes, lying_endpoint: LyingEndpoint
) -> None:
    failure(lying_endpoint(lambda request: request.respond(body)))


def test_rows_do_not_answer_yes_or_no(lying_endpoint: LyingEndpoint) -> None:
    url = lying_endpoint(lambda request: request.respond(ONE_ROW))
    with RemoteStore.open(url) as store, pytest.raises(EndpointError, match="asks for yes or no"):
        store.ask("ASK {}")


def test_xml_and_tsv_are_answers_too(lying_endpoint: LyingEndpoint) -> None:
    xml = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
        b'<results><result><binding name="s"><bnode>nodeID://b1</bnode></binding></result>'
        b"</results></sparql>"
    )
    for media_type, body in [
        ("application/sparql-results+xml", xml),
        ("text/xml; charset=utf-8", xml),
        ("text/tab-separated-values", b"?s\n_:nodeID://b1\n"),
    ]:

        def answer(request: Request, body: bytes = body, media_type: str = media_type) -> None:
            request.respond(body, media_type=media_type)

        with RemoteStore.open(lying_endpoint(answer)) as store:
            assert store.select(EVERYTHING).rows == ((ox.BlankNode("nodeID-b1"),),)


def test_a_label_within_a_literal_is_left_alone(lying_endpoint: LyingEndpoint) -> None:
    text = '"type": "bnode", "value": "nodeID://b1"'
    quoted = text.replace('"', '\\"').encode()
    body = ONE_ROW.replace(b'"uri","value":"x:y"', b'"literal","value":"' + quoted + b'"')
    with RemoteStore.open(lying_endpoint(lambda request: request.respond(body))) as store:
        assert store.select(EVERYTHING).rows == ((ox.Literal(text),),)


def test_an_answer_may_not_be_larger_than_its_bound(lying_endpoint: LyingEndpoint) -> None:
    def pour(request: Request) -> None:
        request.respond(b"{", headers={"Content-Length": "10000000000"})
        while not request.is_over.is_set():
            request.wfile.write(b" " * 65_536)

    assert failure(lying_endpoint(pour)).message == "the answer is larger than 100,000 bytes"


def test_an_answer_that_ends_before_its_length_is_asked_for_again(
    lying_endpoint: LyingEndpoint,
) -> None:
    asked = []

    def cut(request: Request) -> None:
        asked.append(request)
        length = len(ONE_ROW) + (len(asked) < 3)
        request.respond(ONE_ROW, headers={"Content-Length": str(length)})

    with RemoteStore.open(lying_endpoint(cut), SHORT) as store:
        assert len(store.select(EVERYTHING)) == 1
    assert len(asked) == 3
    always = failure(
        lying_endpoint(lambda request: request.respond(b"{", headers={"Content-Length": "9"}))
    )
    assert always.message == "the connection broke before the answer was complete"


# Answers that do not come


def silent(request: Request) -> None:
    request.is_over.wait()


def silent_after_a_while(request: Request) -> None:
    request.respond(ONE_ROW[:20], headers={"Content-Length": str(len(ONE_ROW))})
    request.is_over.wait()


def drip(request: Request) -> None:
    request.respond(b"{", headers={"Content-Length": "1000000"})
    while not request.is_over.wait(0.02):
        request.wfile.write(b" ")


def drip_without_length(request: Request) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")
    request.wfile.write(ONE_ROW)
    while not request.is_over.wait(0.02):
        request.wfile.write(b" ")


def drip_headers(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not request.is_over.wait(0.02):
        request.wfile.write(b"x")


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (silent, "the endpoint was silent for 0.3 s"),
        (silent_after_a_while, "the endpoint was silent for 0.3 s"),
        (drip_headers, "the endpoint was silent for 0.3 s"),
        (drip, "no complete answer within 0.8 s"),
        (drip_without_length, "no complete answer within 0.8 s"),
    ],
)
def test_no_answer_is_waited_for_longer_than_allowed(
    behaviour: Callable[[Request], None], message: str, lying_endpoint: LyingEndpoint
) -> None:
    begin = time.monotonic()
    error = failure(lying_endpoint(behaviour))
    assert time.monotonic() - begin < 3
    assert error.message == message
    assert error.hint


def test_nobody_listening_is_said_so() -> None:
    error = failure("http://127.0.0.1:9/sparql")
    assert error.message == "nobody answers there"


def test_an_unknown_server_is_said_so() -> None:
    error = failure("http://no-such-host.invalid/sparql")
    assert error.message == "there is no server of this name"


def test_a_server_without_encryption_is_no_https(lying_endpoint: LyingEndpoint) -> None:
    url = lying_endpoint(lambda request: request.respond(ONE_ROW))
    assert failure(url.replace("http", "https")).message.startswith("no safe connection: ")


def test_what_is_no_web_server_is_said_so(lying_endpoint: LyingEndpoint) -> None:
    def speak(request: Request) -> None:
        request.wfile.write(b"220 mail.example.org ESMTP\r\n")

    assert failure(lying_endpoint(speak)).message.startswith("what answers there is no web server")


def test_a_connection_that_is_closed_at_once_is_tried_again(lying_endpoint: LyingEndpoint) -> None:
    asked = []

    def close(request: Request) -> None:
        asked.append(request)

    error = failure(lying_endpoint(close))
    assert error.message == "the connection broke before the answer was complete"
    assert len(asked) == 3


def test_a_small_answer_may_not_unpack_to_a_large_one(lying_endpoint: LyingEndpoint) -> None:
    packed = gzip.compress(ONE_ROW + b" " * 50_000_000)
    url = lying_endpoint(
        lambda request: request.respond(packed, headers={"Content-Encoding": "gzip"})
    )
    assert failure(url).message == "the answer is larger than 100,000 bytes"


def test_packed_answers_are_unpacked(lying_endpoint: LyingEndpoint) -> None:
    packed = gzip.compress(ONE_ROW)
    url = lying_endpoint(
        lambda request: request.respond(packed, headers={"Content-Encoding": "gzip"})
    )
    with RemoteStore.open(url, SHORT) as store:
        assert len(store.select(EVERYTHING)) == 1
    broken = lying_endpoint(
        lambda request: request.respond(ONE_ROW, headers={"Content-Encoding": "gzip"})
    )
    assert failure(broken).message.startswith("the answer cannot be read: ")


# Answers that say something else


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_endpoint_is_asked_again(status: int, lying_endpoint: LyingEndpoint) -> None:
    asked = []

    def recover(request: Request) -> None:
        asked.append(request)
        if len(asked) < 3:
            request.respond(b"busy", status=status, headers={"Retry-After": "0"})
        else:
            request.respond(ONE_ROW)

    with RemoteStore.open(lying_endpoint(recover), SHORT) as store:
        assert len(store.select(EVERYTHING)) == 1
    assert len(asked) == 3


def test_an_endpoint_that_stays_busy_is_given_up(lying_endpoint: LyingEndpoint) -> None:
    asked = []

    def refuse(request: Request) -> None:
        asked.append(request)
        request.respond(b"too many of you", status=503, media_type="text/plain")

    error = failure(lying_endpoint(refuse))
    assert error.message == "the endpoint answered 503: too many of you"
    assert error.status == 503
    assert len(asked) == 3


def test_an_endpoint_that_wants_a_long_pause_is_not_asked_again(
    lying_endpoint: LyingEndpoint,
) -> None:
    error = failure(
        lying_endpoint(
            lambda request: request.respond(b"", status=429, headers={"Retry-After": "3600"})
        )
    )
    assert error.message == "the endpoint answered 429"
    assert error.hint == "the endpoint wants to be asked again in 3600 s"


@pytest.mark.parametrize("status", [204, 400, 401, 404, 500])
def test_other_refusals_are_final(status: int, lying_endpoint: LyingEndpoint) -> None:
    asked = []

    def refuse(request: Request) -> None:
        asked.append(request)
        request.respond(b"", status=status)

    assert failure(lying_endpoint(refuse)).status == status
    assert len(asked) == 1


def test_a_refusal_whose_text_does_not_come_is_one(lying_endpoint: LyingEndpoint) -> None:
    def refuse(request: Request) -> None:
        request.respond(b"out of memory", status=500, headers={"Content-Length": "1000"})
        request.is_over.wait()

    assert failure(lying_endpoint(refuse)).message == "the endpoint answered 500: out of memory"


def test_what_a_server_says_cannot_move_the_cursor(lying_endpoint: LyingEndpoint) -> None:
    remark = b"\n  \x1b[2J\x07bad\xff " + b"x" * 5_000 + b"\nsecond line"
    error = failure(lying_endpoint(lambda request: request.respond(remark, status=500)))
    assert error.message.startswith("the endpoint answered 500: \\x1b[2J\\x07bad� xxx")
    assert error.message.isprintable()
    assert len(error.message) < 300


def test_redirections_are_followed(lying_endpoint: LyingEndpoint) -> None:
    seen = []

    def listen(request: Request) -> None:
        seen.append((request.command, request.body))
        request.respond(ONE_ROW)

    there = lying_endpoint(listen)

    def redirect(status: int) -> Callable[[Request], None]:
        return lambda request: request.respond(b"", status=status, headers={"Location": there})

    for status in (301, 302, 307, 308, 303):
        with RemoteStore.open(lying_endpoint(redirect(status)), SHORT) as store:
            assert len(store.select("ASK {}")) == 1
    assert seen == [("POST", b"query=ASK+%7B%7D")] * 4 + [("GET", b"")]


def test_redirections_that_never_end_are_not_followed(lying_endpoint: LyingEndpoint) -> None:
    asked = []

    def redirect(request: Request) -> None:
        asked.append(request)
        request.respond(b"", status=307, headers={"Location": request.path})

    assert failure(lying_endpoint(redirect)).message.startswith("redirected more than 3 times")
    assert len(asked) == 4


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/", "http://[::1/"])
def test_redirections_leave_the_web_for_nothing(
    location: str, lying_endpoint: LyingEndpoint
) -> None:
    url = lying_endpoint(
        lambda request: request.respond(b"", status=307, headers={"Location": location})
    )
    assert "address" in failure(url).message


def test_a_password_is_not_told_to_another_server(lying_endpoint: LyingEndpoint) -> None:
    seen = []

    def listen(request: Request) -> None:
        seen.append(request.headers["Authorization"])
        request.respond(ONE_ROW)

    there = lying_endpoint(listen)
    elsewhere = there.replace("127.0.0.1", "localhost")
    for target in (there, elsewhere):

        def redirect(request: Request, target: str = target) -> None:
            request.respond(b"", status=307, headers={"Location": target})

        url = lying_endpoint(redirect).replace("//", "//me:secret@")
        with RemoteStore.open(url, SHORT) as store:
            store.select(EVERYTHING)
    assert seen == ["Basic bWU6c2VjcmV0", None]


def test_the_embedded_store_follows_the_same_protocol() -> None:
    store: TripleStore = EmbeddedStore.in_memory()
    assert isinstance(store.query("ASK {}"), ox.QueryBoolean)
