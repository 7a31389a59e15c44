"""Runs one build many times, killing it before each of its system calls in turn.

Run as a program: ``python -m tests.killed_builds FOLDER METHOD``. It prints a line of JSON for
each moment: what the target held right after the kill, and what it held after the recovery that
every command begins with. METHOD is ``exchange`` or ``rename``, the way for systems that cannot
exchange folders. A program of its own, because it forks, which a process with threads must not.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from lod_archive.errors import PublicationError
from lod_archive.publish import aside
from lod_archive.publish.aside import open_publication, publish_aside
from lod_archive.publish.canonical import CanonicalHash
from lod_archive.publish.publication import Facts, Publication, write_manifest

FACTS = Facts("https://example.org/", CanonicalHash("00", 0), {}, "0")
COUNTED = ("open", "os.", "shutil.", "fcntl.", "ctypes.")
FILES = ("index.html", "doc/event/strike.ttl", "doc/event/strike.nt")


def build(target: Path, text: str) -> None:
    """Publish a few files that all hold this text."""
    with publish_aside(target) as folder:
        for name in FILES:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        write_manifest(folder, FACTS)


def held(target: Path) -> str:
    """The text of the publication, or what is wrong with it."""
    if not target.exists():
        return "absent"
    try:
        publication = Publication.open(target)
    except PublicationError as error:
        return f"broken: {error.message}"
    if damaged := [*publication.damaged(), *publication.foreign()]:
        return f"damaged: {damaged}"
    texts = {(target / name).read_text() for name in FILES}
    return texts.pop() if len(texts) == 1 else f"mixed: {sorted(texts)}"


def build_until(moment: int, target: Path) -> bool:
    """Build in a child that kills itself before its n-th system call; False if it has fewer."""
    child = os.fork()
    if child == 0:
        calls = 0

        def count(event: str, _: tuple[object, ...]) -> None:
            nonlocal calls
            if event.startswith(COUNTED):
                calls += 1
                if calls == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            build(target, "new")
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise RuntimeError(f"the build failed by itself at moment {moment}")
    return os.WIFSIGNALED(status)


def main(folder: Path, method: str) -> None:
    """Write what the target holds after each moment."""
    if method == "rename":
        setattr(aside, "exchange", lambda one, other: False)  # noqa: B010 — mypy: not exported
    setattr(aside, "flush", lambda place: None)  # noqa: B010 — for the disk, which is not killed
    target = folder / "dist"
    moment, was_killed = 0, True
    while was_killed:
        moment += 1
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        build(target, "old")
        was_killed = build_until(moment, target)
        at_once = held(target)
        open_publication(target)
        after_recovery = held(target)
        build(target, "next")
        left = sorted(path.name for path in folder.iterdir())
        line = json.dumps([at_once, after_recovery, held(target), left])
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
