"""Pages of OAI-PMH: ``python -m benchmarks.exports.pages FOLDER ESSAYS``.

It makes a publication with what is harvested and asks it as the server does, in this process.
Printed are, for each format and verb, the seconds of processor time that pages took.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Final

from benchmarks.exports.essays import generate
from lod_archive.pipeline import Archive
from lod_archive.publish import Publication
from lod_archive.publish.exports import HARVESTED
from lod_archive.server.oai.app import PAGE_SIZE
from lod_archive.server.oai.repository import FORMATS, Repository
from lod_archive.server.oai.responses import answer

PAGES: Final = 30
"""How many are asked for at most, each by the token of the one before."""
VERBS: Final = ("ListRecords", "ListIdentifiers")
_TOKEN: Final = re.compile(rb"<resumptionToken[^>]*>([^<]+)<")
_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)


def publish(folder: Path, essays: int) -> Publication:
    """A publication of so many essays, exported as what is harvested alone."""
    generate(folder, essays)
    with (folder / "archive.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"exports = {json.dumps(HARVESTED)}\n")
    return Archive.open(folder).build(folder / "dist").publication


def seconds(repository: Repository, verb: str, prefix: str) -> list[float]:
    """What each of the first pages takes."""
    took: list[float] = []
    asked = ("metadataPrefix", prefix)
    while len(took) < PAGES:
        begun = process_time()
        page = answer(repository, [("verb", verb), asked], _NOW, PAGE_SIZE)
        took.append(process_time() - begun)
        following = _TOKEN.search(page)
        if following is None:
            break
        asked = ("resumptionToken", following[1].decode())
    return took


if __name__ == "__main__":
    repository = Repository(publish(Path(sys.argv[1]), int(sys.argv[2])))
    print(
        json.dumps(
            {
                "records": len(repository.items),
                "pages": {
                    each.prefix: {verb: seconds(repository, verb, each.prefix) for verb in VERBS}
                    for each in FORMATS
                },
            }
        )
    )
