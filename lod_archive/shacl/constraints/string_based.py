"""Strings: https://www.w3.org/TR/shacl/#core-components-string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from lod_archive.shacl.constraints.shape import Constraint, Rows, ValueConstraint
from lod_archive.shacl.constraints.writer import any_of, negated, text, total
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.constraints.shape import Focus
    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.shapes import Shapes


def _length(value: Term) -> int:
    """A number that SPARQL engines have; longer than any text, or less than none, stays so."""
    return max(-1, min(int(value.value), 2**31 - 1))


@dataclass(frozen=True, slots=True)
class _Length(ValueConstraint):
    """How many characters a value has; a blank node has none to count, and is rejected."""

    parameter: ClassVar[str]
    rejected: ClassVar[str]
    """How the number of characters of a value that is rejected compares with the length."""
    length: int

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One, if there is a length."""
        return (cls(_length(value)) for value in shapes.index.all(node, SH[cls.parameter]))

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value is a blank node, or too short or too long."""
        return f"(isBlank({value}) || STRLEN(STR({value})) {self.rejected} {self.length})"


class MinLength(_Length):
    """``sh:minLength``: https://www.w3.org/TR/shacl/#MinLengthConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.MinLengthConstraintComponent
    parameter: ClassVar[str] = "minLength"
    rejected: ClassVar[str] = "<"


class MaxLength(_Length):
    """``sh:maxLength``: https://www.w3.org/TR/shacl/#MaxLengthConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.MaxLengthConstraintComponent
    parameter: ClassVar[str] = "maxLength"
    rejected: ClassVar[str] = ">"


@dataclass(frozen=True, slots=True)
class Pattern(ValueConstraint):
    """``sh:pattern``: https://www.w3.org/TR/shacl/#PatternConstraintComponent."""

    component: ClassVar[str] = SH.PatternConstraintComponent
    pattern: str
    flags: str = ""

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each pattern; they share their flags."""
        flags = shapes.index.one(node, SH.flags)
        letters = flags.value if flags is not None else ""
        return (cls(value.value, letters) for value in shapes.index.all(node, SH.pattern))

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value is a blank node or does not match."""
        return f"(isBlank({value}) || {negated(total(self.matches(f'STR({value})')))})"

    def matches(self, subject: str) -> str:
        """The condition that a text matches."""
        flags = f", {text(self.flags)}" if self.flags else ""
        return f"REGEX({subject}, {text(self.pattern)}{flags})"


@dataclass(frozen=True, slots=True)
class LanguageIn(ValueConstraint):
    """``sh:languageIn``: https://www.w3.org/TR/shacl/#LanguageInConstraintComponent."""

    component: ClassVar[str] = SH.LanguageInConstraintComponent
    languages: tuple[str, ...]

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each list."""
        for head in shapes.index.all(node, SH.languageIn):
            yield cls(tuple(member.value for member in shapes.index.members(head) or ()))

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value is in none of the languages."""
        ranges = [f"LANGMATCHES(LANG({value}), {text(tag)})" for tag in self.languages]
        return negated(total(f'LANG({value}) != "" && {any_of(ranges)}'))


@dataclass(frozen=True, slots=True)
class UniqueLang(Constraint):
    """``sh:uniqueLang``: https://www.w3.org/TR/shacl/#UniqueLangConstraintComponent."""

    component: ClassVar[str] = SH.UniqueLangConstraintComponent

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One, if it is demanded."""
        if any(value.value == "true" for value in shapes.index.all(node, SH.uniqueLang)):
            yield cls()

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether two values share a language."""
        if path is None:
            return "false"
        one, two = w.fresh(), w.fresh()
        steps = w.each_then(w.inner_step(node, path, one), w.inner_step(node, path, two))
        return f"EXISTS {{ {steps} FILTER({_share_language(one, two)}) }}"

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each language that two values share."""
        if path is None:
            return
        one, two, language = w.fresh(), w.fresh(), w.fresh("language")
        steps = f"{w.step(focus.node, path, one)} {w.step(focus.node, path, two)}"
        bind = f"BIND(LCASE(LANG({one})) AS {language})"
        pattern = f"{steps} FILTER({_share_language(one, two)}) {bind}"
        yield Rows(
            f"{focus.pattern} {pattern}",
            apart=(language,),
            values_first=focus.after(pattern, path),
        )


def _share_language(one: str, two: str) -> str:
    languages = f"LCASE(LANG({one})) = LCASE(LANG({two}))"
    return f'!sameTerm({one}, {two}) && LANG({one}) != "" && {languages}'
