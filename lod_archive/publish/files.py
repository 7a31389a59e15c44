"""Files below a folder, and the folders that they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path


class Files:
    """Writes thousands of files below a folder, and makes the folders that they lie in."""

    def __init__(self, root: Path) -> None:
        self.root: Final = root
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """Write one, over what was there.

        :param path: relative, with slashes.
        """
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        left = memoryview(content)
        with open(f"{self.root}/{path}", "wb", buffering=0) as file:  # noqa: PTH123 half as long
            while left:
                left = left[file.write(left) :]
