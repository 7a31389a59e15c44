"""Small answers that were given before: the store never changes, so they are still right."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from lod_archive.query.governor.outcomes import Answer, Outcome
from lod_archive.query.governor.question import Question

_OVERHEAD: Final = 1000
"""About how many bytes an answer takes beside its body and its question."""


class KnownAnswers:
    """The answers that were asked for last.

    :param most: how many bytes they may take.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._answers: OrderedDict[Question, Answer] = OrderedDict()

    def get(self, question: Question) -> Answer | None:
        """The answer, if it is known."""
        known = self._answers.get(question)
        if known is not None:
            self._answers.move_to_end(question)
        return known

    def add(self, question: Question, outcome: Outcome) -> None:
        """Remember an answer that is at hand, and that will be the same again."""
        if not isinstance(outcome, Answer) or outcome.file is not None or not question.is_steady:
            return
        if question not in self._answers:
            self._answers[question] = outcome
            self._held += _size(question, outcome)
        while self._held > self._most:
            self._held -= _size(*self._answers.popitem(last=False))


def _size(question: Question, answer: Answer) -> int:
    return len(question.sparql) + answer.size + _OVERHEAD
