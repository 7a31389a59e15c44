"""The words of the page, in each language."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "en": {
        "again": "Change the query",
        "answer": "Answer",
        "cut": "Only the first thousand rows are shown; the other formats have all.",
        "examples": "Examples",
        "format": "Answer as",
        "no": "no",
        "page": "a page",
        "query": "Query in SPARQL",
        "refused": "This was not answered",
        "run": "Ask",
        "share": "Short link",
        "title": "Ask in SPARQL",
        "without": "The prefixes of the archive need no declaration.",
        "yes": "yes",
    },
    "ru": {
        "again": "Изменить запрос",
        "answer": "Ответ",
        "cut": "Показана только первая тысяча строк; в других форматах есть все.",
        "examples": "Примеры",
        "format": "Ответить в виде",
        "no": "нет",
        "page": "страницы",
        "query": "Запрос на SPARQL",
        "refused": "Ответа нет",
        "run": "Спросить",
        "share": "Короткая ссылка",
        "title": "Спросить на SPARQL",
        "without": "Префиксы архива объявлять не нужно.",
        "yes": "да",
    },
}
