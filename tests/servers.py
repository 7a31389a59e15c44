"""SPARQL servers for tests: two real ones, on loopback, and one that answers as it is told.

``oxigraph`` comes with ``scripts/setup test``, Virtuoso with ``scripts/servers``. Where one is not
installed, a test that needs it is skipped and says so; under continuous integration (environment
variable ``CI``) it fails, so that nothing passes unchecked.

Every text is loaded once, into a graph of its own, and asked for as the default graph: Virtuoso's
default graph is otherwise the union of all its graphs, its own system's among them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, Self, TypeAlias
from urllib.parse import quote

import pytest
import urllib3

from tests.tools import free_port, miss

LoadedEndpoint: TypeAlias = Callable[[str], str]
"""The URL of an endpoint whose default graph is a text in Turtle."""
Behaviour: TypeAlias = Callable[["Request"], None]
"""What a server does with a request, of which it has read the body."""
LyingEndpoint: TypeAlias = Callable[[Behaviour], str]
"""The URL of an endpoint that behaves so."""

_START: Final = 60.0
"""Seconds that a server has to start."""


@pytest.fixture(scope="session")
def oxigraph_endpoint() -> Iterator[LoadedEndpoint]:
    """An Oxigraph server: ``oxigraph_endpoint(turtle)`` is an endpoint with this data."""
    program = shutil.which("oxigraph", path=Path(sys.executable).parent)
    if program is None:
        miss("oxigraph", "sh scripts/setup test")
    at = f"127.0.0.1:{free_port()}"
    with _running([program, "serve", "--bind", at], Path.cwd(), f"http://{at}/query"):
        yield _Loader(f"http://{at}/query", partial(_put, at)).load


@pytest.fixture(scope="session")
def virtuoso_endpoint() -> Iterator[LoadedEndpoint]:
    """A Virtuoso server: ``virtuoso_endpoint(turtle)`` is an endpoint with this data."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        miss("virtuoso-t", "sh scripts/servers")
    sql, http = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, http=http), "utf-8")
        command = [program, "-f", "+configfile", "virtuoso.ini"]
        with _running(command, folder, f"http://{http}/sparql"):
            isql = [client, sql, "dba", "dba", "ERRORS=STDOUT"]
            yield _Loader(f"http://{http}/sparql", partial(_ttlp, isql, folder)).load


@pytest.fixture
def lying_endpoint() -> Iterator[LyingEndpoint]:
    """A server in this process: ``lying_endpoint(behaviour)`` is the URL of an endpoint."""
    with LyingServer() as server:
        yield server.add


@dataclass(frozen=True)
class _Loader:
    """Loads each text once, into a new graph of a server."""

    url: str
    put: Callable[[str, str], None]
    loaded: dict[str, str] = field(default_factory=dict)

    def load(self, turtle: str) -> str:
        if turtle not in self.loaded:
            graph = f"https://example.org/graph/{len(self.loaded)}"
            self.put(turtle, graph)
            self.loaded[turtle] = f"{self.url}?default-graph-uri={quote(graph, safe='')}"
        return self.loaded[turtle]


def _put(at: str, text: str, graph: str) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-put"""
    url = f"http://{at}/store?graph={quote(graph, safe='')}"
    headers = {"Content-Type": "text/turtle"}
    reply = urllib3.request("PUT", url, body=text.encode(), headers=headers, timeout=_START)
    assert reply.status in (200, 201, 204), reply.data.decode()


def _ttlp(isql: list[str], folder: Path, text: str, graph: str) -> None:
    """http://docs.openlinksw.com/virtuoso/fn_ttlp/"""
    (folder / "data.ttl").write_text(text, "utf-8")
    call = f"DB.DBA.TTLP (file_to_string_output ('data.ttl'), '', '{graph}', 0);"
    done = subprocess.run(
        [*isql, f"exec={call}"], capture_output=True, text=True, timeout=_START, check=True
    )
    assert "*** Error" not in done.stdout, done.stdout


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """A server that answers at the URL, for as long as it is needed."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        try:
            end = time.monotonic() + _START
            while not _answers(url):
                if process.poll() is not None or time.monotonic() > end:
                    said.seek(0)
                    pytest.fail(f"{command[0]} did not start:\n{said.read()}")
            yield
        finally:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    pause = urllib3.Timeout(1)
    try:
        reply = urllib3.request(
            "GET", url, fields={"query": "ASK {}"}, timeout=pause, retries=False
        )
    except urllib3.exceptions.HTTPError:
        threading.Event().wait(0.05)
        return False
    return reply.status == 200


_VIRTUOSO: Final = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
ServerThreads = 10
DirsAllowed = .
CaseMode = 2

[HTTPServer]
ServerPort = {http}
ServerThreads = 5
ServerRoot = .

[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""


class LyingServer(ThreadingHTTPServer):
    """A server on loopback that behaves as it is told, each time on another path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.is_over = threading.Event()
        self.behaviours: list[Behaviour] = []
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,))

    def add(self, behaviour: Behaviour) -> str:
        """The URL at which the server behaves so."""
        self.behaviours.append(behaviour)
        return f"http://127.0.0.1:{self.server_port}/{len(self.behaviours) - 1}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.is_over.set()
        self.shutdown()
        self._thread.join()
        self.server_close()


class Request(BaseHTTPRequestHandler):
    """A request to the lying server, of which the body has been read."""

    server: LyingServer
    protocol_version = "HTTP/1.1"
    body = b""

    @property
    def is_over(self) -> threading.Event:
        """What a behaviour that would wait for ever waits for."""
        return self.server.is_over

    def respond(
        self,
        body: bytes,
        *,
        status: int = 200,
        media_type: str = "application/sparql-results+json",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer; a header that is given takes the place of the usual one."""
        usual = {
            "Content-Type": media_type,
            "Content-Length": str(len(body)),
            "Connection": "close",  # or the next question is sent while this connection closes
        }
        self.send_response(status)
        for name, value in {**usual, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.close_connection = True
        with suppress(ConnectionError):  # whoever asked has gone
            self.server.behaviours[int(self.path.strip("/").partition("?")[0])](self)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *args: object) -> None:
        """Say nothing."""
