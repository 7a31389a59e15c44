"""``python -m lod_archive`` and the ``lod-archive`` command."""

from __future__ import annotations

from lod_archive.cli import main

if __name__ == "__main__":
    main()
