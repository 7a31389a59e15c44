"""Results as Markdown, put into the page between its marks."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import click

from benchmarks.comparison import VALIDATION, Build, Comparison, Growth
from benchmarks.measure import ROOT, Measured

_Command = TypeVar("_Command", bound=Callable[..., Any])


def options(command: _Command) -> _Command:
    """``--date`` and ``--page``, which every comparison has."""
    page = click.option(
        "--page",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        default=ROOT / "docs/benchmarks.md",
        help="Where the results go; docs/benchmarks.md.",
    )
    today = datetime.date.today().isoformat
    date = click.option("--date", default=today, help="For the report; today.")
    return date(page(command))


def comparison(found: Comparison) -> str:
    """Both sides, and how they compare."""
    ours = "one run" if found.times == 1 else f"median of {found.times} runs"
    rows = [
        _row(f"lod_archive, {ours}", found.ours),
        _row("rdflib, one run", found.rdflib),
    ]
    return "\n".join(
        (
            f"{found.triples:,} triples. lod_archive is **{found.speed:.1f} times as fast**, takes "
            f"1/{found.processor:.1f} of the processor time, and **{found.memory:.0%} of the "
            f"memory**.",
            "",
            "| | time (s) | processor time (s) | peak memory (MiB) |",
            "|---|--:|--:|--:|",
            *rows,
        )
    )


def growth(found: Sequence[Growth]) -> str:
    """Our side at growing sizes."""
    return "\n".join(
        (
            "| triples | time (s) | µs a triple | peak memory (MiB) |",
            "|--:|--:|--:|--:|",
            *(
                f"| {one.triples:,} | {one.ours.wall:.1f} "
                f"| {one.ours.wall / one.triples * 1e6:.1f} | {one.ours.memory:.0f} |"
                for one in found
            ),
        )
    )


def build(found: Build) -> str:
    """The steps of a build, and what validation adds."""
    return "\n".join(
        (
            f"{found.without_validation:.2f} s, and {found.steps[VALIDATION]:.2f} s of validation; "
            f"peak memory {found.memory:.0f} MiB.",
            "",
            "| step | time (s) |",
            "|---|--:|",
            *(f"| {step} | {seconds:.2f} |" for step, seconds in found.steps.items()),
        )
    )


def circumstances(command: str, date: str, *engines: str) -> str:
    """When, how and on what the results were found.

    :param engines: what else took part, with its version.
    """
    named = {f"{name} {version(name)}" for name in ("rdflib", "pyoxigraph", "pyshacl")}
    versions = ", ".join(sorted({*named, *engines}))
    return (
        f"`{command}`, {date}, Python {platform.python_version()}, {versions}; "
        f"{_processor()}, {os.cpu_count()} cores, {_memory():.0f} GiB."
    )


def put(page: Path, section: str, text: str) -> None:
    """Replace a section of the page: what stands between its marks.

    :raises ValueError: if the page has no such section.
    """
    marks = f"<!-- results: {section} -->", "<!-- end -->"
    pattern = re.compile(f"({re.escape(marks[0])}\n).*?({marks[1]})", re.DOTALL)
    whole, count = pattern.subn(
        lambda match: f"{match[1]}\n{text}\n\n{match[2]}", page.read_text("utf-8")
    )
    if not count:
        raise ValueError(f"{page} has no section {section}")
    page.write_text(whole, "utf-8")


def _row(name: str, measured: Measured) -> str:
    return f"| {name} | {measured.wall:.1f} | {measured.cpu:.1f} | {measured.memory:.0f} |"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _memory() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
