"""The servers that are compared, each on a free port of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_START = 600.0
"""Seconds that a server may take to start: rdflib reads all its data first."""
_RDFLIB = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="error")
"""


@contextmanager
def ours(publication: Path, *options: str) -> Iterator[str]:
    """``lod-archive serve``."""
    port = _free_port()
    command = [sys.executable, "-m", "lod_archive", "serve", str(publication), "--log", "none"]
    with _running([*command, "--port", str(port), *options], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def oxigraph(nquads: Path, work: Path) -> Iterator[str]:
    """The oxigraph server over the same quads; its default graph is the union of all, like ours."""
    program = shutil.which("oxigraph", path=Path(sys.executable).parent)
    if program is None:
        raise RuntimeError("oxigraph is not installed: pip install oxigraph")
    port = _free_port()
    store = ["--location", str(work / "oxigraph")]
    load = [program, "load", *store, "--file", str(nquads)]
    subprocess.run(load, check=True, capture_output=True)
    subprocess.run([program, "optimize", *store], check=True, capture_output=True)
    command = [program, "serve-read-only", *store, "--union-default-graph"]
    with _running([*command, "--bind", f"127.0.0.1:{port}"], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def rdflib_endpoint(nquads: Path) -> Iterator[str]:
    """rdflib-endpoint with uvicorn, the data in memory."""
    port = _free_port()
    with _running([sys.executable, "-W", "ignore", "-c", _RDFLIB, str(nquads), str(port)], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            end = time.monotonic() + _START
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"{command[0]} does not listen")
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
