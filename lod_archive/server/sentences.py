"""What is said to people, in the languages of pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something that is said in each language of pages.

    :param ru: None if there is none, as for what a library says.
    """

    en: str
    ru: str | None = None

    def to(self, language: str) -> tuple[str, str]:
        """The sentence for those who prefer a language, and the language that it is in.

        >>> Sentence("Yes.", "Да.").to("ru"), Sentence("Yes.").to("ru")
        (('Да.', 'ru'), ('Yes.', 'en'))
        """
        return (self.ru, "ru") if language == "ru" and self.ru is not None else (self.en, "en")


def counted(number: float, language: str) -> str:
    r"""A number with its digits in groups of three, as a language writes it.

    >>> counted(1048576, "en"), counted(1048576, "ru"), counted(0.5, "ru")
    ('1,048,576', '1\xa0048\xa0576', '0,5')
    """
    english = f"{number:,.15g}"
    if language != "ru":
        return english
    return english.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
