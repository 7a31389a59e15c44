"""``python -m lod_archive`` and the ``lod-archive`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, and exit."""
    try:
        from lod_archive import cli  # noqa: PLC0415 Ctrl-C can come while this is loading
    except KeyboardInterrupt:
        sys.exit(130)
    cli.main(prog_name="lod-archive")


if __name__ == "__main__":
    main()
