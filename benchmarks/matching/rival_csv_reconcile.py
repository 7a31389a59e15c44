"""csv-reconcile beside us: it must run in an environment of its own, for it needs an old Flask.

Reads ``{type: {"names": [[id, name], …], "queries": [name, …]}}`` from a file: a service for each
type, as one would set it up, for csv-reconcile knows no types. Prints, for each, the answers as
``[[id, is match], …]``, and what the queries took.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

BATCH = 50
LIMIT = 25
"""Candidates asked for: names, of which an entity may have many."""


def main() -> None:
    """Answer the file that is named, in JSON."""
    work: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    print(json.dumps({kind: _answers(**asked) for kind, asked in work.items()}))


def _answers(names: list[list[str]], queries: list[str]) -> dict[str, Any]:
    from csv_reconcile import create_app, initdb  # noqa: PLC0415 only where it is installed
    from csv_reconcile.db import get_db  # noqa: PLC0415
    from csv_reconcile.score import processQueryBatch  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        table = Path(folder) / "names.tsv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, "excel-tab")
            writer.writerow(("id", "name"))
            writer.writerows((f"{at} {iri}", name) for at, (iri, name) in enumerate(names))
        app = create_app(instance_path=folder)
        with app.app_context():
            initdb.init_db_with_context(str(table), "id", "name")
            found: list[list[list[object]]] = []
            seconds: list[float] = []
            for at in range(0, len(queries), BATCH):
                some = queries[at : at + BATCH]
                batch = {str(number): {"query": name} for number, name in enumerate(some)}
                start = perf_counter()
                answers = processQueryBatch(get_db(), batch, limit=LIMIT)
                seconds.append(perf_counter() - start)
                found += [_entities(answers[key]["result"]) for key in batch]
    return {"answers": found, "batches": seconds}


def _entities(result: list[dict[str, Any]]) -> list[list[object]]:
    """The entities of names, each once."""
    found: dict[str, bool] = {}
    for each in result:
        entity = each["id"].partition(" ")[2]
        found[entity] = found.get(entity, False) or each["match"]
    return [[entity, is_match] for entity, is_match in found.items()]


if __name__ == "__main__":
    main()
