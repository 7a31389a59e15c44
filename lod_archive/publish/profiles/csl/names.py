"""Names of persons and bodies as bibliographies sort them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lod_archive.vocab.namespaces import SCHEMA

if TYPE_CHECKING:
    from lod_archive.publish.profiles.view import View


@dataclass(frozen=True, slots=True)
class Name:
    """A name, in its parts where they are known.

    :param text: all of it, as the record has it.
    :param family: None if the parts are not known, as for bodies.
    """

    text: str
    family: str | None = None
    given: str = ""

    @property
    def sorted_by(self) -> str:
        """What bibliographies begin with.

        >>> Name("Lewis H. Siegelbaum", "Siegelbaum", "Lewis H.").sorted_by
        'Siegelbaum, Lewis H.'
        >>> Name("Pravda").sorted_by
        'Pravda'
        """
        return f"{self.family}, {self.given}" if self.family else self.text


def name_of(view: View, agent: str, languages: tuple[str, ...]) -> Name | None:
    """The name in the first of the languages that has one; None if it has no name at all."""
    for language in languages:
        text, family, given = (
            _in(view, agent, predicate, language)
            for predicate in (SCHEMA.name, SCHEMA.familyName, SCHEMA.givenName)
        )
        if text or (family and given):
            return split(text, family, given)
    other = view.text(agent, SCHEMA.name)
    return Name(" ".join(other.split())) if other else None


def _in(view: View, agent: str, predicate: str, language: str) -> str:
    found = (each for each in view.literals(agent, predicate) if each.language == language)
    return " ".join(next((each.value for each in found), "").split())


def split(text: str, family: str, given: str) -> Name:
    """A name in its parts, as far as the record tells them.

    Initials and patronymics stand in the whole name alone: what precedes the family name there is
    the given one, if it begins with that.

    >>> split("Lewis H. Siegelbaum", "Siegelbaum", "Lewis").given
    'Lewis H.'
    >>> split("Льюис Сигельбаум", "Сигельбаум", "").given
    'Льюис'
    >>> split("Count Leo Tolstoy", "Tolstoy", "Leo").given
    'Leo'
    >>> split("Mao Zedong", "Mao", "").family
    """
    before = text.removesuffix(f" {family}") if family else text
    if before != text and before.startswith(given):
        return Name(text, family, before)
    if family and given:
        return Name(text or f"{given} {family}", family, given)
    return Name(text)
