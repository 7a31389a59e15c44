"""A new archive: the files of ``template/``, with base and title put in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from lod_archive.archive import BUILT_IN, SETTINGS_FILE, parse_settings
from lod_archive.errors import PublicationError

TEMPLATE: Final = BUILT_IN / "template"
_RENAMED: Final = {"gitignore": ".gitignore"}


def new_archive(
    folder: str | Path, *, base: str | None = None, title: str | None = None
) -> list[Path]:
    """Start an archive in a folder that is new or empty; gives the files that were made.

    :raises PublicationError: if the folder holds something, or cannot be written.
    :raises SettingsError: if the base is not an IRI that ends in a slash; nothing is made then.

    >>> folder = getfixture("tmp_path") / "mine"
    >>> [path.name for path in new_archive(folder, title="Mine")][-1]
    'timeline.rq'
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise PublicationError(
            f"{target} is not empty", hint="give the name of a folder that does not exist yet"
        )
    settings = _settings(base, title)
    try:
        return [_copied(path, target, settings) for path in _template()]
    except OSError as error:
        raise PublicationError(f"cannot write to {target}: {error.strerror}") from None


def _template() -> list[Path]:
    return sorted(path for path in TEMPLATE.rglob("*") if path.is_file())


def _settings(base: str | None, title: str | None) -> str:
    """The text of ``archive.toml``, checked before anything is written."""
    text = (TEMPLATE / SETTINGS_FILE).read_text("utf-8")
    if base is not None:
        text = _with(text, "base", json.dumps(base))
    if title is not None:
        text = _with(text, "title", f"{{ en = {json.dumps(title, ensure_ascii=False)} }}")
    parse_settings(text)
    return text


def _with(text: str, key: str, value: str) -> str:
    return re.sub(rf"^{key} = .*$", lambda _: f"{key} = {value}", text, count=1, flags=re.MULTILINE)


def _copied(path: Path, target: Path, settings: str) -> Path:
    relative = path.relative_to(TEMPLATE)
    copy = target / relative.with_name(_RENAMED.get(relative.name, relative.name))
    copy.parent.mkdir(parents=True, exist_ok=True)
    is_settings = relative.as_posix() == SETTINGS_FILE
    copy.write_text(settings if is_settings else path.read_text("utf-8"), "utf-8")
    return copy
