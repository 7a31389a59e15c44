"""OpenRefine itself, without its pages: projects, reconciliation and data extension by commands.

https://openrefine.org/docs/technical-reference/openrefine-api
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.tools import free_port, listens, miss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PROGRAM = "openrefine"
SECONDS = 90.0
"""How long anything may take here before the test has failed."""
_PAUSE = 0.1
_ENGINE = json.dumps({"facets": [], "mode": "row-based"})


class OpenRefine:
    """A running OpenRefine.

    :ivar address: where its pages are.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._client = httpx.Client(base_url=f"{address}/command/core/", timeout=SECONDS)

    def version(self) -> str:
        """Such as 3.6.2."""
        return str(self._client.get("get-version").json()["version"])

    def create(self, name: str, csv: str) -> int:
        """A new project with a table; its number."""
        answer = self._client.post(
            "create-project-from-upload",
            params={"csrf_token": self._token()},
            data={"project-name": name, "format": "text/line-based/*sv"},
            files={"project-file": (f"{name}.csv", csv.encode(), "text/csv")},
        )
        assert answer.status_code == 302, answer.text
        return int(parse_qs(urlsplit(answer.headers["location"]).query)["project"][0])

    def guessed_types(self, project: int, column: str, service: str) -> list[dict[str, Any]]:
        """The types that OpenRefine makes out by asking about the first cells."""
        said = self._command(
            "guess-types-of-column",
            {"project": project, "columnName": column, "service": service},
        )
        return list(said["types"])

    def reconcile(self, project: int, column: str, config: Mapping[str, Any]) -> None:
        """Reconcile a column as the dialogue would, and wait until it is done."""
        self._process(
            "reconcile", project, {"columnName": column, "config": json.dumps(dict(config))}
        )

    def match(self, project: int, row: int, cell: int, candidate: Mapping[str, Any]) -> None:
        """Judge that a cell means a candidate."""
        said = {
            "row": row,
            "cell": cell,
            "judgment": "matched",
            "id": candidate["id"],
            "name": candidate["name"],
            "score": candidate["score"],
            "types": ",".join(candidate["types"]),
        }
        self._process("recon-judge-one-cell", project, said)

    def previewed_extension(
        self, project: int, column: str, properties: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """What columns from the service would hold for the first rows."""
        said = {
            "columnName": column,
            "rowIndices": "[0,1,2]",
            "extension": json.dumps({"properties": [*properties]}),
        }
        return self._command("preview-extend-data", {"project": project, **said})

    def extend(
        self, project: int, column: str, service: Mapping[str, str], properties: Sequence[Any]
    ) -> None:
        """Add columns from the service, and wait until that is done."""
        said = {
            "baseColumnName": column,
            "endpoint": service["url"],
            "identifierSpace": service["identifierSpace"],
            "schemaSpace": service["schemaSpace"],
            "extension": json.dumps({"properties": [*properties]}),
            "columnInsertIndex": 1,
        }
        self._process("extend-data", project, said)

    def rows(self, project: int) -> list[list[Any]]:
        """The cells of the table, with what has been found for each."""
        said = self._client.get(
            "get-rows", params={"project": project, "start": 0, "limit": 1000}
        ).json()
        pool = said["pool"]["recons"]
        rows = []
        for row in said["rows"]:
            cells = [cell and {**cell, "r": pool.get(str(cell.get("r")))} for cell in row["cells"]]
            rows.append(cells)
        return rows

    def columns(self, project: int) -> list[dict[str, Any]]:
        """The columns of the table."""
        said = self._client.get("get-models", params={"project": project}).json()
        return list(said["columnModel"]["columns"])

    def export(self, project: int) -> str:
        """The table as CSV."""
        answer = self._client.post(
            "export-rows/table.csv",
            data={"project": str(project), "format": "csv", "engine": _ENGINE},
        )
        return answer.text

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _token(self) -> str:
        return str(self._client.get("get-csrf-token").json()["token"])

    def _command(self, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
        data = {key: str(value) for key, value in said.items()}
        answer = self._client.post(name, data={**data, "csrf_token": self._token()})
        found: dict[str, Any] = answer.json()
        assert found["code"] in ("ok", "pending"), found
        return found

    def _process(self, name: str, project: int, said: Mapping[str, Any]) -> None:
        self._command(name, {"project": project, "engine": _ENGINE, **said})
        deadline = time.monotonic() + SECONDS
        while self._client.get("get-processes", params={"project": project}).json()["processes"]:
            assert time.monotonic() < deadline, f"{name} takes too long"
            time.sleep(_PAUSE)


@contextmanager
def running_openrefine(folder: Path) -> Iterator[OpenRefine]:
    """OpenRefine on a free port, with its projects in a folder; ended at the end."""
    program = shutil.which(PROGRAM)
    if program is None:
        miss("OpenRefine", "apt-get install openrefine")
    port = free_port()
    options = ["-p", str(port), "-d", str(folder), "-m", "512M", "-x", "refine.headless=true"]
    with subprocess.Popen(
        [program, *options, "run"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            deadline = time.monotonic() + SECONDS
            while not listens(port):
                assert time.monotonic() < deadline, "OpenRefine does not begin"
                time.sleep(_PAUSE)
            refine = OpenRefine(f"http://127.0.0.1:{port}")
            yield refine
            refine.close()
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # the script, and Java which it has started
