"""The notebooks of the documentation, run from the first cell to the last."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.reference import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
RUN = """
import sys, nbclient, nbformat
notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook).execute()
nbformat.write(notebook, sys.argv[2])
"""


def texts(notebook: Any) -> Iterator[tuple[int, str]]:
    """What cells print and show as text, by the number of the cell; pictures aside."""
    for number, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "image/png" not in data:
                yield number, "".join(data.get("text/plain", output.get("text", "")))


def pictures(notebook: Any) -> list[int]:
    """The cells that draw something."""
    return [
        number
        for number, cell in enumerate(notebook["cells"])
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs_and_shows_what_is_shown_in_it(path: Path, tmp_path: Path) -> None:
    done = tmp_path / "done.ipynb"
    command = [sys.executable, "-c", RUN, path.name, str(done)]
    ran = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    written, found = (json.loads(each.read_text("utf-8")) for each in (path, done))
    assert list(texts(found)) == list(texts(written))
    assert pictures(found) == pictures(written)
    assert pictures(found)


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
