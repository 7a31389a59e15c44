"""Candidates on the terminal, one after another, side by side with what the archive knows."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import click

from lod_archive.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.linking import Review
    from lod_archive.linking.reviewing import Case

_ANSWERS: Final = {
    "e": "same",
    "c": "close",
    "r": "reject",
    "u": "unsure",
    "s": "skip",
    "n": "note",
    "z": "undo",
    "q": "quit",
}
_LABEL: Final = 7
_NARROW: Final = 60
_DEFAULT_WIDTH: Final = 80


def ask(review: Review, base: str) -> int:
    """Ask a person about each pair that waits; how many they have decided on.

    The end of input, or Ctrl-C, is as good as “quit”: every decision is on disk already.
    """
    skipped: set[tuple[str, str]] = set()
    note, done = "", 0
    while True:
        waiting = [each for each in review.waiting() if each.match.pair not in skipped]
        if not waiting:
            return done
        case = waiting[0]
        show(case, base, len(waiting))
        answer = _answered(note)
        if answer == "q":
            return done
        if answer == "n":
            note = _typed("note: ") or ""
        elif answer == "s":
            skipped.add(case.match.pair)
            note = ""
        elif answer == "z":
            taken_back, note = review.undo(), ""
            done -= taken_back is not None
            said = (
                f"taken back: {taken_back.target_label}" if taken_back else "nothing to take back"
            )
            terminal.notice(terminal.safe(said))
        else:
            is_written = _decide(review, case, answer, note)
            if not is_written:
                terminal.notice("somebody else has decided on this pair meanwhile")
            note, done = "", done + is_written


def _answered(note: str) -> str:
    """The letter of an answer, which is written as the letter or as the whole word."""
    choices = "  ".join(f"{letter} {word}" for letter, word in _ANSWERS.items())
    while True:
        answer = _typed(f"{choices}{' (noted)' if note else ''} > ")
        if answer is None:
            return "q"
        written = answer.strip().lower()
        for letter, word in _ANSWERS.items():
            if written in {letter, word}:
                return letter
        terminal.notice("answer with one of the letters or words, and the Enter key")


def _typed(prompt: str) -> str | None:
    """What the person types; None at the end of input, and for Ctrl-C."""
    try:
        return str(click.prompt(prompt, prompt_suffix="", default="", show_default=False, err=True))
    except click.Abort:
        terminal.notice("")
        return None


def _decide(review: Review, case: Case, answer: str, note: str) -> bool:
    """Write an answer; False if somebody else was faster."""
    from lod_archive.sources.sssom import Verdict
    from lod_archive.vocab.namespaces import SKOS

    verdict, predicate = {
        "e": (Verdict.ACCEPTED, SKOS.exactMatch),
        "c": (Verdict.ACCEPTED, SKOS.closeMatch),
        "r": (Verdict.REJECTED, SKOS.exactMatch),
        "u": (Verdict.UNSURE, SKOS.exactMatch),
    }[answer]
    return review.decide(case, verdict, predicate, note) is not None


def show(case: Case, base: str, waiting: int) -> None:
    """Show a pair to the person at the terminal."""
    width = terminal.width() or _DEFAULT_WIDTH
    heading = f"{case.match.subject_label} = {case.match.target_label}?"
    terminal.notice("")
    terminal.notice(click.style(terminal.safe(heading), bold=True) + f"  ({waiting} to decide)")
    for line in lines(case, base, width):
        terminal.notice(terminal.safe(line))


def lines(case: Case, base: str, width: int) -> Iterator[str]:
    """What is known of both, side by side where the terminal is wide enough."""
    from lod_archive.linking.showing import compared, doubts, evidence

    column = (width - _LABEL - 3) // 2
    for row in compared(case, base):
        if width < _NARROW:
            yield f"{row.what:<{_LABEL}}{row.here}"
            yield f"{'':<{_LABEL}}{row.there}"
            continue
        here, there = textwrap.wrap(row.here, column), textwrap.wrap(row.there, column)
        for number in range(max(len(here), len(there))):
            what = row.what if number == 0 else ""
            left = here[number] if number < len(here) else ""
            right = there[number] if number < len(there) else ""
            yield f"{what:<{_LABEL}}{left:<{column}} | {right}".rstrip()
    yield f"{'why':<{_LABEL}}{evidence(case)}"
    for doubt in doubts(case, base):
        yield f"{'but':<{_LABEL}}{doubt}"
