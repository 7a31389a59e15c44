"""An archive that is nearly all essays, published as a store.

``python -m benchmarks.exports.essays FOLDER ESSAYS`` makes it in a process of its own.
"""

from __future__ import annotations

import json
import sys
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.generate import Archive
from lod_archive.pipeline import Archive as Folder
from lod_archive.store import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.generate import Record

_UNITS: Final = 25
"""How many units of people, places and topics the essays speak of, at most."""
_OF_UNIT: Final = 100
"""How many essays, at least, speak of one."""
_SETTINGS: Final = """\
base = "https://example.org/colliery/"
title = { en = "Essays on a colliery" }
publisher = "organization/mine-0"
"""
STORE: Final = "store"
QUADS: Final = "archive.nq"


def generate(folder: Path, essays: int, *, seed: int = 1935) -> None:
    """Write the records: so many essays, and the people, places, topics that they speak of."""
    archive = Archive(min(_UNITS, max(1, essays // _OF_UNIT)), seed)
    random = Random(f"{seed} essays")
    for name, records in archive.files():
        made: Iterator[Record] = records
        if name == "essays.jsonl":
            made = (archive.essay(random, number) for number in range(essays))
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for record in chain(made):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    (folder / "archive.toml").write_text(_SETTINGS, "utf-8", newline="\n")


def publish(folder: Path, essays: int) -> None:
    """Make a store of them on the disk, and the same as N-Quads."""
    with TemporaryDirectory() as made:
        generate(Path(made), essays)
        with Folder.open(made).source() as source:
            assert isinstance(source.store, EmbeddedStore)
            quads = folder / QUADS
            source.store.oxigraph.dump(str(quads))
    store = EmbeddedStore.create(folder / STORE).oxigraph
    store.bulk_load(path=str(quads))
    store.optimize()
    store.flush()


if __name__ == "__main__":
    publish(Path(sys.argv[1]), int(sys.argv[2]))
