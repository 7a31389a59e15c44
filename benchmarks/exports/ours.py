"""Our side: ``python -m benchmarks.exports.ours FOLDER PROFILE FORM FILE``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.exports.essays import STORE
from lod_archive.publish.profiles import export, find_profile
from lod_archive.query import open_source


def write(folder: Path, name: str, form: str, path: Path) -> int:
    """Export the store in the folder; gives how many records there were."""
    profile = find_profile(name)
    with path.open("wb") as file:
        return export(profile, open_source(folder / STORE), profile.output(form), file).records


if __name__ == "__main__":
    made = write(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    print(json.dumps({"records": made}))
