"""The server as a process: it starts, is asked, gets a new build under load, and stops."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import urllib3
from click.testing import CliRunner

from lod_archive.cli import main
from lod_archive.pipeline import Archive
from tests.serving import SECONDS, serving

STRIKE = Path(__file__).parent / "archives" / "strike"
NEW = "id: event/new\ntype: Event\nname: {en: New}\ndescription: {en: New.}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    shutil.copytree(STRIKE, tmp_path / "archive")
    return tmp_path / "archive"


def until(ask: Callable[[], urllib3.BaseHTTPResponse], status: int) -> bytes:
    """What is answered once it is answered with this status."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        answer = ask()
        if answer.status == status:
            return answer.data
    raise AssertionError(f"still {answer.status}, not {status}")


def test_archive_is_built_and_served_and_the_server_stops_when_asked(archive: Path) -> None:
    with serving(archive) as server:
        answer = urllib3.request(
            "GET", f"{server.address}event/strike", headers={"Accept": "text/turtle"}
        )
        assert answer.status == 200
        assert answer.data == (archive / "dist/doc/event/strike.ttl").read_bytes()
        code, said = server.stop()
    assert code == 0
    lines = [json.loads(line) for line in said if line.startswith("{")]
    assert [(each["path"], each["status"]) for each in lines] == [
        ("/event/strike", 303),
        ("/doc/event/strike", 200),
    ]
    assert lines[1]["size"] == len(answer.data)


def test_a_new_build_is_picked_up_without_dropping_a_request(archive: Path) -> None:
    opened = Archive.open(archive)
    opened.build()
    statuses: list[int] = []
    is_over = threading.Event()

    def hammer(address: str) -> None:
        with urllib3.PoolManager(1) as pool:
            while not is_over.is_set():
                url = f"{address}doc/event/strike.ttl"
                statuses.append(pool.request("GET", url, retries=False, timeout=SECONDS).status)

    with serving(archive / "dist") as server, urllib3.PoolManager(1) as pool:
        threads = [threading.Thread(target=hammer, args=(server.address,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            (archive / "data/new.yaml").write_text(NEW, "utf-8")
            opened.build()
            found = until(lambda: pool.request("GET", f"{server.address}doc/event/new"), 200)
        finally:
            is_over.set()
            for thread in threads:
                thread.join(SECONDS)
    assert found
    assert len(statuses) > 50
    assert set(statuses) == {200}


def test_while_watching_a_mistake_is_shown_until_it_is_mended(archive: Path) -> None:
    page = {"Accept": "text/html, */*;q=0.1"}
    with serving(archive, "--watch") as server, urllib3.PoolManager(1) as pool:

        def asked() -> urllib3.BaseHTTPResponse:
            return pool.request("GET", f"{server.address}doc/event/strike", headers=page)

        until(asked, 200)
        (archive / "data/new.yaml").write_text("id: event/new\ntype: Evnt\n", "utf-8")
        shown = until(asked, 500).decode()
        assert "data/new.yaml:2:" in shown
        assert "did you mean" in shown
        assert 'href="/static/style.css"' in shown
        (archive / "data/new.yaml").write_text(NEW, "utf-8")
        until(asked, 200)


def test_a_port_that_is_taken_is_said(archive: Path) -> None:
    Archive.open(archive).build()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        place = str(archive / "dist")
        command = [sys.executable, "-m", "lod_archive", "serve", place, "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 2
    assert f"cannot listen at 127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("prot = 1", "unknown setting “prot”; did you mean “port”?"),
        ("port = 'x'", "'x' is not a valid integer"),
        ("port = ", "is not TOML"),
        ("root-path = 'archive'", "a path begins with /"),
    ],
)
def test_a_mistake_in_the_settings_is_said(tmp_path: Path, settings: str, said: str) -> None:
    (tmp_path / "serve.toml").write_text(settings, "utf-8")
    outcome = CliRunner().invoke(main, ["serve", "--config", str(tmp_path / "serve.toml"), "."])
    assert outcome.exit_code == 2
    assert said in outcome.output


def test_an_option_wins_over_a_variable_and_that_over_a_file(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "serve.toml").write_text("root-path = '/file'\nhost = '127.0.0.1'", "utf-8")
    with serving(archive, "--config", tmp_path / "serve.toml") as server:
        assert server.address.endswith("/file/")
        location = urllib3.request("GET", f"{server.address}event/strike", redirect=False).headers
        assert location["location"] == "/file/doc/event/strike"
    given = {"LOD_ARCHIVE_ROOT_PATH": "/variable"}
    with serving(archive, "--config", tmp_path / "serve.toml", variables=given) as server:
        assert server.address.endswith("/variable/")
    with serving(archive, "--root-path", "/option", variables=given) as server:
        assert server.address.endswith("/option/")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--service", "example.org"], "not the http address of an endpoint"),
        (["--links", "nowhere/at/all.sqlite"], "cannot keep short links in nowhere/at/all.sqlite"),
    ],
)
def test_an_option_that_cannot_be_is_said(archive: Path, options: list[str], said: str) -> None:
    Archive.open(archive).build()
    outcome = CliRunner().invoke(main, ["serve", str(archive / "dist"), *options])
    assert outcome.exit_code == 2
    assert said in outcome.output


def test_whoever_has_no_editor_is_told_how_to_get_one(archive: Path, tmp_path: Path) -> None:
    with serving(archive, "--packages", tmp_path) as server:
        assert "npm install @zazuko/yasgui" in server.wait_for("plain form")


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (b"GET /doc/event/strike%zz HTTP/1.1\r\nHost: a\r\n\r\n", (400, 404)),
        (b"GET /doc/event/strike%00 HTTP/1.1\r\nHost: a\r\n\r\n", (400, 404)),
        (b"GET /../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", (400, 404)),
        (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", (400, 404)),
        (b"GET /x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: a\r\n\r\n", (400, 404)),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", (400, 414, 431)),
        (b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 1_000_000 + b"\r\n\r\n", (400, 431)),
        (b"nonsense\r\n\r\n", (400,)),
    ],
)
def test_odd_requests_are_refused(archive: Path, request_: bytes, statuses: tuple[int]) -> None:
    Archive.open(archive).build()
    with serving(archive / "dist") as server:
        url = urllib3.util.parse_url(server.address)
        assert url.host is not None
        with socket.create_connection((url.host, url.port or 80), SECONDS) as connection:
            connection.sendall(request_)
            answer = connection.recv(100_000)
        assert int(answer.split(b" ")[1]) in statuses
        assert b"Set-Cookie" not in answer
        assert urllib3.request("GET", f"{server.address}health").status == 200
